//! What gate's own policies say about one file.

use std::cell::OnceCell;

use super::{Policy, own_finding};
use crate::finding::{Finding, LineHashes, Location};
use crate::source::{Source, Span};

/// Makes findings about one file; the hashes of its lines are made for the first.
pub struct About<'a> {
    source: &'a Source,
    own: &'a [Policy],
    hashes: OnceCell<LineHashes>,
}

impl<'a> About<'a> {
    /// About a file, by gate's own policies.
    #[must_use]
    pub const fn new(source: &'a Source, own: &'a [Policy]) -> Self {
        Self { source, own, hashes: OnceCell::new() }
    }

    /// What the policy of this id says at a place. `subject` enters the fingerprint.
    #[must_use]
    pub fn finding(&self, id: &str, span: Span, subject: &str, message: &str) -> Option<Finding> {
        let location = Location::new(self.source, span, &[]);
        let hashes = self.hashes.get_or_init(|| LineHashes::of(self.source.text()));
        let line = usize::try_from(location.start.line).ok().and_then(|line| line.checked_sub(1));
        let hash = line.and_then(|line| hashes.get(line)).unwrap_or_default();
        own_finding(self.own, id, (location, hash), subject, message)
    }
}
