//! Puts together what the judging process came to, and makes the outcome.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::args::Check;
use super::gather::Gathered;
use super::judged::{Judged, shown};
use super::rules::Rules;
use super::{change, gate_job};
use crate::config::PlanNeed;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Candidate, Job, Reading, Whole};
use crate::finding::{Cell, Coverage, Finding, Kind, Severity};
use crate::input::Problem;
use crate::limits::LIMITS;
use crate::outcome::{Edge, Mode, Outcome, Skipped, Unjudged, verdict};
use crate::policy::own;
use crate::source::{RepoPath, secret};
use crate::waiver;

/// The format of settings that a file declares and nobody has seen at the forge: never what `required` asks for.
const DECLARED: &str = "github-ruleset";

/// What to do where nobody can tell an edit of the change from one that the base made meanwhile.
const NO_FORK: &str = "this clone does not reach back to where the change left the base, so what the base changed since \
    looks like an edit of the change; clone the whole history (fetch-depth: 0, GIT_DEPTH: 0)";

/// What is collected on the way.
#[derive(Default)]
struct Collected {
    cells: Vec<Cell>,
    findings: Vec<Finding>,
    unjudged: Vec<Unjudged>,
    skipped: Vec<Skipped>,
    documents: BTreeMap<Kind, usize>,
    /// The kinds of which there is more than a declaration.
    evident: BTreeSet<Kind>,
}

/// Makes the outcome of a run.
pub(super) fn conclude(
    call: &Check,
    judged: &Judged,
    rules: &Rules,
    mut gathered: Gathered,
    job: &Job,
    results: Results,
    now: Timestamp,
) -> Outcome {
    let mut collected = Collected { unjudged: gathered.unjudged, skipped: gathered.skipped, ..Collected::default() };
    for (index, reading) in results.readings {
        if let Some(candidate) = job.candidates.get(index) {
            collected.reading(candidate, reading);
        }
    }
    collected.whole(results.whole, rules.config.inputs.terraform.plan, &|file| unplanned(file, judged, call));
    collected.missing(rules);
    let own = own();
    if let Some(base) = &rules.base {
        let files = judged.files.as_ref();
        collected.findings.extend(change::findings(base, files, &own));
        if let Some(job) = &rules.config.gate.job {
            let unread = collected.unjudged.iter().filter_map(|unread| unread.path.clone()).collect();
            collected.findings.extend(gate_job::findings(job, base, files, &unread, &own));
        }
        let about_rules = |finding: &Finding| own.iter().any(|policy| policy.meta.id == finding.policy);
        if collected.findings.iter().any(about_rules) && !base.knows_forks() {
            gathered.notices.push(NO_FORK.to_owned());
        }
    }
    let today = now.to_zoned(TimeZone::UTC).date();
    if let Some(source) = rules.waivers_source.as_deref() {
        let about = waiver::apply(&mut collected.findings, &rules.waivers, source, &own, today);
        collected.findings.extend(about);
    }
    let fail_on = call.fail_on.map_or(rules.fail_on(), Severity::from);
    let fail_on_unknown = rules.config.fail_on_unknown.unwrap_or(fail_on);
    collected.sort_and_cap();
    let coverage = Coverage::new(collected.cells);
    let verdict = verdict(&coverage, &collected.findings, &collected.unjudged, fail_on, fail_on_unknown);
    let policies = rules.bundled.iter().chain(&own).chain(&rules.user_policies);
    Outcome {
        verdict,
        mode: call.mode.map_or(rules.mode(), Mode::from),
        fail_on,
        fail_on_unknown,
        findings: collected.findings,
        unjudged: collected.unjudged,
        skipped: collected.skipped,
        edge: Edge::default(),
        coverage,
        policies: policies.map(|policy| (policy.meta.id.clone(), policy.clone())).collect(),
        documents: collected.documents,
        rules_from: rules.from.clone(),
        notices: notices(gathered.notices, rules),
        judged_at: now.to_string(),
    }
}

/// What to do about a folder of code without a plan, of which `file` is the first.
fn unplanned(file: &RepoPath, judged: &Judged, call: &Check) -> String {
    let folder = file.parent();
    if call.base.is_none() {
        return "no plan speaks for it: run `terraform plan -out p && terraform show -json p > plan.json` in its folder"
            .to_owned();
    }
    let (about, argument) = (shown(folder.as_ref()), judged.as_argument(folder.as_ref()));
    format!("no trusted plan speaks for {about}: have a trusted job make one and pass --plan FILE={argument}")
}

fn notices(mut notices: Vec<String>, rules: &Rules) -> Vec<String> {
    notices.extend(
        rules
            .config
            .policies
            .disable
            .iter()
            .map(|disabled| format!("policy {} is disabled by {}: {}", disabled.id, disabled.owner, disabled.reason))
            .map(|notice| secret::mask(&notice)),
    );
    notices
}

impl Collected {
    fn reading(&mut self, candidate: &Candidate, reading: Reading) {
        match reading {
            Reading::Judged { kind, problems, judgement } => {
                if candidate.format != DECLARED {
                    self.evident.insert(kind);
                }
                let count = self.documents.entry(kind).or_default();
                *count = count.saturating_add(1);
                self.unjudged.extend(problems.into_iter().map(Unjudged::from));
                self.cells.extend(judgement.cells);
                self.findings.extend(judgement.findings);
            }
            Reading::Failed(problem) => self.unjudged.push(problem.into()),
            Reading::NotMine(reason) => self.skipped.push(Skipped { path: candidate.path.clone(), reason }),
        }
    }

    /// What needed every document at once; without it the run is not complete.
    fn whole(&mut self, whole: Option<Result<Whole, String>>, plan: PlanNeed, unplanned: &dyn Fn(&RepoPath) -> String) {
        let missing = "the judging process ended before it looked at the whole repository".to_owned();
        let whole = match whole.unwrap_or(Err(missing)) {
            Ok(whole) => whole,
            Err(cause) => {
                let reason = format!("policies over the whole repository: {cause}");
                self.unjudged.push(Unjudged::of_run(reason));
                return;
            }
        };
        self.unjudged.extend(whole.problems.into_iter().map(Unjudged::from));
        if let Some(judgement) = whole.judgement {
            self.cells.extend(judgement.cells);
            self.findings.extend(judgement.findings);
        }
        for file in whole.unplanned {
            let reason = unplanned(&file);
            match plan {
                PlanNeed::Required => self.unjudged.push(Problem::of(&file, &reason).into()),
                PlanNeed::Optional => self.skipped.push(Skipped { path: file, reason }),
            }
        }
    }

    /// What the configuration requires and nobody gave.
    fn missing(&mut self, rules: &Rules) {
        for kind in rules.config.inputs.required() {
            if !self.evident.contains(&kind) {
                let reason = format!("the configuration requires an input of kind `{kind}` and none could be judged");
                self.unjudged.push(Unjudged::of_run(reason));
            }
        }
    }

    fn sort_and_cap(&mut self) {
        self.findings.sort_by(Finding::order);
        // One line that many jobs share is one thing to mend.
        self.findings.dedup_by(|a, b| {
            (&a.policy, a.answer, &a.location, &a.message) == (&b.policy, b.answer, &b.location, &b.message)
        });
        let total = self.findings.len();
        if total > LIMITS.findings {
            self.findings.truncate(LIMITS.findings);
            let reason = format!("{total} findings; only the worst {} are kept", LIMITS.findings);
            self.unjudged.push(Unjudged::of_run(reason));
        }
        self.unjudged.sort();
        self.unjudged.dedup();
        self.skipped.sort();
        self.skipped.dedup();
    }
}
