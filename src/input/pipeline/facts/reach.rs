//! When jobs and steps run: in every run, in none, or nobody knows.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr::from_ref;
use std::rc::Rc;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::occasions::{self, Named};
pub(super) use super::suppose::Suppose;
use super::suppose::{ACTORS, ISSUE};
use crate::input::pipeline::github::condition::{self, Condition, Occasion, SoFar, Value, and};
use crate::input::pipeline::knowledge::{contexts, events};
use crate::input::pipeline::model::{Job, Pipeline, Step, Trigger};
use crate::input::pipeline::needs;

/// What else of a run the file and the stranger decide.
const OF_EVENTS: [&str; 5] = [
    "github.event_name",
    "github.event.action",
    "github.event.comment.user.type",
    "github.repository",
    "github.repository_owner",
];

/// When the jobs of a pipeline run, with those of the workflows that it calls.
pub(super) struct Reach<'a> {
    pipeline: &'a Pipeline,
    /// The events that start it; one that is not known where none is.
    pub(super) events: Vec<Option<&'a str>>,
    /// By what is supposed and the index of the event, for each job of the graph.
    jobs: BTreeMap<(Suppose, usize), Vec<Ran>>,
    /// Every condition in it, each read once however often it is asked.
    conditions: Rc<BTreeMap<&'a str, Condition<'a>>>,
    /// What is supposed of contexts, by their pattern: those of whoever starts the run.
    chosen: Chosen,
}

/// What whoever starts a run gives, by the pattern of the context: an input, the branch.
pub(super) type Chosen = BTreeMap<String, Value>;

/// Whether a job runs.
#[derive(Debug, Clone, Copy)]
struct Ran {
    /// If what calls it does.
    alone: Option<bool>,
    runs: Option<bool>,
}

impl<'a> Reach<'a> {
    /// That of a graph.
    pub(super) fn of(graph: &Graph<'a>) -> Self {
        let conditions = Rc::new(conditions(graph));
        let all = [Suppose::Nothing, Suppose::Success, Suppose::Stranger, Suppose::Unmerged, Suppose::Started];
        Self::made(graph.pipeline, conditions, Chosen::new(), &all)
    }

    /// The same of the runs in which nothing fails and for which somebody chooses some values.
    pub(super) fn choosing(&self, chosen: Chosen) -> Self {
        Self::made(self.pipeline, Rc::clone(&self.conditions), chosen, &[Suppose::Success])
    }

    /// The same of the runs about the code of a stranger.
    pub(super) fn of_strangers(&self, chosen: Chosen) -> Self {
        Self::made(self.pipeline, Rc::clone(&self.conditions), chosen, &[Suppose::Stranger])
    }

    fn made(
        pipeline: &'a Pipeline,
        conditions: Rc<BTreeMap<&'a str, Condition<'a>>>,
        chosen: Chosen,
        supposed: &[Suppose],
    ) -> Self {
        let mut starts: Vec<Option<&str>> =
            pipeline.triggers.iter().map(|trigger| Some(trigger.raw.as_str())).collect();
        starts.sort_unstable();
        starts.dedup();
        if starts.is_empty() || pipeline.vendor != "github" {
            starts = vec![None];
        }
        let mut reach = Self { pipeline, events: starts, jobs: BTreeMap::new(), conditions, chosen };
        for suppose in supposed.iter().copied() {
            for (index, event) in reach.events.clone().into_iter().enumerate() {
                if !suppose.fits(event) {
                    continue;
                }
                let known = reach.level(&pipeline.jobs, suppose, event, (&[], Some(true)));
                reach.jobs.insert((suppose, index), known);
            }
        }
        reach
    }

    fn holds(&self, condition: &str, on: &Occasion<'_>) -> Option<bool> {
        self.conditions.get(condition).map_or_else(|| Condition::read(condition).holds(on), |it| it.holds(on))
    }

    fn asks_how_it_went(&self, condition: &str) -> bool {
        let unknown = || Condition::read(condition).asks_how_it_went();
        self.conditions.get(condition).map_or_else(unknown, Condition::asks_how_it_went)
    }

