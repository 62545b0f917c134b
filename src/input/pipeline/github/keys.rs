//! The keys that GitHub's files may have, as a table with the day on which it was read.
//!
//! A platform grows: a key that is not in the table may do anything, so it is said to be unread instead of passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::reader::Reader;
use crate::input::pipeline::model::Unread;
use crate::input::pipeline::places::says;
use crate::input::tree::{Dialect, Entry, Node};
use crate::source::Span;

/// The table.
const TABLE: &str = include_str!("keys.tsv");

/// The most unread keys that one document lists.
const UNREAD: usize = 100;

#[derive(Default)]
struct Keys {
    /// The keys of a mapping by the way to it, which is kept to be named.
    known: BTreeMap<&'static str, (&'static str, BTreeSet<&'static str>)>,
    /// Every way that leads to a mapping of the table.
    ways: BTreeSet<&'static str>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let mut keys = Keys::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(of), Some(key)) = (fields.next(), fields.next()) else { continue };
        keys.known.entry(of).or_insert_with(|| (of, BTreeSet::new())).1.insert(key);
        keys.ways.insert(of);
        keys.ways.extend(of.match_indices('.').filter_map(|(dot, _)| of.get(..dot)));
    }
    keys
});

/// Whether a key or value stands in the table.
pub(super) fn is_known(of: &str, key: &str) -> bool {
    KEYS.known.get(of).is_some_and(|(_, keys)| keys.contains(key))
}

/// The keys of a way; for the tests of other tables.
#[cfg(test)]
pub(super) fn known(of: &str) -> impl Iterator<Item = &'static str> {
    KEYS.known.get(of).into_iter().flat_map(|(_, keys)| keys.iter().copied())
}

impl Reader<'_> {
    /// Says which keys of an entity, and of what it is made of, are not in the table. Whether there was one: what such
    /// an entity lacks by the rules of today, the new key may bring.
    pub(super) fn unknown_keys(&mut self, node: &Node, of: &'static str, job: &str) -> bool {
        let before = self.unread.len();
        self.unknown_below(node, of, job);
        self.unread.len() > before
    }

    fn unknown_below(&mut self, node: &Node, way: &str, job: &str) {
        if let Some((of, keys)) = KEYS.known.get(way) {
            for entry in node.entries() {
                if !entry.name().is_some_and(|name| keys.contains(name)) {
                    self.unread_key(entry, of, job);
                }
            }
        }
        let below = |name: &str| {
            let ways = [format!("{way}.{name}"), format!("{way}.*")];
            ways.into_iter().find(|way| KEYS.ways.contains(way.as_str()))
        };
        for entry in node.entries() {
            if let Some(way) = below(entry.name().unwrap_or_default()) {
                self.unknown_below(&entry.value, &way, job);
            }
        }
        if let Some(way) = below("*") {
            node.elements().iter().for_each(|element| self.unknown_below(element, &way, job));
        }
    }

    /// Says that a key, or what stands under it, is not read.
    pub(super) fn unread_key(&mut self, entry: &Entry, of: &'static str, job: &str) {
        let key = entry.name().unwrap_or("a key that is no text");
        self.unread_at(entry.key.span, &entry.value, key, of, job);
    }

    /// Says that something which only stands at a place, such as an element of a list, is not read.
    pub(super) fn unread_at(&mut self, span: Span, value: &Node, key: &str, of: &'static str, job: &str) {
        if self.unread.len() >= UNREAD {
            let message = "more parts of the file that gate does not know than it lists; what comes here is not judged";
            return self.problem(span.start, message);
        }
        let loc = self.places.entity(self.source, self.source.first_line(span));
        let says = says(&value.to_json(Dialect::Yaml12).to_string());
        let unread = Unread { loc, key: key.to_owned(), of, job: job.to_owned(), says };
        self.unread.push(unread);
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYS, TABLE, is_known};

    #[test]
    fn every_row_says_where_and_when_it_was_read() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [_, _, source, read] = fields.as_slice() else { panic!("{line}") };
            assert!(TABLE.lines().any(|head| head.starts_with('#') && head.contains(source)), "{line}: which source?");
            assert!(read.len() == 10 && read.starts_with("20") && read.matches('-').count() == 2, "{line}");
        }
        assert!(KEYS.known.len() > 50, "{}", KEYS.known.len());
    }

    #[test]
    fn a_key_counts_as_it_is_written() {
        for (of, key, expected) in [
            ("job", "runs-on", true),
            ("job", "Runs-On", false),
            ("run step", "background", true),
            ("run step", "with", false),
            ("workflow.on.push", "tags-ignore", true),
            ("nothing", "name", false),
        ] {
            assert_eq!(is_known(of, key), expected, "{of} {key}");
        }
    }
}
