//! The entry that is written.

use jiff::civil::Date;

use super::choice::{self, Choice};
use crate::finding::{Answer, PolicyId};
use crate::report::scalar;
use crate::waiver::Waiver;

/// Digits of a fingerprint in an id.
const DIGITS: usize = 8;

/// What is granted, by whom, until when.
pub(super) struct Grant<'a> {
    pub(super) id: String,
    pub(super) owner: &'a str,
    pub(super) approver: &'a str,
    pub(super) reason: &'a str,
    pub(super) expires: Date,
}

/// An id that no other waiver has.
pub(super) fn unique(choice: &Choice<'_>, waivers: &[Waiver]) -> String {
    let first = match choice {
        Choice::Finding(finding) => {
            let digits: String = choice::name(finding).unwrap_or_default().chars().take(DIGITS).collect();
            format!("W-{digits}")
        }
        Choice::Unread(path) => format!("unread/{}", path.as_str()),
    };
    let taken = |id: &String| waivers.iter().any(|waiver| waiver.id == *id);
    let others = (2..=waivers.len().saturating_add(2)).map(|number| format!("{first}-{number}"));
    std::iter::once(first.clone()).chain(others).find(|id| !taken(id)).unwrap_or(first)
}

/// The lines of the entry, without indentation before its dash.
pub(super) fn lines(choice: &Choice<'_>, grant: &Grant<'_>) -> Vec<String> {
    // `W-` and digits can only be text.
    let id = if grant.id.starts_with("W-") { grant.id.clone() } else { scalar(&grant.id) };
    let mut lines = vec![format!("- id: {id}")];
    let mut field = |key: &str, value: &str| lines.push(format!("  {key}: {value}"));
    match choice {
        Choice::Finding(finding) => {
            if finding.answer == Answer::Unknown {
                field("answer", "unknown");
            }
            field("policy", &policy(&finding.policy));
            field("where", &scalar(finding.location.path.as_str()));
            field("finding", &scalar(choice::name(finding).unwrap_or_default()));
        }
        Choice::Unread(path) => {
            field("answer", "unread");
            field("where", &scalar(path.as_str()));
        }
    }
    for (key, value) in [("reason", grant.reason), ("owner", grant.owner), ("approver", grant.approver)] {
        field(key, &scalar(value));
    }
    field("expires", &grant.expires.to_string());
    lines
}

/// An id of a policy; one without a digit may be a word that YAML takes for something else, such as `NO`.
fn policy(id: &PolicyId) -> String {
    if id.as_str().bytes().any(|byte| byte.is_ascii_digit()) { id.to_string() } else { scalar(id.as_str()) }
}
