//! Paths inside the judged tree.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A path relative to the root that is judged: `/`-separated, no `.` or `..`, never absolute, never empty.
///
/// `Display` escapes control and invisible characters, so a file name cannot forge a line of a report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// A path from `/`-separated text. `.` segments are dropped; `None` when it is absolute, empty, holds a NUL
    /// or would leave the root.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.starts_with('/') || text.contains('\0') {
            return None;
        }
        let mut segments: Vec<&str> = Vec::new();
        for segment in text.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                other => segments.push(other),
            }
        }
        (!segments.is_empty()).then(|| Self(segments.join("/").into()))
    }

    /// What stands for the repository as a whole in reports, where a judgement is about no single file.
    #[must_use]
    pub fn repository() -> Self {
        Self("repository".into())
    }

    /// The raw text; for look-ups, never for printing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The text after the last dot of the file name, without the dot.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// The folder that holds this path; `None` at the top level.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(folder, _)| Self(folder.into()))
    }

    /// `text` taken relative to the folder of this file (or to the root when `folder` is `None`).
    #[must_use]
    pub fn join(folder: Option<&Self>, text: &str) -> Option<Self> {
        match folder {
            Some(folder) => Self::new(&format!("{}/{text}", folder.0)),
            None => Self::new(text),
        }
    }

    /// Whether this path lies in `folder` (`None` = the root) or deeper.
    #[must_use]
    pub fn is_below(&self, folder: Option<&Self>) -> bool {
        folder.is_none_or(|folder| self.0.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::visible::write(out, &self.0)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RepoPath({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::RepoPath;

    #[test]
    fn a_path_never_leaves_the_root() {
        for bad in ["", "/etc/passwd", "..", "a/../..", "a/../../b", ".", "a\0b"] {
            assert!(RepoPath::new(bad).is_none(), "{bad:?}");
        }
        for (given, kept) in [("./a//b", "a/b"), ("a/../b", "b"), ("a", "a")] {
            assert_eq!(RepoPath::new(given).map(|path| path.as_str().to_owned()).as_deref(), Some(kept));
        }
    }

    #[test]
    fn a_hostile_name_prints_on_one_line() {
        let path = RepoPath::new("a\n::error::x\u{1b}[2J\u{202e}").unwrap();
        assert_eq!(path.to_string(), "a\\n::error::x\\u{1b}[2J\\u{202e}");
    }
}
