//! A baseline without some of its entries: every other line of the file stays as it is.

use std::collections::BTreeSet;

use super::{Baseline, Entry, read};
use crate::source::Source;

/// The text of the file without the entries at these places in the list.
///
/// # Errors
/// The place of the first entry that shares a line with something else, so that a person has to take it out.
pub fn without(source: &Source, baseline: &Baseline, gone: &BTreeSet<usize>) -> Result<String, usize> {
    let text = source.text();
    let mut kept = String::new();
    let mut from = 0;
    for &index in gone {
        let (start, end) = baseline.entries.get(index).and_then(|entry| lines(text, entry)).ok_or(index)?;
        kept.push_str(text.get(from..start).ok_or(index)?);
        from = end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    let remain = baseline.entries.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, entry)| entry);
    let first = gone.first().copied().unwrap_or_default();
    let again = read(&Source::from_text(source.path().clone(), &kept)).map_err(|_| first)?;
    let same = |(one, other): (&Entry, &Entry)| {
        (&one.debt, &one.owner, one.expires, &one.reason) == (&other.debt, &other.owner, other.expires, &other.reason)
    };
    let is_whole = again.entries.len() == remain.clone().count() && again.entries.iter().zip(remain).all(same);
    if is_whole && (again.adopted, &again.approver) == (baseline.adopted, &baseline.approver) {
        Ok(kept)
    } else {
        Err(first)
    }
}

/// The lines of an entry that has them for itself: a dash before it, and nothing but a comment behind it.
fn lines(text: &str, entry: &Entry) -> Option<(usize, usize)> {
    let start = text.get(..entry.whole.start)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let before = text.get(start..entry.whole.start)?.trim();
    let rest = text.get(entry.whole.end..)?;
    let length = rest.find('\n').map_or(rest.len(), |at| at.saturating_add(1));
    let behind = rest.get(..length)?.trim();
    let is_alone = before == "-" && (behind.is_empty() || behind.starts_with('#'));
    is_alone.then(|| (start, entry.whole.end.saturating_add(length)))
}
