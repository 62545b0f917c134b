//! Texts of strangers that a tool puts into what it runs: `$(TITLE)` of make, `{{title}}` of just, `{{.TITLE}}` of task.
//! They are a part of the script before a shell reads it, whatever quotes stand around them.

use std::collections::BTreeMap;

use super::super::Reader;
use super::Call;
use super::files::PLAIN;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Injection, Trust};
use crate::input::pipeline::persistent::Map;
use crate::input::pipeline::script::Language;
use crate::input::pipeline::taint::Value;
use crate::source::{Source, Span};

/// What strangers decide, or may, of what a tool gets.
pub(super) struct Strangers<'a> {
    /// The words of its call, by their place behind the program.
    words: BTreeMap<usize, Held>,
    /// Those that set a variable: `TITLE=…`.
    named: BTreeMap<String, Held>,
    /// The variables of the script that calls it, and those around it.
    variables: Map<Value>,
    around: &'a dyn Fn(&str) -> Option<Held>,
}

impl Strangers<'_> {
    /// What is given as `NAME=…`.
    pub(super) fn named(&self, name: &str) -> Option<&Held> {
        self.named.get(name)
    }

    /// A word of the call, or any from there on.
    pub(super) fn word(&self, at: usize, and_more: bool) -> Option<&Held> {
        let to = if and_more { usize::MAX } else { at };
        self.words.range(at..=to).next().map(|(_, held)| held)
    }

    /// A variable of the environment.
    pub(super) fn variable(&self, name: &str) -> Option<Held> {
        let held = match self.variables.get(name) {
            Some(value) => value.of_strangers().map(|(_, held)| held),
            None => (self.around)(name),
        };
        held.filter(|held| held.trust >= Trust::Perhaps)
    }
}

impl<'a> Reader<'_, 'a> {
    /// What strangers decide of what a command gets.
    pub(super) fn strangers(&self, call: &Call<'_>) -> Strangers<'a> {
        let (mut words, mut named) = (BTreeMap::new(), BTreeMap::new());
        let mut variables = self.found.effects.kept.variables.clone();
        if let Some(handed) = self.handed(call.loc) {
            for (index, value) in handed.arguments.iter().enumerate() {
                let Some((before, held)) = value.of_strangers() else { continue };
                if let Some((name, _)) = before.split_once('=') {
                    named.insert(name.trim_end_matches([':', '?', '+']).to_owned(), held.clone());
                }
                words.insert(index, held);
            }
            for (name, value) in &handed.variables {
                variables.insert(name, value.clone());
            }
        }
        Strangers { words, named, variables, around: self.around.variable }
    }

    /// Says that a tool makes a text of strangers a part of a script; `loc` is where it puts it in.
    pub(super) fn puts_in(&mut self, call: &Call<'_>, tool: &str, loc: String, (name, held): (&str, &Held)) {
        let mut via = call.frame(Language::Shell(PLAIN)).via;
        via.extend(held.via.iter().cloned());
        self.found.injections.push(Injection {
            loc,
            sink: Sink::Shell,
            taker: tool.to_owned(),
            source: held.tainted_by.clone(),
            variable: name.to_owned(),
            doubt: held.doubt.clone(),
            via,
        });
    }
}

/// Where a name stands first in a range of a file; the range if it stands nowhere there.
pub(super) fn place_of(source: &Source, range: Span, name: &str) -> Span {
    let at = source.slice(range).find(name).map(|at| range.start.saturating_add(at));
    at.map_or(range, |start| Span::new(start, start.saturating_add(name.len())))
}
