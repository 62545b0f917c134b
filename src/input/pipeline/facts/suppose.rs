//! What is supposed of runs, and what that says of them.

use crate::input::pipeline::github::condition::{SoFar, Value};
use crate::input::pipeline::knowledge::events;

/// What is supposed of the runs that are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Suppose {
    /// Nothing.
    Nothing,
    /// Nothing fails.
    Success,
    /// It is about the code of a stranger.
    Stranger,
    /// It is, and nobody has merged that.
    Unmerged,
    /// A stranger has started it, with or without code.
    Started,
}

/// Who has started a run.
pub(super) const ACTORS: [&str; 4] =
    ["github.actor", "github.triggering_actor", "github.event.sender.login", "github.event.comment.user.login"];

/// A stranger: no account is called so.
const SOMEBODY: &str = "(a stranger)";

/// The issue or pull request that a comment is about.
pub(super) const ISSUE: &str = "github.event.issue.";

/// Whether a pull request is merged.
const MERGED: &str = "github.event.pull_request.merged";

impl Suppose {
    /// Whether it is about a stranger.
    pub(super) const fn is_stranger(self) -> bool {
        matches!(self, Self::Stranger | Self::Unmerged | Self::Started)
    }

    /// Whether it can be so of a run that an event starts.
    pub(super) fn fits(self, event: Option<&str>) -> bool {
        match self {
            Self::Nothing | Self::Success => true,
            Self::Stranger | Self::Unmerged => event.is_some_and(events::brings_strangers),
            Self::Started => event.is_some_and(events::are_for_strangers),
        }
    }

    /// What it says of a context.
    pub(super) fn of(self, pattern: &str, event: Option<&str>) -> Option<Value> {
        match (self, pattern) {
            (Self::Unmerged, MERGED) => Some(Value::maybe(Some(false))),
            (Self::Started, _) if ACTORS.contains(&pattern) => Some(Value::text(SOMEBODY)),
            // They comment on whatever issue they like.
            (Self::Started, _) if event == Some("issue_comment") && pattern.starts_with(ISSUE) => {
                Some(Value::maybe(None))
            }
            _ => None,
        }
    }

    /// How everything before went.
    pub(super) const fn so_far(self) -> SoFar {
        match self {
            Self::Success => SoFar::WELL,
            Self::Nothing | Self::Stranger | Self::Unmerged | Self::Started => SoFar::ANY,
        }
    }
}
