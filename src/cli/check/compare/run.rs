//! Judges of another tree what is not the same in the judged one, if anything can be compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::super::error::CliError;
use super::super::collected::Collected;
use super::super::rules::Rules;
use super::pairs::Names;
use super::shared::Shared;
use super::side::Side;
use crate::config::PlanNeed;
use crate::engine::supervise::protocol::{Candidate, Job, Reading, Whole};
use crate::engine::supervise::{self, Judged as Results};
use crate::engine::{Judgement, Settings};
use crate::finding::{Finding, Kind, PolicyId};
use crate::input::Scope;
use crate::outcome::Unjudged;
use crate::source::RepoPath;

/// Something that could not be judged, wherever in its file.
pub(super) type Obstacle = (RepoPath, Option<PolicyId>, String);

/// What another tree came to.
#[derive(Default)]
pub(super) struct Found {
    /// What was found in what is not the same.
    pub(super) findings: Vec<Finding>,
    /// What could not be judged.
    pub(super) obstacles: BTreeSet<Obstacle>,
    /// The names of what stands in documents with findings.
    pub(super) names: Names,
    /// The folders of code without a plan.
    pub(super) unplanned: BTreeSet<Option<RepoPath>>,
    /// Documents of which nothing could be judged, and why.
    pub(super) failed: BTreeMap<RepoPath, String>,
}

/// What of another tree has to be judged.
struct Needs {
    /// Documents that are not the same.
    parts: bool,
    /// Everything at once.
    whole: bool,
    /// Which code has no plan.
    plans: bool,
}

impl Needs {
    /// What the judged tree has that could have been there before.
    fn of(results: &Results, rules: &Rules, shared: &Shared) -> Self {
        let known: BTreeSet<&usize> = shared.documents.values().collect();
        let open = |(index, reading): (&usize, &Reading)| match reading {
            Reading::Judged { problems, judgement, .. } if !known.contains(index) => {
                !problems.is_empty() || !judgement.findings.is_empty()
            }
            _ => false,
        };
        let whole = results.whole.as_ref().and_then(|whole| whole.as_ref().ok());
        let found = |whole: &Whole| whole.judgement.as_ref().is_some_and(|judgement| !judgement.findings.is_empty());
        let input = &rules.config.inputs.terraform;
        Self {
            parts: results.readings.iter().any(open),
            whole: whole.is_some_and(|whole| found(whole) || !whole.problems.is_empty()),
            plans: shared.unplanned.iter().any(|file| input.need(file) == PlanNeed::Required),
        }
    }

    const fn any(&self) -> bool {
        self.parts || self.whole || self.plans
    }
}

/// Judges what has to be of another tree, and takes the rest from the judged one.
pub(super) fn judge(
    side: &Side,
    program: &Path,
    head: &Job,
    rules: &Rules,
    shared: &Shared,
    results: &Results,
) -> Result<Found, CliError> {
    let needs = Needs::of(results, rules, shared);
    let mut judged = if needs.any() {
        let job = job(side, head, rules, shared, &needs);
        let judged = supervise::run(program, job.clone())?;
        let readings = judged.readings.into_iter();
        let named = readings.filter_map(|(at, reading)| Some((job.candidates.get(at)?.path.clone(), reading)));
        (named.collect(), judged.whole)
    } else {
        (BTreeMap::new(), Some(Ok(Whole::default())))
    };
    let mut found = Found::default();
    let mut collected = Collected::new(side.gathered.unjudged.clone(), Vec::new());
    for candidate in &side.gathered.candidates {
        let named = matches!(&side.gathered.options.scope, Scope::Files(files) if files.contains(&candidate.path));
        let reading = judged.0.remove(&candidate.path).map(|reading| whole_plan(side, candidate, reading));
        match &reading {
            Some(Reading::Failed(problem)) => {
                found.failed.insert(candidate.path.clone(), problem.message.raw().to_owned());
            }
            Some(Reading::Judged { judgement, .. }) if !judgement.names.is_empty() => {
                found.names.insert(candidate.path.clone(), judgement.names.clone());
            }
            _ => {}
        }
        let of_head = || shared.index(candidate).and_then(|index| results.readings.get(&index)).map(without_judgement);
        if let Some(reading) = of_head().or(reading) {
            collected.reading(candidate, reading, named);
        }
    }
    for (path, form) in &side.gathered.recognised {
        collected.recognised(path.clone(), form);
    }
    if let Some(Ok(whole)) = &judged.1 {
        found.unplanned.extend(whole.unplanned.iter().map(RepoPath::parent));
    }
    collected.whole(judged.1, &rules.config.inputs.terraform, &|file| Unjudged::of(file, ""));
    collected.unjudged.extend(side.gathered.exclusions.unjudged(&collected.runs));
    collected.unite();
    found.findings = collected.findings;
    found.obstacles = collected.unjudged.into_iter().filter_map(obstacle).collect();
    Ok(found)
}

/// The job for what has to be judged.
fn job(side: &Side, head: &Job, rules: &Rules, shared: &Shared, needs: &Needs) -> Job {
    let settings = Settings { identities: true, ..head.settings.clone() };
    let mut job = side.gathered.job(&side.judged, rules, settings, head.threads);
    job.threads = head.threads;
    if needs.whole {
        return job;
    }
    let is_plan = |candidate: &Candidate| side.judged.plans.iter().any(|(plan, _)| *plan == candidate.path);
    job.candidates.retain(|it| shared.index(it).is_none() || (needs.plans && is_plan(it)));
    job.unclaimed.clear();
    job.submodules.clear();
    let over_all = rules.bundled.iter().filter(|policy| policy.meta.input == Kind::Repository);
    job.without.extend(over_all.map(|policy| policy.meta.id.clone()));
    job.user_policies.retain(|policy| policy.meta.input != Kind::Repository);
    job
}

/// A plan is evidence: one that does not fit its code, or cannot be read as a whole, says nothing about the tree.
fn whole_plan(side: &Side, candidate: &Candidate, reading: Reading) -> Reading {
    let is_plan = side.judged.plans.iter().any(|(plan, _)| *plan == candidate.path);
    match reading {
        Reading::Judged { mut problems, .. } if is_plan && !problems.is_empty() => {
            Reading::Failed(problems.swap_remove(0))
        }
        other => other,
    }
}

/// What could not be read of a document that is the same in both trees; its findings are the same.
fn without_judgement(reading: &Reading) -> Reading {
    match reading {
        Reading::Judged { kind, facets, problems, outside, runs, .. } => Reading::Judged {
            kind: *kind,
            facets: facets.clone(),
            problems: problems.clone(),
            judgement: Judgement::default(),
            notices: Vec::new(),
            outside: outside.clone(),
            runs: runs.clone(),
        },
        other => other.clone(),
    }
}

/// What could not be judged of a file.
pub(super) fn obstacle(unjudged: Unjudged) -> Option<Obstacle> {
    Some((unjudged.path?, unjudged.policy, unjudged.reason.raw().to_owned()))
}
