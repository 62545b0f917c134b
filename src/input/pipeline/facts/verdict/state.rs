//! What is known in the middle of a script.

use std::collections::BTreeMap;

use super::expand::Texts;
use crate::input::pipeline::shell::Shell;

/// The variables, the status of the command before, and the options of the shell.
#[derive(Clone)]
pub(super) struct State {
    pub(super) variables: BTreeMap<String, Texts>,
    pub(super) status: Texts,
    pub(super) options: Shell,
}

impl State {
    /// That at the beginning.
    pub(super) fn new(options: Shell) -> Self {
        Self { variables: BTreeMap::new(), status: Some(vec!["0".to_owned()]), options }
    }

    /// What holds after either of two ways.
    pub(super) fn join(&mut self, other: &Self) {
        for (name, texts) in &mut self.variables {
            *texts = union(texts.take(), other.variables.get(name).cloned().flatten());
        }
        for name in other.variables.keys() {
            self.variables.entry(name.clone()).or_insert(None);
        }
        self.status = union(self.status.take(), other.status.clone());
        self.options.errexit &= other.options.errexit;
        self.options.pipefail &= other.options.pipefail;
    }

    /// Forgets what variables hold.
    pub(super) fn forget(&mut self) {
        self.variables.values_mut().for_each(|texts| *texts = None);
        self.status = None;
    }
}

fn union(one: Texts, other: Texts) -> Texts {
    let mut all = one?;
    all.extend(other?);
    all.sort();
    all.dedup();
    Some(all)
}
