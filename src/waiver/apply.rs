//! Sets aside what a valid waiver covers, and reports the waivers that are not valid.

use jiff::civil::Date;

use super::{Approvals, Covers, MAX_DAYS, Waiver, same_person};
use crate::finding::{Answer, Disposition, Finding, PolicyId, Text};
use crate::policy::{About, Policy};
use crate::source::{RepoPath, Source, secret};

/// Why a waiver does not hold: the id of the policy that says so, and a message.
struct Fault {
    policy: &'static str,
    message: String,
}

/// What was judged, as far as waivers are about it.
pub struct Judged<'a> {
    /// What policies answered.
    pub findings: &'a mut [Finding],
    /// The files that gate has no reader for.
    pub unread: &'a [RepoPath],
    /// Whether the judged tree holds a file.
    pub exists: &'a dyn Fn(&RepoPath) -> bool,
    /// Whether a file belongs to what was judged; a waiver of anything else is not measured.
    pub looked_at: &'a dyn Fn(&RepoPath) -> bool,
}

/// What came of the waivers.
#[derive(Debug, Default)]
pub struct Applied<'a> {
    /// Findings about the waivers themselves.
    pub about: Vec<Finding>,
    /// The waivers that accept a file without a reader.
    pub accepted: Vec<&'a Waiver>,
}

/// Applies waivers to what was judged. `own` are gate's own policies, `today` the day of the run in UTC; `approvals` are
/// those of the waivers, in their order.
#[must_use]
pub fn apply<'a>(
    judged: &mut Judged<'_>,
    waivers: &'a [Waiver],
    source: &Source,
    own: &[Policy],
    (today, approvals): (Date, &Approvals),
) -> Applied<'a> {
    let about = About::new(source, own);
    let mut applied = Applied::default();
    for (entry, waiver) in waivers.iter().enumerate().filter(|(_, waiver)| (judged.looked_at)(&waiver.path)) {
        let fault = fault(waiver, today).or_else(|| by_author(waiver, entry, approvals)).or_else(|| {
            let is_unread = waiver.covers == Covers::Unread && judged.unread.contains(&waiver.path);
            if is_unread {
                applied.accepted.push(waiver);
            }
            (!is_unread && !cover(judged.findings, waiver)).then(|| unused(waiver, judged))
        });
        applied.about.extend(fault.and_then(|it| about.finding(it.policy, waiver.span, &waiver.id, &it.message)));
    }
    applied
}

/// Marks what a valid waiver covers and says whether there was anything.
fn cover(findings: &mut [Finding], waiver: &Waiver) -> bool {
    let mut covered = false;
    for finding in findings.iter_mut().filter(|finding| covers(waiver, finding)) {
        covered = true;
        // What does not decide anyway needs no waiver yet, and may need it one day.
        if !matches!(finding.disposition, Disposition::Open | Disposition::Waived { .. }) {
            continue;
        }
        finding.disposition = Disposition::Waived {
            waiver: secret::mask(&waiver.id),
            owner: secret::mask(&waiver.owner),
            reason: Text::new(&waiver.reason),
            expires: waiver.expires.to_string(),
        };
    }
    covered
}

fn covers(waiver: &Waiver, finding: &Finding) -> bool {
    finding.location.path == waiver.path
        && match &waiver.covers {
            Covers::Violations { policy, finding: only } => {
                finding.answer == Answer::Violation
                    && finding.policy == *policy
                    && only.as_ref().is_none_or(|only| *only == finding.fingerprint)
            }
            Covers::Unknown { policy, finding: only } => {
                finding.policy == *policy && finding.acceptance.as_ref() == Some(only)
            }
            Covers::Unread => false,
        }
}

/// Why a waiver that could hold has nothing to cover.
fn unused(waiver: &Waiver, judged: &Judged<'_>) -> Fault {
    let Waiver { id, path, covers, .. } = waiver;
    if !(judged.exists)(path) {
        return Fault { policy: "WV002", message: format!("waiver {id} matches nothing: {path} is gone") };
    }
    let violated = |policy: &PolicyId| {
        judged
            .findings
            .iter()
            .any(|it| it.answer == Answer::Violation && it.policy == *policy && it.location.path == *path)
    };
    let message = match covers {
        Covers::Unknown { policy, .. } if violated(policy) => {
            return Fault {
                policy: "WV005",
                message: format!("waiver {id} accepts that {policy} cannot know, and {policy} is violated in {path}"),
            };
        }
        Covers::Unknown { policy, .. } => {
            format!(
                "waiver {id} matches nothing: {policy} has no such unknown, or what it could not follow has changed"
            )
        }
        Covers::Violations { policy, .. } => {
            format!("waiver {id} matches nothing: no open finding of {policy} in its file")
        }
        Covers::Unread => format!("waiver {id} matches nothing: {path} is no file without a reader"),
    };
    Fault { policy: "WV002", message }
}

fn fault(waiver: &Waiver, today: Date) -> Option<Fault> {
    let days = today.until(waiver.expires).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if waiver.expires < today {
        return Some(Fault { policy: "WV001", message: format!("waiver {} ended on {}", waiver.id, waiver.expires) });
    }
    if days > MAX_DAYS {
        let message = format!("waiver {} ends on {}, {days} days ahead; at most {MAX_DAYS}", waiver.id, waiver.expires);
        return Some(Fault { policy: "WV003", message });
    }
    same_person(&waiver.owner, &waiver.approver).then(|| Fault {
        policy: "WV004",
        message: format!("waiver {} is approved by its own owner {}", waiver.id, waiver.owner),
    })
}

/// Nobody approves what they have written themselves.
fn by_author(waiver: &Waiver, entry: usize, approvals: &Approvals) -> Option<Fault> {
    let Waiver { id, approver, .. } = waiver;
    approvals.is_by(entry, approver).then(|| Fault {
        policy: "WV006",
        message: format!("waiver {id} is approved by {approver}, an author of the commit that added it as it stands"),
    })
}
