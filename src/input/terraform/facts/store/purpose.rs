//! What says what a store is for.

use serde_json::Value;

use super::Wording;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, Hidden, LATER, SENSITIVE, dotted};
use crate::input::terraform::facts::setting::Setting;
use crate::input::terraform::model::Resource;

/// The keys of tags that say what is inside, in small letters and without separators. Others do not: what the audit
/// team owns need not be an audit trail.
const TAGS: &[&str] =
    &["name", "purpose", "usage", "content", "contents", "data", "dataclass", "dataclassification", "datatype"];

/// Its name in the code, the known names of it and of its accounts, and tags about what is inside.
pub(super) fn names(stores: &[Wording], row: &Wording, store: &Resource, accounts: &[&Resource]) -> Vec<String> {
    let mut names = own_names(row, store);
    for account in accounts {
        let row = stores.iter().find(|row| row.of == account.kind);
        names.extend(row.map(|row| own_names(row, account)).unwrap_or_default());
    }
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

fn own_names<'a>(row: &Wording, holder: &'a Resource) -> Vec<&'a str> {
    let known = row.names.iter().filter_map(|path| holder.argument(path).text());
    std::iter::once(holder.name.as_str()).chain(known).chain(tags(row, holder)).collect()
}

/// The values of tags about what is inside.
fn tags<'a>(row: &Wording, holder: &'a Resource) -> Vec<&'a str> {
    let tags = holder.planned(&row.tags).ok().flatten().and_then(Value::as_object);
    tags.into_iter().flatten().filter(|(key, _)| is_about(key)).filter_map(|(_, value)| value.as_str()).collect()
}

fn is_about(key: &str) -> bool {
    let key: String = key.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).collect();
    TAGS.contains(&key.to_ascii_lowercase().as_str())
}

/// Whether a tag about what is inside is sensitive, or may be.
fn hides_tag(row: &Wording, holder: &Resource) -> bool {
    match holder.planned(&row.tags) {
        Err(Hidden) => true,
        Ok(tags) => tags.and_then(Value::as_object).into_iter().flatten().any(|(key, _)| {
            let tag = [row.tags.as_slice(), &[Segment::Key(key.clone())]].concat();
            is_about(key) && holder.planned(&tag) == Err(Hidden)
        }),
    }
}

/// Whether a tag about what is inside is known only after apply, or may be because none is known before.
fn comes_later(row: &Wording, holder: &Resource) -> bool {
    let tags = dotted(&row.tags);
    holder.unknown.keys().any(|path| match path.strip_prefix(&tags) {
        Some("") => true,
        Some(below) => below.strip_prefix('.').is_some_and(is_about),
        None => false,
    })
}

/// The names of it that cannot be known, and its tags when one about what is inside is sensitive or comes later; none
/// where a tag says what is inside.
pub(super) fn unknown(row: &Wording, store: &Resource) -> Vec<Setting<String>> {
    let why = if hides_tag(row, store) { Some(SENSITIVE) } else { comes_later(row, store).then_some(LATER) };
    let hidden = why.map(|why| Setting::of(store, &row.tags, Err(why)));
    if hidden.is_none() && !tags(row, store).is_empty() {
        return Vec::new();
    }
    let unknown = row.names.iter().filter_map(|path| match store.argument(path) {
        Argument::Unknown(why) => Some(Setting::of(store, path, Err(why))),
        Argument::Absent | Argument::Known(_) => None,
    });
    unknown.chain(hidden).collect()
}
