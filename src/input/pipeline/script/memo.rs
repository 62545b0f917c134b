//! Texts that were read before: one document runs the same lines again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::input::pipeline::shell::{self, Script};
use crate::source::Span;
use crate::source::secret::{self, Hit};

/// The most bytes of texts that are kept.
const BYTES: usize = 4_000_000;

/// The credentials of a text, and all that looks like one.
type Searched = Arc<(Vec<Hit>, Vec<Span>)>;

/// What was read of texts.
#[derive(Default)]
pub(in super::super) struct Memo {
    scripts: BTreeMap<String, Arc<Script>>,
    searched: BTreeMap<String, Searched>,
    bytes: usize,
}

impl Memo {
    /// A script as a shell reads it.
    pub(super) fn script(&mut self, text: &str) -> Arc<Script> {
        if let Some(known) = self.scripts.get(text) {
            return Arc::clone(known);
        }
        let script = Arc::new(shell::read(text));
        if self.takes(text) {
            self.scripts.insert(text.to_owned(), Arc::clone(&script));
        }
        script
    }

    /// The credentials of a text.
    pub(super) fn search(&mut self, text: &str) -> Searched {
        if let Some(known) = self.searched.get(text) {
            return Arc::clone(known);
        }
        let found = Arc::new(secret::search(text));
        if self.takes(text) {
            self.searched.insert(text.to_owned(), Arc::clone(&found));
        }
        found
    }

    /// Whether one more text is kept.
    fn takes(&mut self, text: &str) -> bool {
        self.bytes = self.bytes.saturating_add(text.len());
        self.bytes <= BYTES
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{BYTES, Memo};

    #[test]
    fn a_text_is_read_once_while_there_is_room() {
        let mut memo = Memo::default();
        let (first, again) = (memo.script("a; b"), memo.script("a; b"));
        assert!(Arc::ptr_eq(&first, &again));
        assert!(Arc::ptr_eq(&memo.search("a; b"), &memo.search("a; b")));
        let long = "#".repeat(BYTES);
        let (first, again) = (memo.script(&long), memo.script(&long));
        assert!(!Arc::ptr_eq(&first, &again) && first == again);
    }
}
