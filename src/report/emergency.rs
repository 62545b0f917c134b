//! The words for emergencies, which no report leaves out and none says quietly.

use super::words::{count, statement};
use crate::finding::Disposition;
use crate::outcome::{Emergency, Outcome};

/// What an emergency is and does in this run; not escaped.
pub(super) fn said(emergency: &Emergency) -> String {
    let Emergency { id, incident, owner, approver, reason, until, covers } = emergency;
    let covers = match covers {
        0 => "nothing of this run".to_owned(),
        number => format!("{} that would decide", count(*number, "thing")),
    };
    format!(
        "{} covers {covers} until {until}, for incident {}: {}; approved by {}, owned by {}",
        id.raw(),
        incident.raw(),
        reason.raw(),
        approver.raw(),
        owner.raw()
    )
}

/// Everything that emergencies cover, with its place; not escaped.
pub(super) fn covered(outcome: &Outcome) -> Vec<String> {
    let is_covered = |disposition: &Disposition| matches!(disposition, Disposition::Emergency { .. });
    let findings = outcome.findings.iter().filter(|finding| is_covered(&finding.disposition)).map(|finding| {
        let place = format!("{}:{}", finding.location.path.as_str(), finding.location.start);
        format!("{place} {} {}: {}", finding.severity, finding.policy, statement(finding))
    });
    let asides = outcome.aside.iter().filter(|aside| is_covered(&aside.disposition)).map(|aside| {
        let path = aside.unjudged.path.as_ref().map_or("this run", |path| path.as_str());
        let policy = aside.unjudged.policy.as_ref().map(|policy| format!(" {policy}")).unwrap_or_default();
        format!("{path} not judged{policy}: {}", aside.unjudged.reason.raw())
    });
    findings.chain(asides).collect()
}
