//! Sets findings aside that a valid waiver covers, and reports the waivers that are not valid.

use jiff::civil::Date;

use super::{MAX_DAYS, Waiver};
use crate::finding::{Answer, Disposition, Finding, Location, PolicyId, Text, fingerprint, line_hashes};
use crate::policy::Policy;
use crate::source::{Source, secret};

/// Why a waiver does not hold: the id of the policy that says so, and a message.
struct Fault {
    policy: &'static str,
    message: String,
}

/// Applies waivers to findings and returns findings about the waivers themselves. `own` are gate's own policies,
/// `today` the day of the run in UTC.
#[must_use]
pub fn apply(
    findings: &mut [Finding],
    waivers: &[Waiver],
    source: &Source,
    own: &[Policy],
    today: Date,
) -> Vec<Finding> {
    let hashes = if waivers.is_empty() { Vec::new() } else { line_hashes(source.text()) };
    let mut about = Vec::new();
    for waiver in waivers {
        let fault = fault(waiver, today).or_else(|| {
            let covered = cover(findings, waiver);
            (covered == 0).then(|| Fault {
                policy: "WV002",
                message: format!(
                    "waiver {} matches nothing: no open finding of {} in its file",
                    waiver.id, waiver.policy
                ),
            })
        });
        about.extend(fault.and_then(|fault| finding(waiver, &fault, source, own, &hashes)));
    }
    about
}

/// Marks what a valid waiver covers and says how many findings that were.
fn cover(findings: &mut [Finding], waiver: &Waiver) -> usize {
    let mut covered = 0_usize;
    for finding in findings.iter_mut() {
        let named = waiver.finding.as_ref().is_none_or(|fingerprint| *fingerprint == finding.fingerprint);
        let covers = finding.answer == Answer::Violation
            && finding.policy == waiver.policy
            && finding.location.path == waiver.path
            && named;
        if covers {
            covered = covered.saturating_add(1);
            finding.disposition = Disposition::Waived {
                waiver: secret::mask(&waiver.id),
                owner: secret::mask(&waiver.owner),
                reason: Text::new(&waiver.reason),
                expires: waiver.expires.to_string(),
            };
        }
    }
    covered
}

fn fault(waiver: &Waiver, today: Date) -> Option<Fault> {
    let days = today.until(waiver.expires).map_or(0, |span| i64::from(span.get_days()));
    if waiver.expires < today {
        return Some(Fault { policy: "WV001", message: format!("waiver {} ended on {}", waiver.id, waiver.expires) });
    }
    if days > MAX_DAYS {
        let message = format!("waiver {} ends on {}, {days} days ahead; at most {MAX_DAYS}", waiver.id, waiver.expires);
        return Some(Fault { policy: "WV003", message });
    }
    (waiver.owner.trim().eq_ignore_ascii_case(waiver.approver.trim())).then(|| Fault {
        policy: "WV004",
        message: format!("waiver {} is approved by its own owner {}", waiver.id, waiver.owner),
    })
}

fn finding(waiver: &Waiver, fault: &Fault, source: &Source, own: &[Policy], hashes: &[String]) -> Option<Finding> {
    let id = PolicyId::new(fault.policy)?;
    let meta = &own.iter().find(|policy| policy.meta.id == id)?.meta;
    let location = Location::new(source, waiver.span, &[]);
    let line = usize::try_from(location.start.line).ok()?.checked_sub(1)?;
    Some(Finding {
        fingerprint: fingerprint(&id, source.path(), &waiver.id),
        policy: id,
        answer: Answer::Violation,
        severity: meta.severity,
        confidence: meta.confidence,
        message: Text::new(&fault.message),
        line_hash: hashes.get(line).cloned().unwrap_or_default(),
        location,
        related: Vec::new(),
        disposition: Disposition::Open,
    })
}
