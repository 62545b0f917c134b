//! What gate reports about itself: changes of its own rules, and waivers that do not hold. No Rego stands behind these.

use std::collections::{BTreeMap, BTreeSet};

use super::{Authority, Control, Meta, Policy};
use crate::finding::{Answer, Confidence, Disposition, Finding, Kind, Location, PolicyId, Severity, Text, fingerprint};

/// Id, slug, severity, title, description and remediation of each.
const OWN: &[(&str, &str, Severity, &str, &str, &str)] = &[
    (
        "META001",
        "gate-configuration-changed",
        Severity::High,
        "this change edits the configuration of its own gate",
        "What blocks a change must not be edited by that change. It was judged with the configuration of the base revision; the new one counts after it is merged.",
        "Merge the change of .gate/ on its own, reviewed by its code owners; list .gate/ in CODEOWNERS of the base branch so that the forge demands that review.",
    ),
    (
        "META002",
        "gate-policy-changed",
        Severity::High,
        "this change edits a policy of its own gate",
        "What blocks a change must not be edited by that change. It was judged with the policies of the base revision; the new ones count after they are merged.",
        "Merge the change of .gate/ on its own, reviewed by its code owners; list .gate/ in CODEOWNERS of the base branch so that the forge demands that review.",
    ),
    (
        "META003",
        "waiver-in-same-change",
        Severity::High,
        "this change edits the exceptions of its own gate",
        "A change may not approve itself. It was judged with the waivers, the baseline and the emergencies of the base revision; a new exception starts to count after it is merged. To remove one loosens nothing.",
        "Merge the exception first, approved by its approver and the code owners of .gate/, then rebase this change.",
    ),
    (
        "META004",
        "gate-job-changed",
        Severity::High,
        "this change edits the job that runs its own gate",
        "A gate that a change can remove, skip, precede or point to another base judges nothing. The job that gate.job of the base revision names, the files that it runs and the name under which it reports must not be edited by the change that it judges.",
        "Merge the change of the job on its own, reviewed by its code owners; list its file in CODEOWNERS of the base branch so that the forge demands that review.",
    ),
    (
        "BL001",
        "expired-baseline-entry",
        Severity::Medium,
        "an entry of the baseline is past its end date",
        "Debt that was there on day one may stay until the day that was agreed. The entry no longer covers anything.",
        "Fix what it covered and run `gate baseline prune`, or have a new end date approved by who approves the baseline.",
    ),
    (
        "BL002",
        "unmatched-baseline-entry",
        Severity::High,
        "an entry of the baseline matches nothing",
        "What it covered is gone or was changed. An entry that covers nothing today may silently cover something tomorrow.",
        "Run `gate baseline prune`, which removes it, and commit .gate/baseline.yaml: to remove an entry loosens nothing.",
    ),
    (
        "BL003",
        "unbounded-baseline-entry",
        Severity::High,
        "an entry of the baseline ends more than a year ahead",
        "Debt is taken on for a time in which it can be paid. The entry does not hold.",
        "Set `expires` to at most 366 days from today.",
    ),
    (
        "BL004",
        "unadoptable-baseline-entry",
        Severity::High,
        "an entry of the baseline covers what no baseline may cover",
        "A credential that was written down is known to whoever can read it, and gate's findings about its own rules are no debt. The entry does not hold.",
        "Revoke the credential and remove it, or mend the rules; then run `gate baseline prune`.",
    ),
    (
        "BL005",
        "self-approved-baseline",
        Severity::High,
        "an entry of the baseline is owned or was written by its approver",
        "An exception needs an approval by someone else. The entry does not hold.",
        "Name another person or team as `owner` of the entry, or as `approver` of the baseline, who did not write it.",
    ),
    (
        "EM001",
        "ended-emergency",
        Severity::Medium,
        "an emergency acceptance has ended",
        "An emergency that is over covers nothing any more.",
        "Delete it from .gate/emergency.yaml, and fix what it covered.",
    ),
    (
        "EM002",
        "unbounded-emergency",
        Severity::High,
        "an emergency acceptance lasts more than 72 hours",
        "An emergency is for the time in which nothing else is possible. The acceptance does not hold.",
        "Set `until` to at most 72 hours after `from`; for longer have a waiver approved.",
    ),
    (
        "EM003",
        "self-approved-emergency",
        Severity::High,
        "an emergency acceptance is approved by its own owner or author",
        "An exception needs an approval by someone else. The acceptance does not hold.",
        "Name another person or team as `approver`.",
    ),
    (
        "EX001",
        "unused-exclusion",
        Severity::Low,
        "an exclusion covers no file",
        "An exclusion that covers nothing today may silently cover something tomorrow.",
        "Delete it from `exclude` in .gate/gate.yaml.",
    ),
    (
        "EX002",
        "live-path-excluded",
        Severity::High,
        "an exclusion covers a file that a platform runs",
        "Only what nothing runs may be left out. A pipeline that a platform starts by itself is judged all the same; an action that such a pipeline uses is not, so the run is not complete.",
        "Narrow the pattern in `exclude` of .gate/gate.yaml so that it no longer covers the file. To live with a file that gate cannot read, accept it in .gate/waivers.yaml with `answer: unread`.",
    ),
    (
        "WV001",
        "expired-waiver",
        Severity::Medium,
        "a waiver is past its end date",
        "An exception without an end is a hole in the control. The waiver no longer covers anything.",
        "Fix what it covered and delete it, or have a new end date at most 90 days ahead approved.",
    ),
    (
        "WV002",
        "unused-waiver",
        Severity::Low,
        "a waiver matches nothing",
        "A waiver that covers nothing today may silently cover something tomorrow. One that accepts an unknown covers it no longer once the entity or the expression that cannot be followed has changed.",
        "Delete it from .gate/waivers.yaml; if what it accepted has changed, have the new one approved.",
    ),
    (
        "WV003",
        "unbounded-waiver",
        Severity::High,
        "a waiver ends more than 90 days ahead",
        "Exceptions are granted for a time in which they can be fixed. The waiver does not hold.",
        "Set `expires` to at most 90 days from today.",
    ),
    (
        "WV004",
        "self-approved-waiver",
        Severity::High,
        "a waiver is approved by its own owner",
        "An exception needs an approval by someone else. The waiver does not hold.",
        "Name another person or team as `approver`.",
    ),
    (
        "WV005",
        "known-unknown-accepted",
        Severity::High,
        "a waiver accepts an unknown that is known to be a violation",
        "What was accepted as something that nobody can know can be known now, and it is wrong.",
        "Fix the violation and delete the waiver, or have a waiver of the violation itself approved (without `answer`).",
    ),
    (
        "WV006",
        "author-approved-waiver",
        Severity::High,
        "a waiver is approved by who wrote it",
        "An exception needs an approval by someone else than the author of the commit that added it. The waiver does not hold.",
        "Name another person as `approver`, or have the entry added by somebody else: to change what it covers, its approver or its end date is to add it.",
    ),
];

