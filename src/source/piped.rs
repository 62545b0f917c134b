//! A file that somebody hands over on standard input.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::RepoPath;

/// Its name in the judged tree, and its bytes. These are no part of what is serialised: they follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piped {
    /// The name under which it is judged.
    pub path: RepoPath,
    bytes: u64,
    #[serde(skip)]
    content: Arc<Vec<u8>>,
}

impl Piped {
    /// A file of these bytes.
    #[must_use]
    pub fn new(path: RepoPath, content: Arc<Vec<u8>>) -> Self {
        Self { path, bytes: u64::try_from(content.len()).unwrap_or(u64::MAX), content }
    }

    /// What standard input holds: at most one byte more than `cap`, which shows that it is too large.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn read(input: impl Read, cap: u64) -> std::io::Result<Vec<u8>> {
        let mut content = Vec::new();
        input.take(cap.saturating_add(1)).read_to_end(&mut content)?;
        Ok(content)
    }

    /// The same file with the bytes that follow what was serialised.
    ///
    /// # Errors
    /// When there are fewer than there were.
    pub fn filled(self, input: impl Read) -> std::io::Result<Self> {
        let mut content = Vec::new();
        input.take(self.bytes).read_to_end(&mut content)?;
        let filled = Self::new(self.path, Arc::new(content));
        if filled.bytes == self.bytes { Ok(filled) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Its bytes.
    #[must_use]
    pub fn content(&self) -> Arc<Vec<u8>> {
        Arc::clone(&self.content)
    }
}

/// The file that standard input is read from, where the system says so: `gate … < plan.json`.
#[must_use]
pub fn standard_input_file() -> Option<PathBuf> {
    let file = std::fs::read_link("/proc/self/fd/0").ok()?;
    (file.is_absolute() && file.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Piped;
    use crate::source::RepoPath;

    #[test]
    fn the_bytes_follow_what_is_serialised() {
        let piped = Piped::new(RepoPath::new("external/stdin").unwrap(), Arc::new(b"\x1f\x8bplan\n".to_vec()));
        let text = serde_json::to_string(&piped).unwrap();
        assert_eq!(text, r#"{"path":"external/stdin","bytes":7}"#);
        let read = || serde_json::from_str::<Piped>(&text).unwrap();
        assert_eq!(read().filled(&b"\x1f\x8bplan\nand more"[..]).unwrap(), piped);
        assert!(read().filled(&b"\x1f\x8bplan"[..]).is_err());
    }

    #[test]
    fn no_more_is_read_than_shows_that_it_is_too_much() {
        for (cap, read) in [(0, 1), (3, 4), (8, 8), (9, 8)] {
            assert_eq!(Piped::read(&b"12345678"[..], cap).unwrap().len(), read, "{cap}");
        }
        assert_eq!(Piped::read(std::io::repeat(b'x'), 1000).unwrap().len(), 1001);
    }
}
