//! What a command runs besides its program: a text that a shell reads, a file of the tree, a target.

use std::collections::BTreeSet;

use super::super::shell::{self, Reached, Shell};
use super::{Around, Language, Reader, Text};
use crate::input::Via;
use crate::input::pipeline::wrappers;
use crate::source::Span;

/// How deep scripts may run each other; what is deeper is not followed.
const DEPTH: usize = 8;

/// A script that is being read, with what runs it.
pub(super) struct Frame<'a> {
    /// What reads it.
    pub(super) language: Language,
    /// The folder of the tree that it runs in; `None` when nobody knows.
    pub(super) folder: Option<String>,
    /// What runs it, outermost first; empty for the script of the pipeline itself.
    pub(super) via: Vec<Via>,
    /// Why whatever runs it goes on when it fails.
    pub(super) ignored: Option<&'a str>,
    /// Why nobody can say whether whatever runs it goes on.
    pub(super) unsure: Option<&'a str>,
    /// Whether it can run at all.
    pub(super) reached: bool,
    /// Whether its failure is an answer for what runs it.
    pub(super) condition: bool,
    /// The files and targets that are being read, so that a circle ends.
    pub(super) open: BTreeSet<String>,
}

impl Frame<'_> {
    /// That of the script of the pipeline itself.
    pub(super) fn outermost(around: &Around<'_>) -> Self {
        Self {
            language: around.language,
            folder: around.folder.map(str::to_owned),
            via: Vec::new(),
            ignored: None,
            unsure: None,
            reached: true,
            condition: false,
            open: BTreeSet::new(),
        }
    }
}

impl Reader<'_, '_> {
    /// Reads what a command runs besides its program.
    pub(super) fn follow(&mut self, text: &Text<'_>, command: &shell::Command, loc: &str, frame: &Frame<'_>) {
        if frame.via.len() >= DEPTH {
            return;
        }
        if let Some((inner, language)) = in_word(text, command) {
            let mut via = frame.via.clone();
            via.push(Via { loc: loc.to_owned(), path: Vec::new(), what: "is run here".to_owned() });
            let frame = Frame {
                language,
                folder: frame.folder.clone(),
                via,
                ignored: command.ignored.as_deref().or(frame.ignored),
                unsure: command.unsure.as_deref().or(frame.unsure),
                reached: command.reached != Reached::Never && frame.reached,
                condition: command.condition || frame.condition,
                open: frame.open.clone(),
            };
            self.script(&inner, &frame);
        }
    }
}

/// The text that a command hands to a shell as one word: `bash -c '…'`.
fn in_word<'t>(text: &'t Text<'t>, command: &shell::Command) -> Option<(Text<'t>, Language)> {
    let program = wrappers::base_name(command.argv.first()?);
    if !matches!(program, "sh" | "bash" | "dash" | "zsh" | "ksh") {
        return None;
    }
    let is_option = |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
    let at = command.argv.iter().position(is_option)?;
    let errexit =
        command.argv.iter().take(at.saturating_add(1)).any(|word| word.contains('e') && word.starts_with('-'));
    let index = at.saturating_add(1);
    let (word, span) = (command.argv.get(index)?, *command.words.get(index)?);
    let raw = text.text.get(span.start..span.end)?;
    let inside = raw.find(word.as_str()).map(|at| span.start.saturating_add(at));
    let span = inside.map_or(span, |start| Span::new(start, start.saturating_add(word.len())));
    let language = Language::Shell(Shell { errexit, pipefail: false });
    Some((Text::of_word(text, word.clone(), span, inside.is_some()), language))
}
