//! Text that came from the judged repository.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::LIMITS;
use crate::source::secret::{self, Known};

/// Text that may hold anything an attacker can write: a message with a resource name in it, a source line.
///
/// It has no `Display`: a reporter must choose an escaper for its sink (`report::escape`). Credentials are masked and
/// the length is capped when it is made, so no reporter can leak what never got in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// Text for a message: credentials masked, at most `LIMITS.message_chars` characters.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::capped(text, LIMITS.message_chars)
    }

    /// Text of at most `cap` characters, credentials masked; what is cut off shows as `…`.
    #[must_use]
    pub fn capped(text: &str, cap: usize) -> Self {
        let masked = secret::mask(text);
        if masked.len() <= cap {
            return Self(masked);
        }
        let mut kept: String = masked.chars().take(cap).collect();
        if kept.len() < masked.len() {
            kept.push('…');
        }
        Self(kept)
    }

    /// The same text without the credentials that are known.
    #[must_use]
    pub fn without(&self, known: &Known) -> Self {
        Self(known.mask(&self.0))
    }

    /// The raw text, for an escaper or a comparison; never for printing.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Text({} chars)", self.0.chars().count())
    }
}
