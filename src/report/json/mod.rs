//! The report for programs: a format of its own, versioned, that does not follow gate's types.
//!
//! Lines and columns count from 1, columns in characters; enum values are in kebab-case; a field is never removed or
//! given another meaning under the same `schema`.

mod aside;
mod edge;
mod model;

use super::conclusion::{by_policy, last_line, waiver_day};
use super::escape::for_json;
use super::obstacle::unjudged;
use super::{Report, Style};
use crate::finding::{self, Answer, Disposition, Location, Tally};
use crate::outcome::{Mode, Outcome, RulesFrom, Verdict};
use crate::policy::{Authority, Policy};
use crate::source::Position;
use model::{
    Coverage, Finding, PolicyEntry, Position as At, Report as Document, Rules, SetAside, Skipped, Summary, Tool,
    Unjudged,
};

/// The name of the format and its version, in every report.
const SCHEMA: &str = "gate.outcome/v1";

/// `--format json`.
pub(super) struct Json;

impl Report for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn render(&self, outcome: &Outcome, _style: &Style) -> String {
        // Serialising structs with string keys into memory cannot fail.
        let json = serde_json::to_string_pretty(&document(outcome)).unwrap_or_default();
        format!("{}\n", for_json(&json))
    }
}

/// The JSON Schema of the format.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}

fn rules(from: &str, revision: &str, commit: &str) -> Rules {
    Rules { from: from.to_owned(), revision: Some(revision.to_owned()), commit: Some(commit.to_owned()) }
}

