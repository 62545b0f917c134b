//! A step with what stands around it.

use crate::input::pipeline::model::{Interpolation, Job, Pipeline, Ref, Step};

/// A step in its job.
#[derive(Clone, Copy)]
pub(super) struct InJob<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) job: &'a Job,
    pub(super) step: &'a Step,
}

impl<'a> InJob<'a> {
    /// Every step of a pipeline.
    pub(super) fn all(pipeline: &'a Pipeline) -> impl Iterator<Item = Self> {
        pipeline.jobs.iter().flat_map(move |job| Self::of_job(pipeline, job))
    }

    /// Every step of a job.
    pub(super) fn of_job(pipeline: &'a Pipeline, job: &'a Job) -> impl Iterator<Item = Self> {
        job.steps.iter().map(move |step| Self { pipeline, job, step })
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
        let Self { pipeline, job, step } = self;
        let places = [
            (&step.env, &step.interpolations),
            (&job.env, &job.interpolations),
            (&pipeline.env, &pipeline.interpolations),
        ];
        let set = places.into_iter().find_map(|(env, interpolations)| Some((env.get(name)?, interpolations)));
        let (value, interpolations) = set?;
        let in_it = move |it: &&Interpolation| it.at.strip_prefix("env.") == Some(name);
        Some((value.as_str(), interpolations.iter().filter(in_it)))
    }
}
