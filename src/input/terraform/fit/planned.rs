//! What the configuration of a plan does not repeat and its values show: locals, arguments of modules, `each`, texts around
//! `${…}`, what `jsonencode` is given, which blocks `dynamic` makes and which instances there are.
//!
//! Only resources that are created are compared: of others a provider may keep what it has for what means the same.

use serde_json::Value as Json;

use super::compare::differs;
use super::scope::{Partial, Scope};
use super::written::{Block, Dynamic, Value};
use super::{Differences, constant};

/// The most blocks of one name that are compared; each is looked for among all that are planned.
const BLOCKS: usize = 200;

/// Compares what of a block refers to something with what is planned for one of its instances.
pub(super) fn compare(after: &Json, block: &Block<'_>, scope: &Scope<'_>, what: &str, found: &mut Differences) {
    for (name, argument) in &block.arguments {
        let (Value::Native(expression), Some(planned)) = (argument.value, after.get(*name)) else { continue };
        if constant::of(expression).is_none() && !agrees(&scope.value(expression, 0), planned) {
            found.push(differs(argument.source, argument.at, name, what));
        }
    }
    for (name, dynamic) in &block.dynamic {
        let Some(planned) = after.get(*name).and_then(Json::as_array).filter(|list| list.len() <= BLOCKS) else {
            continue;
        };
        let Some(first) = dynamic.first() else { continue };
        let at = (first.content.source, first.content.header);
        let fixed = block.blocks.get(name).map_or(0, Vec::len);
        let made: Option<Vec<Vec<Partial>>> = dynamic.iter().map(|dynamic| made(dynamic, scope)).collect();
        let Some(made) = made else { continue };
        let made: Vec<Partial> = made.into_iter().flatten().collect();
        if made.len() > BLOCKS {
            continue;
        }
        let is_there = |block: &Partial| planned.iter().any(|planned| agrees(block, planned));
        if planned.len() > made.len().saturating_add(fixed) || !made.iter().all(is_there) {
            found.push(differs(at.0, at.1, name, what));
        }
    }
}

/// The blocks that a `dynamic` block makes, as far as the code tells their arguments; `None` where it does not tell which.
fn made(dynamic: &Dynamic<'_>, scope: &Scope<'_>) -> Option<Vec<Partial>> {
    let elements: Vec<(Partial, Partial)> = match scope.value(dynamic.each, 0) {
        Partial::Known(Json::Object(entries)) => {
            entries.into_iter().map(|(key, value)| (Partial::Known(key.into()), Partial::Known(value))).collect()
        }
        Partial::Object(entries) => {
            entries.into_iter().map(|(key, value)| (Partial::Known(key.into()), value)).collect()
        }
        // Whether it is a list or a set, and thus what the key is, nobody says.
        Partial::Known(Json::Array(items)) => {
            items.into_iter().map(|item| (Partial::Unknown, Partial::Known(item))).collect()
        }
        Partial::List(items) => items.into_iter().map(|item| (Partial::Unknown, item)).collect(),
        Partial::Known(_) | Partial::Unknown | Partial::Text(_) | Partial::Encoded(_) => return None,
    };
    let make = |(key, value): (Partial, Partial)| {
        let scope = scope.binding(dynamic.iterator, key, value);
        let arguments = dynamic.content.arguments.keys();
        let entries = arguments.filter_map(|name| Some(((*name).to_owned(), scope.argument(&dynamic.content, name)?)));
        Partial::Object(entries.collect())
    };
    Some(elements.into_iter().map(make).collect())
}

/// Whether a planned value is what the code tells of it. `true` where nobody can say.
fn agrees(written: &Partial, planned: &Json) -> bool {
    if planned.is_null() {
        return true;
    }
    match (written, planned) {
        // A provider fills in what is left out.
        (Partial::Known(known), _) => known.is_null() || same(known, planned),
        // A provider writes a document in its own way.
        (Partial::Text(parts), Json::String(text)) if is_json(text) => names(parts).all(|name| text.contains(name)),
        (Partial::Text(parts), Json::String(text)) => is_hash(text) || matches(parts, &folded(text)),
        (Partial::List(items), Json::Array(planned)) => {
            let among = |item: &Partial| planned.iter().any(|planned| agrees(item, planned));
            items.iter().all(among)
        }
        (Partial::Object(entries), Json::Object(planned)) => {
            let mut entries = entries.iter();
            entries.all(|(key, entry)| planned.get(key).map_or(is_empty(entry), |planned| agrees(entry, planned)))
        }
        (Partial::Encoded(inner), Json::String(text)) => {
            serde_json::from_str::<Json>(text).map_or(true, |document| is_encoded(inner, &document))
        }
        // Nobody knows it, or the provider turned it into something else.
        _ => true,
    }
}

