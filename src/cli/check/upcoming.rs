//! Sets aside what does not decide yet: its policy is newer than the edition, or what makes it block has a day of its own.

use super::collected::Collected;
use crate::config::InForce;
use crate::finding::{Answer, Disposition, Severity};
use crate::source::secret;

/// Lines about what is scheduled, in the header of a report.
const SCHEDULED: usize = 4;

/// What is scheduled and has not begun; who wants all of it reads the configuration.
pub(super) fn notices(in_force: &InForce) -> Vec<String> {
    let lines = in_force.coming.iter().take(SCHEDULED).map(|line| secret::mask(line));
    let more = in_force.coming.len().saturating_sub(SCHEDULED);
    lines.chain((more > 0).then(|| format!("{more} more begin on a later day: see policies.schedule"))).collect()
}

/// Marks what blocks later and not today. A finding that blocks at no time stays as it is; gate's own policies are in no
/// edition and on no schedule.
pub(super) fn set_aside(
    collected: &mut Collected,
    in_force: &InForce,
    (fail_on, fail_on_unknown): (Severity, Severity),
) {
    for finding in collected.findings.iter_mut().filter(|finding| finding.disposition.is_open()) {
        let threshold = match finding.answer {
            Answer::Violation => fail_on,
            Answer::Unknown => fail_on_unknown,
        };
        if let Some(from) = in_force.blocks_from(&finding.policy, threshold) {
            finding.disposition = Disposition::Upcoming { from: from.to_owned() };
        } else if let Some(from) = in_force.decides_from(&finding.policy).filter(|_| finding.severity >= threshold) {
            // Until it decides, it will have become less severe than what blocks.
            finding.disposition = Disposition::Noted { why: format!("{} decides from {from} on", finding.policy) };
        }
    }
    let coming = |from: &str| Disposition::Upcoming { from: from.to_owned() };
    collected.cells_aside(|cell| in_force.decides_from(&cell.policy).map(coming));
}

#[cfg(test)]
mod tests;
