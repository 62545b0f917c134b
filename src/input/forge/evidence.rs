//! When a snapshot is evidence: it is about this repository, and neither of the future nor too old.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reader::text;
use crate::input::tree::Node;
use crate::source::Span;

/// What a snapshot must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The repository that is judged; `None` when nobody knows it.
    pub subject: Option<Subject>,
    /// The latest time at which it may have been collected.
    pub latest: Timestamp,
    /// The earliest, and the age that this is, as words.
    pub earliest: Option<(Timestamp, String)>,
}

/// A repository of a forge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The host, where it is known for sure.
    pub host: Option<String>,
    /// `owner/name`.
    pub name: String,
}

impl Evidence {
    /// Whether a snapshot about `repository` is evidence.
    ///
    /// # Errors
    /// Why not, and the value that says so.
    pub(super) fn admits(&self, root: &Node, repository: &str) -> Result<(), (Span, String)> {
        self.is_about(root, repository)?;
        self.is_of_now(root)
    }

    fn is_about(&self, root: &Node, repository: &str) -> Result<(), (Span, String)> {
        let Some(subject) = &self.subject else { return Ok(()) };
        let fix = "collect it there, or name the repository in inputs.forge.repository";
        let at = |key: &str| root.get(key).map_or(root.span, |node| node.span);
        if !subject.name.eq_ignore_ascii_case(repository) {
            let message = format!("the snapshot is of {repository}, and what is judged is {}; {fix}", subject.name);
            return Err((at("repository"), message));
        }
        let host = root.get("host").and_then(text);
        match (&subject.host, host) {
            (Some(own), Some(host)) if !own.eq_ignore_ascii_case(host) => {
                let message =
                    format!("the snapshot is of {host}/{repository}, and what is judged lies on {own}; {fix}");
                Err((at("host"), message))
            }
            _ => Ok(()),
        }
    }

    fn is_of_now(&self, root: &Node) -> Result<(), (Span, String)> {
        let node = root.get("collected_at");
        let at = node.map_or(root.span, |node| node.span);
        let Some(collected) = node.and_then(text).and_then(|time| time.parse::<Timestamp>().ok()) else {
            let message =
                "the snapshot does not say when it was made; write `collected_at`, such as 2026-01-31T08:00:00Z";
            return Err((at, message.to_owned()));
        };
        if collected > self.latest {
            let message = format!("collected at {collected}, which is after this run; collect it again");
            return Err((at, message));
        }
        match &self.earliest {
            Some((earliest, age)) if collected < *earliest => {
                let message = format!(
                    "collected at {collected}, more than {age} before this run; collect it again, or set inputs.forge.max-age"
                );
                Err((at, message))
            }
            _ => Ok(()),
        }
    }
}
