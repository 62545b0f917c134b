//! Parts of a plan that nobody reads, in words.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::terraform::model::{Plan, Unread};

/// A part of a plan that no policy judges. `about` is the action or resource, or the path of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    /// What it is and what it does, as the beginning of a sentence.
    pub subject: String,
    /// Names the part wherever it stands.
    pub key: String,
}

/// The parts of a plan that nobody reads.
pub(super) fn parts(plan: &Plan) -> Vec<Fact<Part>> {
    let part = |part: &Unread| {
        let Unread { loc, key, address, trigger, event, .. } = part;
        let about = if address.is_empty() { key } else { address };
        let says = Part { subject: subject(part), key: [key, address, trigger, event].map(String::as_str).join("#") };
        Fact::new(loc, Vec::new(), about, says)
    };
    plan.unread.iter().map(part).collect()
}

fn subject(part: &Unread) -> String {
    let Unread { key, count, address, kind, trigger, event, reason, .. } = part;
    let later = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    if address.is_empty() {
        return match count {
            1 => format!("{key} holds something that gate does not know"),
            count => format!("{key} holds {count} entries that gate does not know"),
        };
    }
    if key == "deferred_changes" {
        return format!("the change of {address} is left to a later plan{later}");
    }
    let kind = if kind.is_empty() { String::new() } else { format!(" of the type {kind}") };
    let caller = match (trigger.as_str(), event.as_str()) {
        ("", _) => "runs when the plan is applied".to_owned(),
        (trigger, "") => format!("runs for {trigger}"),
        (trigger, event) => format!("runs when {trigger} changes ({event})"),
    };
    format!("{address}, an action{kind}, {caller}{later}")
}

#[cfg(test)]
mod tests {
    use super::subject;
    use crate::input::terraform::model::Unread;

    fn said(key: &str, rest: [&str; 5]) -> String {
        let [address, kind, trigger, event, reason] = rest.map(str::to_owned);
        let (loc, key) = ("u".to_owned(), key.to_owned());
        subject(&Unread { loc, key, of: "the plan", count: 1, address, kind, trigger, event, reason })
    }

    #[test]
    fn a_part_says_what_it_is_and_what_runs_it() {
        let action = "action.local_command.wipe";
        for (key, rest, expected) in [
            ("reboots", [""; 5], "reboots holds something that gate does not know"),
            (
                "action_invocations",
                [action, "local_command", "aws_instance.web", "AfterCreate", ""],
                "action.local_command.wipe, an action of the type local_command, runs when aws_instance.web changes (AfterCreate)",
            ),
            (
                "action_invocations",
                [action, "local_command", "", "", ""],
                "action.local_command.wipe, an action of the type local_command, runs when the plan is applied",
            ),
            (
                "deferred_action_invocations",
                [action, "", "aws_instance.web", "", "unknown"],
                "action.local_command.wipe, an action, runs for aws_instance.web (unknown)",
            ),
            (
                "deferred_changes",
                ["aws_s3_bucket.b", "aws_s3_bucket", "", "", "provider_config_unknown"],
                "the change of aws_s3_bucket.b is left to a later plan (provider_config_unknown)",
            ),
        ] {
            assert_eq!(said(key, rest), expected);
        }
    }
}
