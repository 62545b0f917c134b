//! What stands before a job on every way to it.
//!
//! A job begins when everything that it waits for has ended, so what it waits for, directly or not, is on every way to it.
//! A job that runs however those before it have ended is held up by none of them.

use super::graph::Graph;
use crate::input::pipeline::model::Job;

/// For each job that runs, whether one of some comes before it. What a job calls comes before what waits for the job, and
/// behind what the job waits for. Each question costs as much as the pipeline has direct waits.
pub(super) fn behind(graph: &Graph<'_>, is: &dyn Fn(&Job) -> bool, lets_through: &dyn Fn(&Job) -> bool) -> Vec<bool> {
    let mut found = Vec::with_capacity(graph.jobs.len());
    spread(&graph.pipeline.jobs, false, &Question { is, lets_through }, &mut found);
    found
}

/// For each job that runs, whether one of some stands behind it on every way to which it stands: the other direction.
pub(super) fn ahead(graph: &Graph<'_>, is: &dyn Fn(&Job) -> bool, lets_through: &dyn Fn(&Job) -> bool) -> Vec<bool> {
    let mut found = Vec::with_capacity(graph.jobs.len());
    look_ahead(&graph.pipeline.jobs, false, &Question { is, lets_through }, &mut found);
    found
}

fn look_ahead(jobs: &[Job], inherited: bool, question: &Question<'_>, found: &mut Vec<bool>) {
    let Some(order) = jobs.first().map(|job| job.ancestors.order()) else { return };
    let marked: Vec<bool> = jobs.iter().map(|job| holds(job, question)).collect();
    let is = |number: usize| marked.get(number) == Some(&true);
    let lets_through = |number: usize| jobs.get(number).is_some_and(question.lets_through);
    let ahead = order.ahead(is, lets_through);
    for (number, job) in jobs.iter().enumerate() {
        let ahead = inherited || ahead.get(number) == Some(&true);
        match &job.called {
            Some(called) => look_ahead(&called.jobs, ahead, question, found),
            None => found.push(ahead),
        }
    }
}

/// Which jobs are meant, and which are held up by those before them.
struct Question<'a> {
    is: &'a dyn Fn(&Job) -> bool,
    lets_through: &'a dyn Fn(&Job) -> bool,
}

/// The same for the jobs of one file, in the order of the graph; `inherited` is the answer for the job that calls them.
fn spread(jobs: &[Job], inherited: bool, question: &Question<'_>, found: &mut Vec<bool>) {
    let Some(order) = jobs.first().map(|job| job.ancestors.order()) else { return };
    let marked: Vec<bool> = jobs.iter().map(|job| holds(job, question)).collect();
    let is = |number: usize| marked.get(number) == Some(&true);
    let lets_through = |number: usize| jobs.get(number).is_some_and(question.lets_through);
    let behind = order.behind(is, lets_through);
    for (number, job) in jobs.iter().enumerate() {
        let behind = behind.get(number) == Some(&true) || inherited && (question.lets_through)(job);
        match &job.called {
            Some(called) => spread(&called.jobs, behind, question, found),
            None => found.push(behind),
        }
    }
}

/// Whether a job, or one that it calls, is meant.
fn holds(job: &Job, question: &Question<'_>) -> bool {
    (question.is)(job) || job.called.iter().flat_map(|called| &called.jobs).any(|job| holds(job, question))
}
