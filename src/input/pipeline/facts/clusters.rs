//! Which commands of a job talk to a cluster that the job itself has started, and that ends with it.

use std::collections::BTreeSet;
use std::ptr::from_ref;

use super::graph::{Graph, JobRun, StepRun};
use super::in_job::InJob;
use crate::input::pipeline::github::condition::{self, Occasion, SoFar, Value};
use crate::input::pipeline::knowledge::clusters::{self, Does};
use crate::input::pipeline::model::Command;

/// Options by which a tool chooses the cluster itself.
const CHOOSE: &[&str] =
    &["--context", "--kube-context", "--kubeconfig", "--server", "-s", "--cluster", "--kube-apiserver"];

/// A command, by its place, in a step: the steps of an action that is called twice have the same places.
type At<'a> = (*const StepRun<'a>, &'a str);

/// The key of a command.
pub(super) const fn at<'a>(at: InJob<'a>, loc: &'a str) -> At<'a> {
    (from_ref(at.placed), loc)
}

/// The commands that reach nothing but a cluster of the job.
pub(super) fn inside<'a>(graph: &'a Graph<'a>, run: &'a JobRun<'a>) -> BTreeSet<At<'a>> {
    let mut inside = BTreeSet::new();
    let mut own = false;
    let mut tries = Tries::default();
    for step in graph.steps_of(run) {
        match step.action().and_then(clusters::by_action) {
            // One that is perhaps not started leaves another one there.
            Some(Does::Starts) => own = tries.starts(step) || own,
            Some(Does::Joins) => own = false,
            None => {}
        }
        for command in step.step.run.iter().flat_map(|run| &run.commands) {
            match clusters::by_command(&command.argv) {
                Some(Does::Starts) => {
                    own = own || (is_sure(step) && command.ignored.is_none() && !command.condition);
                }
                Some(Does::Joins) => own = false,
                None if own && !chooses(step, command) => drop(inside.insert(at(step, &command.loc))),
                None => {}
            }
        }
    }
    inside
}

/// Steps that start a cluster and may fail, each behind the one before it.
#[derive(Default)]
struct Tries<'a> {
    /// The id of the last of them.
    last: Option<&'a str>,
}

impl<'a> Tries<'a> {
    /// Whether there is a cluster for sure behind one more step: it runs in any case, or where the one before has failed.
    fn starts(&mut self, at: InJob<'a>) -> bool {
        if is_sure(at) {
            return true;
        }
        let step = at.step;
        let runs = match self.last {
            None => step.condition.is_empty(),
            Some(id) => holds_after_failure(&step.condition, id),
        };
        if !runs || !at.placed.callers.is_empty() || step.background.is_some() {
            return false;
        }
        self.last = (step.continue_on_error == Some(true) && !step.id.is_empty()).then_some(step.id.as_str());
        step.continue_on_error == Some(false)
    }
}

/// Whether a step runs where the step with this id has failed and the job goes on.
fn holds_after_failure(condition: &str, id: &str) -> bool {
    let named = |pattern: &str| {
        let of_step = pattern.strip_prefix("steps.")?.strip_prefix(&id.to_ascii_lowercase())?;
        match of_step {
            ".outcome" => Some(Value::text("failure")),
            ".conclusion" => Some(Value::text("success")),
            _ => None,
        }
    };
    let on = Occasion { event: None, triggers: &[], stranger: false, so_far: SoFar::WELL, named: &named };
    condition::holds(condition, &on) == Some(true)
}

/// Whether a step runs in any case, and the job ends when it fails.
fn is_sure(at: InJob<'_>) -> bool {
    at.placed
        .callers
        .iter()
        .copied()
        .chain([at.step])
        .all(|step| step.condition.is_empty() && step.continue_on_error == Some(false) && step.background.is_none())
}

/// Whether a command, or a variable around it, names the cluster.
fn chooses(at: InJob<'_>, command: &Command) -> bool {
    let words = command.argv.iter().zip(command.argv.iter().skip(1).map(Some).chain([None]));
    let mut named = words.filter_map(|(word, next)| match word.split_once('=') {
        Some((option, value)) if CHOOSE.contains(&option) => Some(value),
        _ if CHOOSE.contains(&word.as_str()) => next.map(String::as_str),
        _ => None,
    });
    let is_set = |name: &str| at.variable(name).is_some_and(|(value, _)| value.contains("${{") || value.contains('$'));
    named.any(|context| !clusters::is_own(context)) || is_set("KUBECONFIG") || is_set("KUBE_CONFIG_DATA")
}
