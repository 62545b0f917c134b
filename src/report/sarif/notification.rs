//! What could not be judged, and what did not fit, as notifications of the run.

use super::super::emergency::said;
use super::super::obstacle;
use super::location;
use super::model::{Kind, KindReference, Message, Notification};
use super::rule::Rules;
use crate::outcome::Outcome;

/// Something was not judged.
const UNJUDGED: KindReference = KindReference { id: "not-judged", index: 0 };
/// Results were left out.
const LEFT_OUT: KindReference = KindReference { id: "results-left-out", index: 1 };

/// Findings are accepted for some hours.
const EMERGENCY: KindReference = KindReference { id: "in-emergency", index: 2 };

/// Notifications about things not judged; a run can have one for every document and policy, and a file that is too
/// large is not taken at all.
const SHOWN: usize = 1_000;

/// What the notifications are about, in the order of their indexes.
pub(super) fn descriptors() -> Vec<Kind> {
    let kind = |reference: KindReference, short: &str, full: &str, help: &str| Kind {
        id: reference.id,
        short_description: Message::new(short),
        full_description: Message::new(full),
        help: Message::new(help),
    };
    vec![
        kind(
            UNJUDGED,
            "something could not be judged",
            "A file could not be read or a policy could not be evaluated, so nothing was approved.",
            "Mend what the message names and run gate again.",
        ),
        kind(
            LEFT_OUT,
            "there are more results than code scanning shows",
            "The least severe results were left out of this file, because code scanning does not show them.",
            "Read the log of the run, or mend the findings that are shown and run gate again.",
        ),
        kind(
            EMERGENCY,
            "an emergency acceptance holds",
            "Somebody has accepted for some hours what would otherwise decide; it is suppressed in this file.",
            "Fix what it covers before it ends: an emergency is not prolonged.",
        ),
    ]
}

/// The notifications of a run; `left_out` is the number of findings that are not among the results.
pub(super) fn notifications(outcome: &Outcome, rules: &Rules, left_out: usize) -> Vec<Notification> {
    let obstacles = obstacle::unjudged(outcome);
    let unsaid = obstacles.len().saturating_sub(SHOWN);
    let unjudged = obstacles.into_iter().take(SHOWN).map(|obstacle| Notification {
        descriptor: UNJUDGED,
        level: "error",
        message: Message::new(&format!("{}: {}", obstacle.place(), obstacle.why())),
        locations: obstacle.path.map(|path| location::file(path, obstacle.position)).into_iter().collect(),
        associated_rule: obstacle.policy.and_then(|policy| rules.reference(policy)),
    });
    let unsaid = (unsaid > 0).then(|| {
        general(UNJUDGED, "error", &format!("{unsaid} more could not be judged; the log of the run has them"))
    });
    let left_out = (left_out > 0).then(|| {
        let text =
            format!("{left_out} more findings are not in this file, the least severe; the log of the run has them");
        general(LEFT_OUT, "warning", &text)
    });
    let emergencies = outcome
        .emergencies
        .iter()
        .map(|emergency| general(EMERGENCY, "warning", &format!("emergency {}", said(emergency))));
    emergencies.chain(unjudged).chain(unsaid).chain(left_out).collect()
}

/// A notification about the run as a whole.
fn general(descriptor: KindReference, level: &'static str, text: &str) -> Notification {
    Notification { descriptor, level, message: Message::new(text), locations: Vec::new(), associated_rule: None }
}
