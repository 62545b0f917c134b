//! Puts together what the judging process came to, and makes the outcome.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::args::Check;
use super::change;
use super::gather::{Gathered, Judged};
use super::rules::Rules;
use crate::config::PlanNeed;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Job, Reading};
use crate::finding::{Cell, Coverage, Finding, Kind, Severity};
use crate::input::Problem;
use crate::input::terraform::roots_without_plan;
use crate::limits::LIMITS;
use crate::outcome::{Mode, Outcome, Skipped, Unjudged, verdict};
use crate::policy::{bundled, own};
use crate::source::RepoPath;
use crate::waiver;

/// What is collected on the way.
#[derive(Default)]
struct Collected {
    cells: Vec<Cell>,
    findings: Vec<Finding>,
    unjudged: Vec<Unjudged>,
    skipped: Vec<Skipped>,
    documents: BTreeMap<Kind, usize>,
    plans: Vec<RepoPath>,
}

/// Makes the outcome of a run.
pub(super) fn conclude(
    call: &Check,
    judged: &Judged,
    rules: &Rules,
    gathered: Gathered,
    job: &Job,
    results: Results,
    now: Timestamp,
) -> Outcome {
    let mut collected = Collected { unjudged: gathered.unjudged, skipped: gathered.skipped, ..Collected::default() };
    for (index, reading) in results.readings {
        if let Some(candidate) = job.candidates.get(index) {
            collected.reading(&candidate.path, reading);
        }
    }
    collected.repository(results.repository);
    collected.missing(judged, rules, job);
    let own = own();
    if let Some(base) = &rules.base {
        collected.findings.extend(change::findings(base, judged.files.as_ref(), &own));
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
    let policies = bundled().unwrap_or_default().into_iter().chain(own).chain(rules.user_policies.iter().cloned());
    Outcome {
        verdict,
        mode: call.mode.map_or(rules.mode(), Mode::from),
        fail_on,
        fail_on_unknown,
        findings: collected.findings,
        unjudged: collected.unjudged,
        skipped: collected.skipped,
        coverage,
        policies: policies.map(|policy| (policy.meta.id.clone(), policy)).collect(),
        documents: collected.documents,
        rules_from: rules.from.clone(),
        notices: notices(gathered.notices, rules),
        judged_at: now.to_string(),
    }
}

fn notices(mut notices: Vec<String>, rules: &Rules) -> Vec<String> {
    notices.extend(rules.config.policies.disable.iter().map(|disabled| {
        format!("policy {} is disabled by {}: {}", disabled.id, disabled.owner, disabled.reason)
    }));
    notices
}

impl Collected {
    fn reading(&mut self, path: &RepoPath, reading: Reading) {
        match reading {
            Reading::Judged { kind, problems, judgement } => {
                let count = self.documents.entry(kind).or_default();
                *count = count.saturating_add(1);
                if kind == Kind::Terraform {
                    self.plans.push(path.clone());
                }
                self.unjudged.extend(problems.into_iter().map(unjudged));
                self.cells.extend(judgement.cells);
                self.findings.extend(judgement.findings);
            }
            Reading::Failed(problem) => self.unjudged.push(unjudged(problem)),
            Reading::NotMine(reason) => self.skipped.push(Skipped { path: path.clone(), reason }),
        }
    }

    fn repository(&mut self, result: Option<Result<crate::engine::Judgement, String>>) {
        match result {
            Some(Ok(judgement)) => {
                self.cells.extend(judgement.cells);
                self.findings.extend(judgement.findings);
            }
            Some(Err(cause)) => self.unjudged.push(Unjudged {
                path: None,
                position: None,
                policy: None,
                reason: format!("the policies over the whole repository: {cause}").into(),
            }),
            None => {}
        }
    }

    /// What the configuration requires and nobody gave, and `.tf` files that no plan speaks for.
    fn missing(&mut self, judged: &Judged, rules: &Rules, job: &Job) {
        for kind in rules.config.inputs.required() {
            if !self.documents.contains_key(&kind) {
                let reason = format!("the configuration requires an input of kind `{kind}` and none could be judged");
                self.unjudged.push(Unjudged { path: None, position: None, policy: None, reason: reason.into() });
            }
        }
        let plans: Vec<(RepoPath, Option<RepoPath>)> = self
            .plans
            .iter()
            .map(|plan| (plan.clone(), job.options.plan_roots.get(plan).cloned().unwrap_or_else(|| plan.parent())))
            .collect();
        for folder in roots_without_plan(judged.files.as_ref(), &plans) {
            let reason = "its .tf files have no plan: run `terraform plan -out p && terraform show -json p > plan.json` there";
            match rules.config.inputs.terraform.plan {
                PlanNeed::Required => self.unjudged.push(Unjudged {
                    path: Some(folder),
                    position: None,
                    policy: None,
                    reason: reason.into(),
                }),
                PlanNeed::Optional => self.skipped.push(Skipped { path: folder, reason: reason.to_owned() }),
            }
        }
    }

    fn sort_and_cap(&mut self) {
        self.findings.sort_by(Finding::order);
        let total = self.findings.len();
        if total > LIMITS.findings {
            self.findings.truncate(LIMITS.findings);
            let reason = format!("{total} findings; only the worst {} are kept", LIMITS.findings);
            self.unjudged.push(Unjudged { path: None, position: None, policy: None, reason: reason.into() });
        }
        self.unjudged.sort();
        self.unjudged.dedup();
        self.skipped.sort();
        self.skipped.dedup();
    }
}

fn unjudged(problem: Problem) -> Unjudged {
    Unjudged { path: Some(problem.path), position: problem.position, policy: None, reason: problem.message }
}
