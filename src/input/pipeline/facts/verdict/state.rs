//! What is known in the middle of a script.

use std::collections::BTreeMap;

use super::expand::Texts;
use super::outputs::Outputs;
use crate::input::pipeline::shell::Shell;

/// The variables, the status of the command before, the options of the shell, and what was written so far.
#[derive(Clone)]
pub(super) struct State {
    pub(super) variables: BTreeMap<String, Texts>,
    pub(super) status: Texts,
    pub(super) options: Shell,
    pub(super) outputs: Outputs,
}

impl State {
    /// That at the beginning.
    pub(super) fn new(options: Shell) -> Self {
        let status = Some(vec!["0".to_owned()]);
        Self { variables: BTreeMap::new(), status, options, outputs: Outputs::new() }
    }

    /// What holds after either of two ways.
    pub(super) fn join(&mut self, other: &Self) {
        join(&mut self.variables, &other.variables);
        join(&mut self.outputs, &other.outputs);
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

/// What names may hold after either of two ways; where one of them says nothing, nobody knows.
pub(super) fn join(all: &mut BTreeMap<String, Texts>, other: &BTreeMap<String, Texts>) {
    for (name, texts) in &mut *all {
        *texts = union(texts.take(), other.get(name).cloned().flatten());
    }
    for name in other.keys() {
        all.entry(name.clone()).or_insert(None);
    }
}

fn union(one: Texts, other: Texts) -> Texts {
    let mut all = one?;
    all.extend(other?);
    all.sort();
    all.dedup();
    Some(all)
}
