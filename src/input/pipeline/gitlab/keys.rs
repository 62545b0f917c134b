//! The keywords of GitLab's configuration, and the keys that are none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::item::{Item, Key};

/// See its head.
const TABLE: &str = include_str!("keys.tsv");

/// How deep lists nest that GitLab flattens.
const LISTS: usize = 200;

/// A key that is no keyword where it stands.
#[derive(Clone)]
pub(super) struct Strange {
    /// The key.
    pub(super) key: Key,
    /// What it stands in.
    pub(super) of: &'static str,
    /// What it holds.
    pub(super) value: Item,
}

/// What the value of a keyword holds, by what the keyword stands in and its name.
static KEYWORDS: LazyLock<BTreeMap<(&'static str, &'static str), Option<&'static str>>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut columns = line.split('\t');
        let (of, key, holds) = (columns.next()?, columns.next()?, columns.next()?);
        Some(((of, key), Some(holds).filter(|holds| *holds != "-")))
    };
    rows.filter_map(row).collect()
});

/// Whether a key is a keyword of what it stands in.
pub(super) fn is_keyword(of: &'static str, key: &str) -> bool {
    KEYWORDS.contains_key(&(of, key))
}

/// Keywords of the pipeline that are never the name of a job.
const RESERVED: [&str; 8] =
    ["include", "before_script", "image", "services", "after_script", "variables", "stages", "cache"];

/// Keys that make a mapping a job where its name alone does not.
const OF_A_JOB: [&str; 4] = ["script", "run", "trigger", "needs"];

/// Whether a key of the pipeline is a job: every key that GitLab does not reserve, and the words that it does not
/// reserve although they mean something else (`filter_jobs!` in `lib/gitlab/ci/config/entry/root.rb`).
pub(super) fn is_job(name: &str, item: &Item) -> bool {
    if name.starts_with('.') || RESERVED.contains(&name) {
        return false;
    }
    !is_keyword("pipeline", name) || OF_A_JOB.iter().any(|key| item.get(key).is_some())
}

/// Collects the keys of a value, and of what its keywords hold, that are no keywords.
pub(super) fn check(of: &'static str, item: &Item, found: &mut Vec<Strange>) {
    check_list(of, item, 0, found);
}

fn check_list(of: &'static str, item: &Item, depth: usize, found: &mut Vec<Strange>) {
    if depth > LISTS || item.is_reference {
        return;
    }
    for element in item.elements() {
        check_list(of, element, depth.saturating_add(1), found);
    }
    for (key, value) in item.entries() {
        match KEYWORDS.get(&(of, key.name.as_str())) {
            Some(Some(holds)) => check_list(holds, value, depth.saturating_add(1), found),
            Some(None) => {}
            None => found.push(Strange { key: key.clone(), of, value: value.clone() }),
        }
    }
}

/// The same for the keywords of the whole pipeline; its other keys are jobs.
pub(super) fn check_keyword(key: &str, value: &Item, found: &mut Vec<Strange>) {
    if let Some(Some(holds)) = KEYWORDS.get(&("pipeline", key)) {
        check(holds, value, found);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{KEYWORDS, TABLE};

    #[test]
    fn every_row_has_a_source_and_holds_what_the_table_tells() {
        let rows: Vec<Vec<&str>> =
            TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
        let kinds: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
        let mut sorted = KEYWORDS.len();
        for row in &rows {
            assert_eq!(row.len(), 4, "{row:?}");
            assert!(row[2] == "-" || kinds.contains(row[2]), "{row:?}");
            assert!(row[3] == "schema" || row[3].contains(".rb"), "{row:?}");
            sorted -= 1;
        }
        assert_eq!(sorted, 0, "a row stands twice");
        assert!(TABLE.contains("Read on 2026-"));
    }
}
