//! A step with what stands around it.

use super::graph::{JobRun, StepRun};
use crate::input::Via;
use crate::input::pipeline::model::{Interpolation, Job, Pipeline, Ref, Step};

/// A step in its job.
#[derive(Clone, Copy)]
pub(super) struct InJob<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) job: &'a Job,
    pub(super) step: &'a Step,
    /// The job with what calls it.
    pub(super) run: &'a JobRun<'a>,
    /// The step with what calls it.
    pub(super) placed: &'a StepRun<'a>,
}

impl<'a> InJob<'a> {
    /// The id of the job that it stands in, in its own file.
    pub(super) fn about(self) -> &'a str {
        self.placed.about
    }

    /// The calls that lead to it, outermost first.
    pub(super) fn via(self) -> Vec<Via> {
        self.placed.via.clone()
    }

    /// The action from elsewhere that the step runs.
    pub(super) fn action(self) -> Option<&'a Ref> {
        self.step.uses.as_ref().filter(|uses| uses.kind == "action")
    }

    /// Whether the step runs this action, or one in a folder of its repository.
    pub(super) fn runs(self, owner: &str, name: &str) -> bool {
        self.action().is_some_and(|uses| uses.owner.eq_ignore_ascii_case(owner) && uses.name.eq_ignore_ascii_case(name))
    }

    /// What the step hands to its action under the name of an input, in whatever case: the name as written, the value.
    pub(super) fn handed(self, input: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let given = self.step.with.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(input));
        given.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a variable with the expressions in it, wherever it is set; the innermost place counts.
    pub(super) fn variable<'n>(
        self,
        name: &'n str,
    ) -> Option<(&'a str, impl Iterator<Item = &'a Interpolation> + use<'a, 'n>)> {
        let Self { pipeline, job, step, placed, run } = self;
        let steps = std::iter::once(step).chain(placed.callers.iter().rev().copied());
        let steps = steps.map(|step| (&step.env, &step.interpolations));
        // The variables of a workflow do not reach one that it calls.
        let whole = run.of.map_or((&pipeline.env, &pipeline.interpolations), |of| (&of.env, &of.interpolations));
        let inherited = job.inherits.as_ref().is_none_or(|names| names.iter().any(|known| known == name));
        let around = [(&job.env, &job.interpolations), whole];
        let around = around.into_iter().take(if inherited { 2 } else { 1 });
        let set = steps.chain(around).find_map(|(env, interpolations)| Some((env.get(name)?, interpolations)));
        let (value, interpolations) = set?;
        let in_it = move |it: &&Interpolation| it.at.strip_prefix("env.") == Some(name);
        Some((value.as_str(), interpolations.iter().filter(in_it)))
    }
}