/// Whether an entry may be left out: a provider drops what says nothing, and what refers to something may be known only
/// after apply.
fn is_empty(entry: &Partial) -> bool {
    match entry {
        Partial::Known(known) => match known {
            Json::Null => true,
            Json::String(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(entries) => entries.is_empty(),
            Json::Bool(_) | Json::Number(_) => false,
        },
        Partial::Unknown | Partial::Text(_) | Partial::List(_) | Partial::Object(_) | Partial::Encoded(_) => true,
    }
}

/// The same for a document, of which a provider changes nothing but the order and a list of one element.
fn is_encoded(written: &Partial, document: &Json) -> bool {
    match (written, document) {
        (Partial::Known(known), document) => is_document(known, document),
        (Partial::Object(entries), Json::Object(document)) => {
            let known = |key: &String| entries.contains_key(key);
            let set = |(key, entry): (&String, &Partial)| match document.get(key) {
                Some(value) => is_encoded(entry, value),
                None => !matches!(entry, Partial::Known(known) if !known.is_null()),
            };
            document.keys().all(known) && entries.iter().all(set)
        }
        (Partial::List(items), Json::Array(document)) => {
            let among = |item: &Partial| document.iter().any(|other| is_encoded(item, other));
            items.len() == document.len() && items.iter().all(among)
        }
        (written, document) => agrees(written, document),
    }
}

/// Whether two documents are the same but for the order of lists and for lists of one element.
fn is_document(written: &Json, document: &Json) -> bool {
    let one = |list: &Json| list.as_array().filter(|items| items.len() == 1).and_then(|items| items.first()).cloned();
    match (written, document) {
        (Json::Array(items), Json::Array(document)) => {
            let among = |item: &Json| document.iter().any(|other| is_document(item, other));
            items.len() == document.len() && items.iter().all(among)
        }
        (Json::Object(entries), Json::Object(document)) => {
            let mut entries = entries.iter();
            document.len() == entries.len()
                && entries.all(|(key, value)| document.get(key).is_some_and(|other| is_document(value, other)))
        }
        (Json::Array(_), _) => one(written).is_some_and(|only| is_document(&only, document)),
        (_, Json::Array(_)) => one(document).is_some_and(|only| is_document(written, &only)),
        _ => constant::converts(document, written, false),
    }
}

/// Whether two values mean the same to providers that write texts their own way.
fn same(written: &Json, planned: &Json) -> bool {
    if constant::converts(planned, written, true) {
        return true;
    }
    match (written, planned) {
        (Json::String(written), Json::String(planned)) => {
            let documents = (serde_json::from_str::<Json>(written), serde_json::from_str::<Json>(planned));
            is_hash(planned)
                || folded(written) == folded(planned)
                || matches!(documents, (Ok(written), Ok(planned)) if constant::same(&planned, &written))
        }
        (Json::String(_) | Json::Bool(_) | Json::Number(_), Json::String(_) | Json::Bool(_) | Json::Number(_)) => false,
        // Parts of a value that a provider completes.
        (Json::Object(written), Json::Object(planned)) => {
            let mut written = written.iter();
            written.all(|(key, value)| value.is_null() || planned.get(key).is_none_or(|planned| same(value, planned)))
        }
        (Json::Array(written), Json::Array(planned)) => {
            written.iter().all(|value| planned.iter().any(|planned| same(value, planned)))
        }
        _ => true,
    }
}

/// A text without what providers drop: the case of names, the dot behind a domain, blanks at the end.
fn folded(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}

/// Whether a text is a checksum, which some providers keep instead of the text.
pub(super) fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text is a document in JSON.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// The words of the parts of a text.
fn names(parts: &[Option<String>]) -> impl Iterator<Item = &str> {
    /// The shortest that says something.
    const SHORTEST: usize = 3;
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, ':' | '_' | '*' | '-');
    let words = parts.iter().flatten().flat_map(move |part| part.split(move |letter| !inside(letter)));
    words.filter(|word| word.len() >= SHORTEST)
}

/// Whether a folded text consists of parts in order.
fn matches(parts: &[Option<String>], text: &str) -> bool {
    let mut rest = text;
    let mut open = false;
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter().enumerate() {
        let Some(part) = part else {
            open = true;
            continue;
        };
        let part = part.to_lowercase();
        let part = if index == 0 { part.trim_start() } else { part.as_str() };
        let part = if index == last { part.trim_end().trim_end_matches('.') } else { part };
        if index == last && open {
            return rest.ends_with(part);
        }
        let found = if open { rest.find(part) } else { rest.starts_with(part).then_some(0) };
        let Some(after) = found.and_then(|at| rest.get(at.saturating_add(part.len())..)) else { return false };
        rest = after;
        open = false;
    }
    open || rest.is_empty()
}
