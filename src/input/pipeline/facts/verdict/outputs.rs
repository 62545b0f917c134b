//! What a script writes into the file in which GitHub keeps the outputs of its step.

use std::collections::BTreeMap;

use super::expand::Texts;
use super::state::join;
use crate::input::pipeline::shell::syntax::{Part, Simple, What, Word};

/// The texts that each output can be; one that is not there may be anything.
pub(super) type Outputs = BTreeMap<String, Texts>;

/// The variable with the path of the file.
const FILE: &str = "GITHUB_OUTPUT";

/// An older way, by what is printed.
const COMMAND: &str = "::set-output";

/// What a command does to the outputs.
pub(super) enum Writes<'w> {
    Nothing,
    /// It sets one to what stands behind the first `=` of a word.
    One(&'w str, &'w Word),
    /// It sets nobody knows which.
    Any,
}

impl<'w> Writes<'w> {
    /// What a command with its redirections does.
    pub(super) fn of(part: &'w Part) -> Self {
        let into = part.redirects.iter().any(|redirect| is_file(&redirect.target));
        let What::Simple(simple) = &part.what else { return if into { Self::Any } else { Self::Nothing } };
        let says = |word: &Word| is_file(word) || word.text.contains(COMMAND);
        if simple.words.iter().any(says) {
            return Self::Any;
        }
        if into { printed(part, simple).map_or(Self::Any, |(name, word)| Self::One(name, word)) } else { Self::Nothing }
    }
}

/// The output that is written by `echo "name=value" >> "$GITHUB_OUTPUT"`, and the word.
fn printed<'w>(part: &Part, simple: &'w Simple) -> Option<(&'w str, &'w Word)> {
    let [program, word] = simple.words.as_slice() else { return None };
    let appends = part.redirects.iter().all(|redirect| redirect.operator == ">>" && is_file(&redirect.target));
    let is_line = !word.text.contains(['\n', '\\']);
    let (name, _) = word.text.split_once('=')?;
    let is_name = name.chars().all(|letter| letter.is_alphanumeric() || "_-".contains(letter));
    (appends && is_line && is_name && matches!(program.text.as_str(), "echo" | "printf")).then_some((name, word))
}

/// Whether a word is the path of the file, or holds it. What is set to it is another name of the file.
pub(super) fn is_file(word: &Word) -> bool {
    word.variables().contains(&FILE)
}

/// What either of two ways leaves; an output that only one of them sets may be anything.
pub(super) fn either(one: Option<Outputs>, other: &Outputs) -> Outputs {
    let Some(mut one) = one else { return other.clone() };
    join(&mut one, other);
    one
}
