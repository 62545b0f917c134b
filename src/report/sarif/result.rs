//! Findings as SARIF results.

use super::super::words::{Level, aside, statement};
use super::location;
use super::model::{Fingerprints, Message, Result, ResultProperties, Suppression};
use super::rule::Rules;
use crate::finding::{Answer, Disposition, Finding};
use crate::outcome::Outcome;

/// Results that GitHub shows; it takes 25 000 and drops the rest by severity.
const SHOWN: usize = 5_000;

/// Locations of one result that GitHub shows.
const RELATED: usize = 100;

/// At most 5 000 results: those that count first, each part by severity.
pub(super) fn results(outcome: &Outcome, rules: &Rules) -> Vec<Result> {
    let open = |finding: &&Finding| finding.disposition.is_open();
    let set_aside = |finding: &&Finding| !finding.disposition.is_open();
    let findings = outcome.findings.iter().filter(open).chain(outcome.findings.iter().filter(set_aside));
    findings.take(SHOWN).filter_map(|finding| result(finding, rules, outcome.compared.is_some())).collect()
}

/// `None` never happens, because every finding has a rule.
fn result(finding: &Finding, rules: &Rules, compared: bool) -> Option<Result> {
    let rule = rules.reference(&finding.policy)?;
    let related = finding.related.iter().take(RELATED).enumerate();
    Some(Result {
        rule_id: rule.id,
        rule_index: rule.index,
        level: level(finding),
        message: Message::new(&message(finding)),
        locations: [location::of(&finding.location)],
        related_locations: related.map(|(index, related)| location::related(index, related)).collect(),
        partial_fingerprints: Fingerprints {
            line: if finding.line_hash.is_empty() { fallback(finding) } else { finding.line_hash.clone() },
            own: finding.fingerprint.clone(),
        },
        baseline_state: compared.then_some(match finding.disposition {
            Disposition::Before => "unchanged",
            _ => "new",
        }),
        suppressions: suppression(&finding.disposition).into_iter().collect(),
        properties: ResultProperties {
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            answer: match finding.answer {
                Answer::Violation => "violation",
                Answer::Unknown => "unknown",
            },
            noted: match &finding.disposition {
                // A waiver is a suppression, which says why.
                Disposition::Waived { .. } => None,
                other => aside(other).map(|(_, why)| why),
            },
        },
    })
}

/// An unknown keeps its level: SARIF's `kind: open` demands the level `none`, which GitHub does not show, and what keeps
/// a run from passing has to be seen. `properties.answer` tells the two apart.
fn level(finding: &Finding) -> &'static str {
    match finding.disposition {
        Disposition::Noted { .. } | Disposition::Upcoming { .. } => Level::Note.as_str(),
        _ => Level::of(finding.severity).as_str(),
    }
}

fn message(finding: &Finding) -> String {
    let text = statement(finding);
    if text.trim().is_empty() { format!("policy {} is violated", finding.policy) } else { text }
}

/// Where the line has no hash, because its file is not text or is too large, our own fingerprint tells alerts apart as
/// well, and does not change with the line.
fn fallback(finding: &Finding) -> String {
    format!("{}:1", finding.fingerprint)
}

fn suppression(disposition: &Disposition) -> Option<Suppression> {
    let justification = match disposition {
        Disposition::Waived { waiver, owner, reason, expires } => {
            format!("waiver {waiver} of {owner} until {expires}: {}", reason.raw())
        }
        Disposition::Adopted { .. } | Disposition::Before | Disposition::Emergency { .. } => aside(disposition)?.1,
        Disposition::Open | Disposition::Noted { .. } | Disposition::Upcoming { .. } => return None,
    };
    let justification = Message::new(&justification).text;
    Some(Suppression { kind: "external", status: "accepted", justification })
}
