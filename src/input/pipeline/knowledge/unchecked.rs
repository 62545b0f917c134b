//! Options and variables that keep a program from checking whom it talks to.

use std::collections::BTreeMap;

use super::phrase::{self, Phrase};
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static UNCHECKED: Lookup<Unchecked> = Lookup::new(&concepts::scripts::UNCHECKED, |rows| {
    let mut unchecked = Unchecked::default();
    for row in rows {
        let values: Vec<String> = row.list("values").map(str::to_owned).collect();
        if row.word("kind") == "variable" {
            unchecked.variables.insert(row.text("pattern").to_owned(), values);
        } else {
            let phrase = Phrase::of(row.text("pattern"));
            for program in phrase.programs.clone() {
                unchecked.commands.entry(program).or_default().push((phrase.clone(), values.clone()));
            }
        }
    }
    unchecked
});

/// By program and by variable.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Unchecked {
    /// By program: the words behind it, and the options of which one turns the check off, in small letters.
    commands: BTreeMap<String, Vec<(Phrase, Vec<String>)>>,
    /// By name: the values that turn the check off, or parts of them; none for any value.
    variables: BTreeMap<String, Vec<String>>,
}

impl Unchecked {
    /// The option of a command that turns the check off, as it is written, with its program.
    pub(in crate::input::pipeline) fn command(&self, argv: &[String]) -> Option<(String, String)> {
        if !phrase::knows(&self.commands, argv) {
            return None;
        }
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let (program, from, _) = wrappers::core(&words)?;
        let rows = phrase::of_program(&self.commands, program)?;
        let arguments = argv.get(from..)?;
        // What stands behind `--` is for another program.
        let own = arguments.split(|word| word == "--").next().unwrap_or_default();
        rows.iter().find_map(|(phrase, options)| {
            phrase.takes(own, true)?;
            let joined = own.iter().zip(own.iter().skip(1)).map(|(word, next)| format!("{word} {next}"));
            let mut written = joined.chain(own.iter().cloned());
            let found = written.find(|word| options.iter().any(|option| is_it(option, word)))?;
            Some((wrappers::base_name(program).to_owned(), found))
        })
    }

    /// Whether a variable of this name and value turns the check off.
    pub(in crate::input::pipeline) fn variable(&self, name: &str, value: &str) -> bool {
        let Some(values) = self.variables.get(name) else { return false };
        let value = value.to_ascii_lowercase();
        if values.is_empty() {
            return !value.is_empty();
        }
        values.iter().any(|known| match known.strip_prefix('~') {
            Some(part) => value.contains(part),
            None => value == *known,
        })
    }
}

/// Whether a word, or two that follow one another, is an option, in whatever case a long one is.
fn is_it(option: &str, word: &str) -> bool {
    if let Some(letter) = option.strip_prefix('-').filter(|letter| letter.len() == 1) {
        return phrase::last_letter(word).is_some_and(|_| word.contains(letter)) || word == option;
    }
    let is_off = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "false" | "0" | "no" | "off" | "$false");
    let given = word.split_once(['=', ':']).filter(|_| !word.contains(' '));
    if given.is_some_and(|(name, value)| name.eq_ignore_ascii_case(option) && !is_off(value)) {
        return true;
    }
    // The value of one of two words may stand in quotes: `-o "StrictHostKeyChecking no"`.
    let plain = |text: &str| text.to_ascii_lowercase().replace(['=', '"', '\''], " ");
    plain(option) == plain(word) || plain(word).replacen("-o", "-o ", 1).replace("  ", " ") == plain(option)
}
