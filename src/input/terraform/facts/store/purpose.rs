//! What says what a store is for.

use serde_json::Value;

use super::{Known, Wording};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, Hidden, LATER, SENSITIVE, dotted};
use crate::input::terraform::facts::setting::Setting;
use crate::input::terraform::model::{Provider, Resource};

/// The keys of tags that say what is inside, in small letters and without separators. Others do not: what the audit
/// team owns need not be an audit trail.
const TAGS: &[(&str, Says)] = &[
    ("name", Says::Name),
    ("purpose", Says::Purpose),
    ("usage", Says::Purpose),
    ("content", Says::Purpose),
    ("contents", Says::Purpose),
    ("data", Says::Class),
    ("dataclass", Says::Class),
    ("dataclassification", Says::Class),
    ("datatype", Says::Class),
];

/// What a tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What the store is called once more.
    Name,
    /// What it is for, which is why it counts for more than any name.
    Purpose,
    /// Of what sort the data is: `restricted` says nothing against a name.
    Class,
}

impl Says {
    /// What a tag with this key says; `None` when it is not about what is inside.
    fn of(key: &str) -> Option<Self> {
        let key: String = key.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).collect();
        let key = key.to_ascii_lowercase();
        TAGS.iter().find(|(known, _)| *known == key).map(|(_, says)| *says)
    }
}

/// The purposes that its own tags say, and what else they say about what is inside. Where they say no purpose: its name in
/// the code, the known names of it and of its accounts, and every tag about what is inside, those of its provider too.
pub(super) fn names(known: &Known<'_>, row: &Wording, store: &Resource, accounts: &[&Resource]) -> Vec<String> {
    let mut names = if purposes(row, store).next().is_some() {
        let said = tags(row, store).filter(|(says, _)| *says != Says::Name);
        said.map(|(_, value)| value).collect()
    } else {
        let mut names = own_names(row, store);
        names.extend(common_tags(known, row, store));
        for account in accounts {
            let row = known.stores.iter().find(|row| row.of == account.kind);
            names.extend(row.map(|row| own_names(row, account)).unwrap_or_default());
        }
        names
    };
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

fn own_names<'a>(row: &Wording, holder: &'a Resource) -> Vec<&'a str> {
    let known = row.names.iter().filter_map(|path| holder.argument(path).text());
    let parts = row.names.iter().flat_map(|path| parts(holder, path)).filter_map(Value::as_str);
    std::iter::once(holder.name.as_str())
        .chain(known)
        .chain(parts)
        .chain(tags(row, holder).map(|(_, value)| value))
        .collect()
}

/// The known parts of a name that is known only after apply.
fn parts<'a>(holder: &'a Resource, path: &[Segment]) -> &'a [Value] {
    let written = holder.written.get(&dotted(path)).and_then(|written| written.get("$parts"));
    written.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a machine makes the rest of such a name.
fn is_made(holder: &Resource, path: &[Segment]) -> bool {
    holder.written.get(&dotted(path)).and_then(|written| written.get("made")) == Some(&Value::Bool(true))
}

/// The values of its own tags about what is inside.
fn tags<'a>(row: &Wording, holder: &'a Resource) -> impl Iterator<Item = (Says, &'a str)> {
    about(holder.planned(&row.tags).ok().flatten())
}

/// The values of tags about what is inside.
fn about(tags: Option<&Value>) -> impl Iterator<Item = (Says, &str)> {
    let tags = tags.and_then(Value::as_object).into_iter().flatten();
    tags.filter_map(|(key, value)| Some((Says::of(key)?, value.as_str()?)))
}

/// The purposes that its own tags say. A tag without a word says none.
fn purposes<'a>(row: &Wording, holder: &'a Resource) -> impl Iterator<Item = &'a str> {
    let said =
        tags(row, holder).filter(|(says, value)| *says == Says::Purpose && value.contains(char::is_alphanumeric));
    said.map(|(_, value)| value)
}

/// The tags about what is inside that a store shares with all others of its provider. They may say that it holds
/// records, and never that it holds none: nobody wrote them for this store.
fn common_tags<'a>(known: &Known<'a>, row: &Wording, store: &'a Resource) -> Vec<&'a str> {
    let Some(all) = &row.all_tags else { return Vec::new() };
    let merged = store.planned(all).ok().flatten();
    let said = match merged {
        Some(_) => about(merged),
        None => about(provider(known, store).and_then(default_tags)),
    };
    said.filter(|(says, _)| *says != Says::Name).map(|(_, value)| value).collect()
}

/// The configuration of the provider of a resource.
fn provider<'a>(known: &Known<'a>, resource: &Resource) -> Option<&'a Provider> {
    known.plan.providers.iter().find(|provider| provider.key == resource.provider_key)
}

/// The tags that a provider gives to everything.
fn default_tags(provider: &Provider) -> Option<&Value> {
    let blocks = provider.config.get("default_tags").and_then(|blocks| blocks.get(0)?.get("tags"));
    blocks.or_else(|| provider.config.get("default_labels"))
}

/// Whether a tag about what is inside is sensitive, or may be.
fn hides_tag(row: &Wording, holder: &Resource) -> bool {
    match holder.planned(&row.tags) {
        Err(Hidden) => true,
        Ok(tags) => tags.and_then(Value::as_object).into_iter().flatten().any(|(key, _)| {
            let tag = [row.tags.as_slice(), &[Segment::Key(key.clone())]].concat();
            Says::of(key).is_some() && holder.planned(&tag) == Err(Hidden)
        }),
    }
}

/// Whether a tag about what is inside is known only after apply, or may be because none is known before.
fn comes_later(row: &Wording, holder: &Resource) -> bool {
    let tags = dotted(&row.tags);
    holder.unknown.keys().any(|path| match path.strip_prefix(&tags) {
        Some("") => true,
        Some(below) => below.strip_prefix('.').is_some_and(|key| Says::of(key).is_some()),
        None => false,
    })
}

/// The names of it that cannot be known, and its tags when one about what is inside is sensitive or comes later; none
/// where a tag says what is inside.
pub(super) fn unknown(row: &Wording, store: &Resource) -> Vec<Setting<String>> {
    let why = if hides_tag(row, store) { Some(SENSITIVE) } else { comes_later(row, store).then_some(LATER) };
    let hidden = why.map(|why| Setting::of(store, &row.tags, Err(why)));
    if hidden.is_none() && tags(row, store).next().is_some() {
        return Vec::new();
    }
    let unknown = row.names.iter().filter_map(|path| match store.argument(path) {
        Argument::Unknown(_) if is_made(store, path) => None,
        Argument::Unknown(why) => Some(Setting::of(store, path, Err(why))),
        Argument::Absent | Argument::Known(_) => None,
    });
    unknown.chain(hidden).collect()
}
