//! What could not be followed and may have made, changed or joined tasks: said with its reason and place.

use std::collections::BTreeMap;

use super::super::arena::Id;
use super::super::graph::Dag;
use super::super::modules::Number;
use super::Interpreter;
use crate::source::Span;

/// Losses that are told for one DAG or file; the first ones explain the rest.
const TOLD: usize = 20;

/// Something that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Where.
    pub(crate) at: Span,
    /// Why, as a fragment: `calls acme.build, which is not in the tree`.
    pub(crate) why: String,
    /// The call or import of the DAG file that led there.
    pub(crate) site: Span,
}

/// What was lost, in the order of the code.
#[derive(Debug, Default)]
pub(crate) struct Losses<'a> {
    /// For single DAGs.
    of_dags: BTreeMap<Id<Dag<'a>>, Vec<Loss>>,
    /// For the file as a whole: any of its DAGs may miss something, and DAGs may be missing.
    of_file: Vec<Loss>,
    /// Calls that may make DAGs of their own.
    of_calls: Vec<Call>,
}

/// A call that may make DAGs where gate cannot follow it.
#[derive(Debug, PartialEq, Eq)]
struct Call {
    loss: Loss,
    /// Whether its name or arguments say that it makes DAGs.
    says_so: bool,
    /// The file whose code was running.
    runs: Number,
}

impl<'a> Losses<'a> {
    /// What was lost for the file as a whole.
    pub(crate) fn of_file(&self) -> &[Loss] {
        &self.of_file
    }

    /// The calls that may make DAGs: those that say so, or all where no DAG was found.
    pub(crate) fn of_calls(&self, found: bool, own: impl Fn(Number) -> bool) -> impl Iterator<Item = &Loss> {
        let told = move |call: &&Call| (call.says_so || !found) && own(call.runs);
        self.of_calls.iter().filter(told).map(|call| &call.loss)
    }

    /// What was lost for one DAG alone.
    pub(crate) fn of_dag(&self, dag: Id<Dag<'a>>) -> &[Loss] {
        self.of_dags.get(&dag).map_or(&[], Vec::as_slice)
    }
}

fn add(list: &mut Vec<Loss>, at: Span, why: &str, site: Span) {
    let loss = Loss { at, why: why.to_owned(), site };
    if list.len() < TOLD && !list.contains(&loss) {
        list.push(loss);
    }
}

impl<'a> Interpreter<'a> {
    /// Notes that any DAG of the file may miss something, and that DAGs may be missing.
    pub(super) fn lose_all(&mut self, at: Span, why: &str) {
        if self.importing() {
            add(&mut self.losses.of_file, at, why, self.site);
        }
    }

    /// Notes a call that may make DAGs.
    pub(super) fn hide_dags(&mut self, at: Span, why: &str, says_so: bool) {
        if self.current_dag().is_some() {
            return;
        }
        let call = Call { loss: Loss { at, why: why.to_owned(), site: self.site }, says_so, runs: self.runs() };
        let calls = &mut self.losses.of_calls;
        if calls.len() < TOLD && !calls.contains(&call) {
            calls.push(call);
        }
    }

    /// Notes that a DAG may miss something.
    pub(super) fn lose(&mut self, dag: Id<Dag<'a>>, at: Span, why: &str) {
        if self.importing() {
            add(self.losses.of_dags.entry(dag).or_default(), at, why, self.site);
        }
    }
}
