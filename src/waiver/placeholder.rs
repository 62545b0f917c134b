//! Texts that stand where somebody has yet to write something.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::person::is_name;
use super::spelling::readings;

/// What gate prints where the owner's name belongs.
pub const OWNER: &str = "@your-team";
/// The same for the approver.
pub const APPROVER: &str = "@another-team";
/// The same for the end date.
pub const EXPIRES: &str = "YYYY-MM-DD";
/// The same for the reason why an unknown is accepted.
pub const WHY_UNKNOWN: &str = "why nobody can make it known, and why it is right all the same";
/// The same for the reason why a file without a reader is accepted.
pub const WHY_UNREAD: &str = "why it may run without being judged";

/// What people write when they mean to come back.
const LATER: &[&str] = &[
    "n/a",
    "none",
    "nil",
    "null",
    "nobody",
    "no one",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "to do",
    "to be done",
    "fixme",
    "xxx",
    "unknown",
    "change me",
    "replace me",
    "placeholder",
    "owner",
    "approver",
    "reason",
    "name",
    "NAME",
    "TEXT",
    "the owner",
    "the approver",
    "your name",
    "your team",
    "another team",
    "somebody",
    "someone",
    "some reason",
    "incident",
    "id",
];

static NOTHING: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let printed = [OWNER, APPROVER, EXPIRES, WHY_UNKNOWN, WHY_UNREAD];
    LATER.iter().chain(&printed).flat_map(|text| readings(text)).collect()
});

/// Whether a text says nothing: it is blank or signs alone, or one that gate or a person in a hurry puts in its place.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    !is_name(text) || readings(text).iter().any(|reading| NOTHING.contains(reading))
}

#[cfg(test)]
mod tests {
    use super::{APPROVER, EXPIRES, OWNER, WHY_UNKNOWN, WHY_UNREAD, says_nothing};

    #[test]
    fn what_is_yet_to_be_written_says_nothing() {
        for text in [
            OWNER,
            APPROVER,
            EXPIRES,
            WHY_UNKNOWN,
            WHY_UNREAD,
            "",
            "-",
            "--",
            "@",
            "...",
            "?",
            "N/A",
            "n.a.",
            "TBD",
            "tbd.",
            "T.B.D.",
            "\u{422}BD",
            "@Your-Team",
            "your team",
            "todo",
            "TODO:",
            "\u{200b}",
            "\u{3164}",
            "@\u{2063}",
            "None",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in [
            "@acme/your-team-lead",
            "x",
            "@nan",
            "@todor",
            "moves to Jenkins in OPS-1",
            "1",
            "\u{738b}",
            "@acme/owners",
        ] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }
}
