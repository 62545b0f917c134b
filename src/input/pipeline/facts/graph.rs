//! What runs for a pipeline: its jobs and steps, with those of the actions and workflows that they call in their place.

use super::in_job::InJob;
use crate::input::Via;
use crate::input::pipeline::model::{Called, Job, Pipeline, Step};

/// All of it, in the order of the files.
pub(super) struct Graph<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) jobs: Vec<JobRun<'a>>,
}

/// A job with steps, or one that calls what gate does not read.
pub(super) struct JobRun<'a> {
    /// Its place among those of the graph. A job that is called twice runs twice, and is one in memory.
    pub(super) number: usize,
    pub(super) job: &'a Job,
    /// The jobs that call the workflow that it is of, outermost first.
    pub(super) callers: Vec<&'a Job>,
    /// The workflow that it is of, if another calls that.
    pub(super) of: Option<&'a Called>,
    /// The calls, outermost first.
    pub(super) via: Vec<Via>,
    /// Its steps; one that calls an action comes before those of the action.
    pub(super) steps: Vec<StepRun<'a>>,
}

/// A step.
pub(super) struct StepRun<'a> {
    pub(super) step: &'a Step,
    /// The id of the job that it stands in: that of the pipeline, or of the action or workflow that it is a part of.
    pub(super) about: &'a str,
    /// The steps that call the action that it is of, outermost first.
    pub(super) callers: Vec<&'a Step>,
    /// The calls, outermost first.
    pub(super) via: Vec<Via>,
}

/// What stands at a call.
const CALLED: &str = "is called here";

impl<'a> JobRun<'a> {
    /// The jobs that call the workflow that it is of, outermost first, and the job itself.
    pub(super) fn way(&self) -> impl Iterator<Item = &'a Job> {
        self.callers.iter().copied().chain([self.job])
    }
}

impl<'a> Graph<'a> {
    /// That of a pipeline.
    pub(super) fn of(pipeline: &'a Pipeline) -> Self {
        let mut graph = Self { pipeline, jobs: Vec::with_capacity(pipeline.jobs.len()) };
        pipeline.jobs.iter().for_each(|job| graph.add(job, None, &[], &[]));
        graph
    }

    fn add(&mut self, job: &'a Job, of: Option<&'a Called>, callers: &[&'a Job], via: &[Via]) {
        if let Some(called) = &job.called {
            let callers: Vec<&Job> = callers.iter().copied().chain([job]).collect();
            let via = beyond(via, job.uses.as_ref().map_or(&job.loc, |uses| &uses.loc));
            return called.jobs.iter().for_each(|job| self.add(job, Some(called), &callers, &via));
        }
        let mut steps = Vec::with_capacity(job.steps.len());
        job.steps.iter().for_each(|step| add_step(step, &job.id, &[], via, &mut steps));
        let number = self.jobs.len();
        self.jobs.push(JobRun { number, job, callers: callers.to_vec(), of, via: via.to_vec(), steps });
    }

    /// Every step of every job.
    pub(super) fn steps(&'a self) -> impl Iterator<Item = InJob<'a>> {
        self.jobs.iter().flat_map(|job| self.steps_of(job))
    }

    /// The steps of one of its jobs.
    pub(super) fn steps_of(&'a self, run: &'a JobRun<'a>) -> impl Iterator<Item = InJob<'a>> {
        let at =
            |placed: &'a StepRun<'a>| InJob { pipeline: self.pipeline, job: run.job, step: placed.step, run, placed };
        run.steps.iter().map(at)
    }
}

fn add_step<'a>(step: &'a Step, about: &'a str, callers: &[&'a Step], via: &[Via], steps: &mut Vec<StepRun<'a>>) {
    steps.push(StepRun { step, about, callers: callers.to_vec(), via: via.to_vec() });
    let Some(Called { jobs, .. }) = step.called.as_deref() else { return };
    let callers: Vec<&Step> = callers.iter().copied().chain([step]).collect();
    let via = beyond(via, step.uses.as_ref().map_or(&step.loc, |uses| &uses.loc));
    for job in jobs {
        job.steps.iter().for_each(|step| add_step(step, &job.id, &callers, &via, steps));
    }
}

/// The calls with one more.
fn beyond(via: &[Via], loc: &str) -> Vec<Via> {
    let call = Via { loc: loc.to_owned(), path: Vec::new(), what: CALLED.to_owned() };
    via.iter().cloned().chain([call]).collect()
}