    /// For each job that runs of one file, called by `callers`, who run as `outer` says. One that is called twice is two.
    fn level(
        &self,
        jobs: &'a [Job],
        suppose: Suppose,
        event: Option<&'a str>,
        (callers, outer): (&[&'a Job], Option<bool>),
    ) -> Vec<Ran> {
        let numbers: BTreeMap<&str, usize> = jobs.iter().enumerate().map(|(at, job)| (job.id.as_str(), at)).collect();
        let before = |job: &Job| job.needs.iter().filter_map(|id| numbers.get(id.as_str()).copied()).collect();
        let before: Vec<Vec<usize>> = jobs.iter().map(before).collect();
        let mut by_id: BTreeMap<&str, Option<bool>> = BTreeMap::new();
        let mut found: BTreeMap<usize, Vec<Ran>> = BTreeMap::new();
        for number in needs::sorted(&before) {
            let Some(job) = jobs.get(number) else { continue };
            let own = match self.pipeline.vendor {
                "github" => self.by_condition(job, suppose, event, callers, &by_id),
                _ if job.when == "never" => Some(false),
                _ => None,
            };
            by_id.insert(&job.id, own);
            let runs = and(outer, own);
            let below = job.called.as_ref().map(|called| {
                let callers: Vec<&Job> = callers.iter().copied().chain([job]).collect();
                self.level(&called.jobs, suppose, event, (&callers, runs))
            });
            found.insert(number, below.unwrap_or_else(|| vec![Ran { alone: own, runs }]));
        }
        found.into_values().flatten().collect()
    }

    /// What somebody chooses for a context of a job that `callers` call, outermost first: the inputs of a workflow that is
    /// called are what its caller hands over.
    fn chosen(&self, callers: &[&Job], pattern: &str) -> Option<Value> {
        if self.chosen.is_empty() {
            return None;
        }
        let Some((caller, outer)) = callers.split_last() else { return self.chosen.get(pattern).cloned() };
        let Some(name) = pattern.strip_prefix("inputs.") else { return self.chosen.get(pattern).cloned() };
        let (_, given) = caller.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let inner = given.trim().strip_prefix("${{")?.strip_suffix("}}")?.trim().to_ascii_lowercase();
        self.chosen(outer, &inner).or_else(|| {
            // `${{ inputs.skip != null && inputs.skip }}`
            let named = |pattern: &str| self.chosen(outer, pattern);
            let triggers = &self.pipeline.triggers;
            let on = Occasion { event: None, triggers, stranger: false, so_far: SoFar::ANY, named: &named };
            let texts = condition::texts(given.trim(), &on)?;
            Some(match texts.as_slice() {
                [truth] if matches!(truth.as_str(), "true" | "false") => Value::maybe(Some(truth == "true")),
                texts => Value::texts(texts.iter().map(String::as_str)),
            })
        })
    }

    /// Whether a job of GitHub runs, by its condition and the jobs that it needs.
    fn by_condition(
        &self,
        job: &'a Job,
        suppose: Suppose,
        event: Option<&'a str>,
        callers: &[&'a Job],
        before: &BTreeMap<&str, Option<bool>>,
    ) -> Option<bool> {
        let needs: Vec<(&str, Option<bool>)> =
            job.needs.iter().map(|id| (id.as_str(), before.get(id.as_str()).copied().flatten())).collect();
        let all_ran = all(needs.iter().map(|(_, ran)| *ran));
        let so_far = match suppose {
            Suppose::Success => SoFar { success: all_ran, ..SoFar::WELL },
            // A job that waits for none has nothing before it that could fail.
            _ if needs.is_empty() && callers.is_empty() => SoFar { cancelled: None, ..SoFar::WELL },
            _ => SoFar { success: all_ran.filter(|ran| !ran), ..SoFar::ANY },
        };
        let named = Named { pipeline: self.pipeline, event, callers, needs: &needs, well: suppose == Suppose::Success };
        let chosen = |pattern: &str| self.chosen(callers, pattern);
        let lookup =
            |pattern: &str| suppose.of(pattern, event).or_else(|| chosen(pattern)).or_else(|| named.of_job(pattern));
        let triggers = &self.pipeline.triggers;
        let stranger = suppose.is_stranger();
        let on = Occasion { event, triggers, stranger, so_far, named: &lookup };
        self.holds(&job.condition, &on)
    }

    /// Whether a job runs when this event starts the pipeline, by its index.
    pub(super) fn job(&self, run: &JobRun<'_>, suppose: Suppose, event: usize) -> Option<bool> {
        self.ran(run, suppose, event).and_then(|ran| ran.runs)
    }

    fn ran(&self, run: &JobRun<'_>, suppose: Suppose, event: usize) -> Option<Ran> {
        self.jobs.get(&(suppose, event))?.get(run.number).copied()
    }

    /// Whether a step runs then.
    pub(super) fn step(&self, at: InJob<'_>, suppose: Suppose, event: usize) -> Option<bool> {
        let job = self.job(at.run, suppose, event);
        if job == Some(false) {
            return job;
        }
        and(job, self.alone(at, suppose, event))
    }

    fn by_step(&self, at: InJob<'_>, step: &Step, around: &[&Step], suppose: Suppose, event: usize) -> Option<bool> {
        if step.condition.is_empty() {
            return if suppose == Suppose::Success { Some(true) } else { None };
        }
        let event = self.events.get(event).copied().flatten();
        let named = occasions::of_step(at, step, around, event, suppose == Suppose::Success);
        let chosen = |pattern: &str| self.chosen(&at.run.callers, pattern).filter(|_| around.is_empty());
        let lookup = |pattern: &str| suppose.of(pattern, event).or_else(|| chosen(pattern)).or_else(|| named(pattern));
        let triggers = &self.pipeline.triggers;
        let stranger = suppose.is_stranger();
        self.holds(&step.condition, &Occasion { event, triggers, stranger, so_far: suppose.so_far(), named: &lookup })
    }

    /// Whether a stranger can start a step, by one of these events; `None` where a condition decides that gate cannot tell.
    pub(super) fn by_strangers(&self, at: InJob<'_>, of: &dyn Fn(&str) -> bool) -> Option<bool> {
        let mut open = Some(false);
        let theirs = |event: Option<&str>| Suppose::Started.fits(event) && event.is_some_and(of);
        for (index, event) in self.events.iter().enumerate().filter(|(_, event)| theirs(**event)) {
            if !self.pipeline.triggers.iter().any(|trigger| Some(trigger.raw.as_str()) == *event && is_theirs(trigger))
            {
                continue;
            }
            if self.step(at, Suppose::Started, index) == Some(false) {
                continue;
            }
            if self.is_theirs_to_meet(at) {
                return Some(true);
            }
            open = None;
        }
        open
    }

    /// By the number of each job of the graph, whether the pull request of a fork can start it with its own code.
    pub(super) fn by_forks(&self) -> Vec<bool> {
        let mut by_forks: Vec<bool> = Vec::new();
        for event in self.events.iter().copied().flatten().filter(|event| events::is_with_own_rights(event)) {
            let known = self.level(&self.pipeline.jobs, Suppose::Stranger, Some(event), (&[], Some(true)));
            by_forks.resize(known.len(), false);
            by_forks.iter_mut().zip(known).for_each(|(by, ran)| *by |= ran.runs != Some(false));
        }
        by_forks
    }

    /// Whether nothing but what a stranger writes or does decides whether a step runs, where it is not kept from them.
    fn is_theirs_to_meet(&self, at: InJob<'_>) -> bool {
        let jobs = || at.run.callers.iter().copied().chain([at.job]);
        let steps = at.placed.callers.iter().copied().chain([at.step]).map(|step| step.condition.as_str());
        let mut conditions = jobs().map(|job| job.condition.as_str()).chain(steps);
        let theirs = |pattern: &String| {
            contexts::is_free_text(pattern) && pattern.starts_with("github.event.")
                || pattern.starts_with(ISSUE)
                || OF_EVENTS.contains(&pattern.as_str())
                || ACTORS.contains(&pattern.as_str())
                || pattern.ends_with(".author_association")
        };
        jobs().all(|job| job.needs.is_empty())
            && conditions.all(|condition| {
                let known = self.conditions.get(condition).map(Condition::contexts);
                known.unwrap_or_else(|| Condition::read(condition).contexts()).is_some_and(|it| it.iter().all(theirs))
            })
    }

    /// Whether a job never runs.
    pub(super) fn is_dead(&self, run: &JobRun<'_>) -> bool {
        (0..self.events.len()).all(|event| self.job(run, Suppose::Nothing, event) == Some(false))
    }

    /// Whether a job never runs, whatever becomes of what calls it.
    pub(super) fn is_dead_alone(&self, run: &JobRun<'_>) -> bool {
        let alone = |event| self.ran(run, Suppose::Nothing, event).and_then(|ran| ran.alone);
        (0..self.events.len()).all(|event| alone(event) == Some(false))
    }

    /// Whether a step never runs, whatever becomes of what calls it.
    pub(super) fn is_dead_step_alone(&self, at: InJob<'_>) -> bool {
        let callers = &at.placed.callers;
        (0..self.events.len()).all(|event| self.by_step(at, at.step, callers, Suppose::Nothing, event) == Some(false))
    }

    /// Whether a step never runs.
    pub(super) fn is_dead_step(&self, at: InJob<'_>) -> bool {
        (0..self.events.len()).all(|event| self.step(at, Suppose::Nothing, event) == Some(false))
    }

    /// Whether a step runs wherever its job does, unless something before it fails.
    pub(super) fn is_sure(&self, at: InJob<'_>) -> bool {
        !self.is_dead_step(at)
            && (0..self.events.len()).all(|event| {
                let job = self.job(at.run, Suppose::Success, event);
                job == Some(false) || self.alone(at, Suppose::Success, event) == Some(true)
            })
    }

    /// Whether a step runs when its job does.
    fn alone(&self, at: InJob<'_>, suppose: Suppose, event: usize) -> Option<bool> {
        let callers = &at.placed.callers;
        let steps = callers.iter().copied().chain([at.step]).enumerate();
        all(steps.map(|(depth, step)| {
            let around = callers.get(..depth).unwrap_or_default();
            self.by_step(at, step, around, suppose, event)
        }))
    }

    /// Whether a job runs only if another, which it waits for, has ended well.
    pub(super) fn requires(&self, job: &Job, other: &Job, jobs: &[Job]) -> bool {
        let mut waiting: Vec<&Job> = vec![job];
        let mut seen: Vec<*const Job> = Vec::new();
        while let Some(job) = waiting.pop() {
            if seen.contains(&from_ref(job)) {
                continue;
            }
            seen.push(from_ref(job));
            for need in jobs.iter().filter(|need| job.needs.contains(&need.id) && self.needs_success(job, need)) {
                if std::ptr::eq(need, other) {
                    return true;
                }
                waiting.push(need);
            }
        }
        false
    }

    /// Whether a job is skipped when one that it needs has not ended well.
    pub(super) fn needs_success(&self, job: &Job, need: &Job) -> bool {
        if !self.asks_how_it_went(&job.condition) {
            return true;
        }
        let lookup = occasions::without(job, &need.id);
        let so_far = SoFar { success: Some(false), failure: None, cancelled: None };
        let triggers = &self.pipeline.triggers;
        self.events.iter().all(|event| {
            let on = Occasion { event: *event, triggers, stranger: false, so_far, named: &lookup };
            self.holds(&job.condition, &on) == Some(false)
        })
    }
}

/// The conditions of all jobs and steps that are evaluated: GitLab has others.
fn conditions<'a>(graph: &Graph<'a>) -> BTreeMap<&'a str, Condition<'a>> {
    let runs = graph.jobs.iter().filter(|_| graph.pipeline.vendor == "github");
    let of = |run: &JobRun<'a>| {
        let jobs = run.way().map(|job| job.condition.as_str());
        jobs.chain(run.steps.iter().map(|at| at.step.condition.as_str())).collect::<Vec<_>>()
    };
    let texts: BTreeSet<&str> = runs.flat_map(of).collect();
    texts.into_iter().map(|text| (text, Condition::read(text))).collect()
}

/// What only people with rights in the repository do to an issue or pull request.
const OF_MEMBERS: &[&str] = &[
    "assigned",
    "unassigned",
    "labeled",
    "unlabeled",
    "milestoned",
    "demilestoned",
    "pinned",
    "unpinned",
    "locked",
    "unlocked",
    "transferred",
];

/// Whether a stranger can cause what a trigger names.
fn is_theirs(trigger: &Trigger) -> bool {
    trigger.types.is_empty() || trigger.types.iter().any(|it| !OF_MEMBERS.contains(&it.as_str()))
}

/// Whether each of some statements holds.
fn all(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for holds in each {
        all = and(all, holds);
    }
    all
}
