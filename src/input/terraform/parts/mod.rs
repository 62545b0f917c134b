//! The parts of a plan that nobody reads: what runs beside the changes of resources, what is left to another plan, and
//! every key that gate does not know and that holds something. A new version of the tool may bring a section in which
//! things happen, and a plan that is judged without it must say so.

mod invocation;
mod keys;
mod walk;

use serde_json::value::RawValue;

use crate::source::Span;
use invocation::Deferred;
pub(super) use invocation::Invocation;
use keys::Then;

/// Invocations and deferred changes that are listed one by one; those behind them are counted together.
const LISTED: usize = 100;

/// Keys that are listed; those behind them are counted together.
const KEYS: usize = 100;

/// A part of a plan that nobody reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct UnreadPart {
    /// The path of its key, without indexes and without the names that people give.
    pub(super) key: String,
    /// What it stands in, in words.
    pub(super) of: &'static str,
    /// How many there are.
    pub(super) count: usize,
    /// Its key, or the entry of the list.
    pub(super) span: Span,
    /// What it does, where that can be read.
    pub(super) what: Option<Invocation>,
    /// Why it is left to another plan.
    pub(super) reason: String,
}

/// The parts of the plan `text` that nobody reads, in its order.
///
/// # Errors
/// When the text is no JSON.
pub(super) fn unread(text: &str) -> Result<Vec<UnreadPart>, serde_json::Error> {
    let mut found = Vec::new();
    walk::walk(text, &mut |finding| match finding.then {
        Then::Actions | Then::DeferredActions | Then::DeferredChanges => found.extend(entries(text, &finding)),
        _ => add(&mut found, text, &finding),
    })?;
    Ok(found)
}

/// Adds a key that gate does not know; the same key at many places is one part.
fn add(found: &mut Vec<UnreadPart>, text: &str, finding: &walk::Finding<'_, '_>) {
    let count = content(finding.value);
    if count == 0 {
        return;
    }
    let is_same = |part: &&mut UnreadPart| part.key == finding.key && part.of == finding.of.described();
    if let Some(part) = found.iter_mut().find(is_same) {
        part.count = part.count.saturating_add(1);
    } else if found.len() < KEYS {
        let (key, of) = (finding.key.to_owned(), finding.of.described());
        found.push(UnreadPart { key, of, count: 1, span: key_span(text, finding.value), ..UnreadPart::default() });
    } else if let Some(last) = found.last_mut() {
        last.count = last.count.saturating_add(1);
    }
}

/// The entries of a list of invocations or deferred changes, one part each; in another form, the whole as one part.
fn entries(text: &str, finding: &walk::Finding<'_, '_>) -> Vec<UnreadPart> {
    let (key, of) = (finding.key.to_owned(), finding.of.described());
    let whole = UnreadPart {
        key,
        of,
        count: content(finding.value),
        span: key_span(text, finding.value),
        ..UnreadPart::default()
    };
    if whole.count == 0 {
        return Vec::new();
    }
    let Ok(entries) = serde_json::from_str::<Vec<&RawValue>>(finding.value.get()) else { return vec![whole] };
    let rest = entries.len().saturating_sub(LISTED);
    let listed = entries.iter().take(LISTED).map(|entry| {
        let deferred = Deferred::read(entry, finding.then);
        let (what, reason) = (deferred.what, deferred.reason);
        UnreadPart { count: 1, span: span_of(text, entry), what, reason, ..whole.clone() }
    });
    let more = (rest > 0).then(|| UnreadPart { count: rest, ..whole.clone() });
    listed.chain(more).collect()
}

/// How much a value holds: nothing for what says nothing, such as null, false and an empty list.
fn content(value: &RawValue) -> usize {
    match value.get() {
        "null" | "false" | "\"\"" => 0,
        list if list.starts_with('[') => serde_json::from_str::<Vec<&RawValue>>(list).map_or(1, |list| list.len()),
        object if object.starts_with('{') => usize::from(!object.trim_matches(['{', '}']).trim().is_empty()),
        _ => 1,
    }
}

/// Where a value stands in the text that it was read from.
fn span_of(text: &str, value: &RawValue) -> Span {
    let start = value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    Span::new(start, start.saturating_add(value.get().len()))
}

/// The key in front of a value.
fn key_span(text: &str, value: &RawValue) -> Span {
    let value = span_of(text, value);
    let before = text.get(..value.start).unwrap_or_default().trim_end();
    let before = before.strip_suffix(':').unwrap_or(before).trim_end();
    let key = before.strip_suffix('"').and_then(|inner| inner.rfind('"'));
    key.map_or(value, |start| Span::new(start, before.len()))
}

#[cfg(test)]
mod tests;