fn document(outcome: &Outcome) -> Document {
    Document {
        schema: SCHEMA.to_owned(),
        tool: Tool { name: "gate".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        verdict: word(outcome.verdict),
        exit_code: outcome.exit().code(),
        sentence: last_line(outcome, str::to_owned),
        mode: match outcome.mode {
            Mode::Block => "block".to_owned(),
            Mode::Observe => "observe".to_owned(),
        },
        fail_on: outcome.fail_on.as_str().to_owned(),
        fail_on_unknown: outcome.fail_on_unknown.as_str().to_owned(),
        judged_at: waiver_day(outcome).map(str::to_owned),
        rules_from: match &outcome.rules_from {
            RulesFrom::WorkingTree => Rules { from: "working-tree".to_owned(), revision: None, commit: None },
            RulesFrom::Base { revision, commit } => rules("base", revision, commit),
            RulesFrom::Merged { revision, commit } => rules("merged", revision, commit),
        },
        notices: outcome.notices.clone(),
        documents: outcome.documents.iter().map(|(kind, number)| (kind.as_str().to_owned(), *number)).collect(),
        findings: outcome.findings.iter().map(|finding| entry(finding, outcome)).collect(),
        unlisted: aside::unlisted(outcome),
        unjudged: unjudged(outcome)
            .into_iter()
            .map(|obstacle| Unjudged {
                path: obstacle.path.map(|path| path.as_str().to_owned()),
                start: obstacle.position.map(at),
                policy: obstacle.policy.map(ToString::to_string),
                reason: obstacle.reason,
                fix: obstacle.fix.iter().map(|line| line.raw().to_owned()).collect(),
                unread: obstacle.unread,
            })
            .collect(),
        skipped: outcome
            .skipped
            .iter()
            .map(|skipped| Skipped { path: skipped.path.as_str().to_owned(), reason: skipped.reason.clone() })
            .collect(),
        outside: edge::outside(outcome),
        not_judged: edge::listed(outcome),
        excluded: edge::excluded(outcome),
        accepted: edge::accepted(outcome),
        set_aside: aside::set_aside(outcome),
        emergencies: aside::emergencies(outcome),
        compared_with: outcome.compared.as_ref().map(|compared| compared.commits.clone()),
        edition: outcome.edition.clone(),
        coverage: Coverage {
            total: summary(outcome.coverage.tally()),
            policies: by_policy(&outcome.coverage)
                .into_iter()
                .map(|(id, tally)| (id.to_string(), summary(tally)))
                .collect(),
        },
        policies: outcome.policies.values().map(policy).collect(),
        provenance: edge::provenance(outcome),
    }
}

fn entry(finding: &finding::Finding, outcome: &Outcome) -> Finding {
    let policy = outcome.policies.get(&finding.policy);
    let location = &finding.location;
    Finding {
        policy: finding.policy.to_string(),
        slug: policy.map(|policy| policy.meta.slug.clone()),
        title: policy.map(|policy| policy.meta.title.clone()),
        severity: finding.severity.as_str().to_owned(),
        confidence: finding.confidence.as_str().to_owned(),
        answer: answer(finding.answer),
        message: finding.message.raw().to_owned(),
        path: location.path.as_str().to_owned(),
        start: at(location.start),
        end: at(location.end),
        logical: logical(location),
        related: finding
            .related
            .iter()
            .map(|related| model::Related {
                message: related.message.raw().to_owned(),
                path: related.location.path.as_str().to_owned(),
                start: at(related.location.start),
                end: at(related.location.end),
                logical: logical(&related.location),
            })
            .collect(),
        fingerprint: finding.fingerprint.clone(),
        acceptance: finding.acceptance.clone(),
        controls: policy.map(controls).unwrap_or_default(),
        remediation: policy.map(|policy| policy.meta.remediation.clone()),
        disposition: disposition(&finding.disposition),
    }
}

fn answer(answer: Answer) -> String {
    match answer {
        Answer::Violation => "violation".to_owned(),
        Answer::Unknown => "unknown".to_owned(),
    }
}

fn disposition(disposition: &Disposition) -> SetAside {
    let plain = |state: &str| SetAside { state: state.to_owned(), ..SetAside::default() };
    match disposition {
        Disposition::Open => plain("open"),
        Disposition::Waived { waiver, owner, reason, expires } => SetAside {
            waiver: Some(waiver.clone()),
            owner: Some(owner.clone()),
            reason: Some(reason.raw().to_owned()),
            expires: Some(expires.clone()),
            ..plain("waived")
        },
        Disposition::Noted { why } => SetAside { reason: Some(why.clone()), ..plain("noted") },
        Disposition::Adopted { owner, reason, expires } => SetAside {
            owner: Some(owner.clone()),
            reason: Some(reason.raw().to_owned()),
            expires: Some(expires.clone()),
            ..plain("adopted")
        },
        Disposition::Before => plain("before"),
        Disposition::Upcoming { from } => SetAside { from: Some(from.clone()), ..plain("upcoming") },
        Disposition::Emergency { emergency, incident, approver, until } => SetAside {
            emergency: Some(emergency.clone()),
            incident: Some(incident.clone()),
            approver: Some(approver.clone()),
            expires: Some(until.clone()),
            ..plain("emergency")
        },
    }
}

fn policy(policy: &Policy) -> PolicyEntry {
    PolicyEntry {
        id: policy.meta.id.to_string(),
        slug: policy.meta.slug.clone(),
        title: policy.meta.title.clone(),
        severity: policy.meta.severity.as_str().to_owned(),
        confidence: policy.meta.confidence.as_str().to_owned(),
        input: policy.meta.input.as_str().to_owned(),
        authority: match policy.authority {
            Authority::Bundled => "bundled".to_owned(),
            Authority::User => "user".to_owned(),
        },
        controls: controls(policy),
        remediation: policy.meta.remediation.clone(),
        sha256: (!policy.text.is_empty()).then(|| policy.digest()),
        answers: policy.meta.answers.clone(),
    }
}

fn controls(policy: &Policy) -> Vec<String> {
    policy.meta.controls.iter().map(|control| format!("{}:{}", control.framework, control.id)).collect()
}

fn logical(location: &Location) -> Option<String> {
    location.logical.as_ref().map(|name| name.raw().to_owned())
}

const fn at(position: Position) -> At {
    At { line: position.line, column: position.column }
}

const fn summary(tally: Tally) -> Summary {
    let Tally { passed, violated, unknown, not_applicable, incomplete } = tally;
    Summary { passed, violated, unknown, not_applicable, incomplete }
}

fn word(verdict: Verdict) -> String {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Violations => "violations",
        Verdict::Incomplete => "incomplete",
        Verdict::NothingChecked => "nothing-checked",
    }
    .to_owned()
}