/// The policies of gate itself, sorted by id.
#[must_use]
pub fn own() -> Vec<Policy> {
    OWN.iter()
        .filter_map(|(id, slug, severity, title, description, remediation)| {
            let id = PolicyId::new(id)?;
            let controls = [("nist-800-53", "CM-3"), ("soc2", "CC8.1"), ("iso-27001", "A.8.32"), ("pci-dss", "6.5.1")];
            Some(Policy {
                meta: Meta {
                    id,
                    slug: (*slug).to_owned(),
                    title: (*title).to_owned(),
                    description: (*description).to_owned(),
                    severity: *severity,
                    confidence: Confidence::High,
                    input: Kind::Repository,
                    facets: BTreeSet::new(),
                    needs: BTreeSet::new(),
                    controls: controls
                        .iter()
                        .map(|(framework, id)| Control { framework: (*framework).to_owned(), id: (*id).to_owned() })
                        .collect(),
                    aliases: Vec::new(),
                    remediation: (*remediation).to_owned(),
                    answers: None,
                    resources: Vec::new(),
                    parameters: BTreeMap::new(),
                    adoptable: false,
                },
                authority: Authority::Bundled,
                package: String::new(),
                file: String::new(),
                text: String::new(),
            })
        })
        .collect()
}

/// A finding of one of gate's own policies at a place with its line's hash. `subject` enters the fingerprint.
#[must_use]
pub fn own_finding(
    own: &[Policy],
    id: &str,
    (location, line_hash): (Location, String),
    subject: &str,
    message: &str,
) -> Option<Finding> {
    let meta = &own.iter().find(|policy| policy.meta.id.as_str() == id)?.meta;
    Some(Finding {
        fingerprint: fingerprint(&meta.id, &location.path, subject),
        acceptance: None,
        policy: meta.id.clone(),
        answer: Answer::Violation,
        severity: meta.severity,
        confidence: meta.confidence,
        message: Text::new(message),
        location,
        related: Vec::new(),
        line_hash,
        identity: None,
        once: None,
        disposition: Disposition::Open,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_id_is_well_formed() {
        assert_eq!(super::own().len(), super::OWN.len());
    }
}
