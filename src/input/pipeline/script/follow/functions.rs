//! Functions of files that a script takes in with `source`: what they run is read where they are called.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{Reader, Text};
use super::Call;
use crate::input::pipeline::shell;
use crate::input::pipeline::shell::syntax::What;
use crate::source::{Source, Span};

/// The most functions that are kept.
const MOST: usize = 1_000;

/// Functions by their names, each with where its body stands.
#[derive(Default)]
pub(in super::super) struct Functions(BTreeMap<String, (Arc<Source>, Span)>);

impl Functions {
    /// Whether there is one of a name.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Adds those that a file defines at its top.
    fn add(&mut self, source: &Arc<Source>, script: &shell::Script) {
        let parts = script.list.iter().flat_map(|and_or| &and_or.pipelines).flat_map(|(_, pipeline)| &pipeline.parts);
        for part in parts {
            if let What::Function { name, body } = &part.what
                && self.0.len() < MOST
            {
                self.0.insert(name.clone(), (Arc::clone(source), body.span));
            }
        }
    }
}

impl Reader<'_, '_> {
    /// Keeps the functions of a file that is taken in.
    pub(super) fn takes_in(&mut self, call: &Call<'_>, place: &str) {
        let Some(source) = self.in_tree(place).and_then(|path| self.read_file(call, &path)) else { return };
        let script = self.places.memo.script(source.text());
        self.found.functions.add(&source, &script);
    }

    /// Reads the body of a function that a file has defined; whether there is one.
    pub(super) fn function(&mut self, call: &Call<'_>, program: &str) -> bool {
        let is_first = call.setting.words.first().is_some_and(|word| word == program);
        let Some((source, span)) = self.found.functions.0.get(program).filter(|_| is_first).cloned() else {
            return false;
        };
        let key = format!("function {} {program}", source.path().as_str());
        let mut frame = call.frame(call.frame.language);
        frame.take(call.arguments().into_iter());
        self.nested(call, &Text::part(source, span), frame, Some(key))
    }
}
