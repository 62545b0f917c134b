//! The rows of the tables of operators and calls, applied to arguments.

use super::super::super::arena::Id;
use super::super::super::knowledge::operators::{Entry, Holds};
use super::super::super::model::{DataKind, Does};
use super::super::super::text::Text;
use super::super::super::value::{Args, Dict, Heap, Item, Value};
use super::super::shell::Environment;
use super::super::uri::{self, Named};
use super::super::{shell, sql};
use super::Touches;
use super::values::possible;

impl Entry {
    /// Whether it is about an argument.
    pub(super) fn takes(&self, argument: &str) -> bool {
        let plain = |name: &String| name.split('@').next().unwrap_or_default().split('.').any(|part| part == argument);
        self.name.iter().chain(&self.key).any(plain)
    }
}

/// Applies a row; a message says whose arguments they are with `owner`.
pub(super) fn apply<'a>(
    heap: &Heap<'a>,
    entry: &Entry,
    does: Does,
    args: &Args<'a>,
    owner: &str,
    touches: &mut Touches,
) {
    let label = |argument: &str| format!("{owner}{}", argument.split('@').next().unwrap_or(argument));
    let keys = entry.key.as_deref().and_then(|key| argument(args, key));
    let from_uri = |item: &Item<'a>, argument: &str, touches: &mut Touches| {
        for text in possible(heap, &item.value) {
            if let Some(named) = uri::parse(&text) {
                touches.add(does, &named, &label(argument), item.span);
            }
        }
    };
    let Some((name, (names, item))) = entry.name.as_deref().and_then(|name| Some((name, name_of(heap, args, name)?)))
    else {
        // A key that is a whole URI needs no name.
        if let (Some(item), Some(key)) = (keys, &entry.key) {
            from_uri(item, key, touches);
        }
        return;
    };
    // A request that only asks sends nothing.
    let asks = args
        .named("method")
        .and_then(|item| item.value.as_str())
        .is_some_and(|method| matches!(method, "GET" | "HEAD"));
    let does = if asks && entry.holds == Holds::Endpoint { Does::Reads } else { does };
    let kind = match entry.holds {
        Holds::Sql => {
            return names.iter().for_each(|text| touches.add_all(sql::touched(text), &label(name), item.span));
        }
        Holds::Shell => {
            let environment = Environment::new();
            if matches!(item.value, Value::List(_)) {
                touches.add_all(shell::of_words(&names, &environment), &label(name), item.span);
            }
            return names
                .iter()
                .filter(|text| !matches!(item.value, Value::List(_)) || sql::is_statement(text))
                .for_each(|text| touches.add_all(shell::touched(text, &environment), &label(name), item.span));
        }
        Holds::Uri => return from_uri(item, name, touches),
        Holds::Bucket => DataKind::Bucket,
        Holds::Dataset => DataKind::Dataset,
        Holds::Table => DataKind::Table,
        Holds::Endpoint => DataKind::Endpoint,
    };
    let key = keys.and_then(|item| possible(heap, &item.value).into_iter().next());
    for text in names {
        touches.add(does, &named(kind, text, key.as_ref()), &label(name), item.span);
    }
}

/// Data of a kind by its name, or by a URI in place of it.
pub(super) fn named(kind: DataKind, text: Text, key: Option<&Text>) -> Named {
    uri::parse(&text)
        .filter(|named| named.kind == kind)
        .unwrap_or_else(|| Named { key: key.cloned(), ..Named::new(kind, text) })
}

/// The names that an entry's argument gives: `dataset_id.table_id` joins two, `configuration.query` goes into one,
/// `configuration.copy.datasetId+tableId` does both.
fn name_of<'i, 'a>(heap: &'i Heap<'a>, args: &'i Args<'a>, name: &str) -> Option<(Vec<Text>, &'i Item<'a>)> {
    let Some((first, rest)) = name.split_once('.') else {
        return argument(args, name).map(|item| (names(heap, item), item));
    };
    let item = argument(args, first);
    if let Some(Item { value: Value::Dict(dict), .. }) = item {
        let Some((first, second)) = rest.split_once('+') else {
            let inner = go_into(heap, *dict, rest)?;
            return Some((names(heap, inner), inner));
        };
        let folder = first.rsplit_once('.').map_or("", |(folder, _)| folder);
        let last = go_into(heap, *dict, &format!("{folder}.{second}"))?;
        return Some((vec![joined(heap, go_into(heap, *dict, first), last)], last));
    }
    let last = argument(args, rest)?;
    Some((vec![joined(heap, item, last)], last))
}

/// Two names with a dot between them.
fn joined(heap: &Heap<'_>, first: Option<&Item<'_>>, last: &Item<'_>) -> Text {
    let mut whole = first.and_then(|item| names(heap, item).into_iter().next()).unwrap_or_default();
    if !whole.parts().is_empty() {
        whole.push_str(".");
    }
    whole.push(&names(heap, last).into_iter().next().unwrap_or_default());
    whole
}

/// What stands at a path of keys in nested dicts.
fn go_into<'i, 'a>(heap: &'i Heap<'a>, dict: Id<Dict<'a>>, path: &str) -> Option<&'i Item<'a>> {
    let mut at = heap.dicts.get(dict);
    let mut path = path.split('.').peekable();
    while let Some(step) = path.next() {
        let inner = at.get(step)?;
        match &inner.value {
            Value::Dict(dict) if path.peek().is_some() => at = heap.dicts.get(*dict),
            Value::Dict(_) | Value::None => return None,
            _ if path.peek().is_none() => return Some(inner),
            _ => return None,
        }
    }
    None
}

/// The names that an argument may be; a hole when nothing is known of it.
pub(super) fn names(heap: &Heap<'_>, item: &Item<'_>) -> Vec<Text> {
    possible(heap, &item.value)
}

/// The argument `name`, or the one at the position in `name@2`.
fn argument<'i, 'a>(args: &'i Args<'a>, name: &str) -> Option<&'i Item<'a>> {
    let item = match name.split_once('@') {
        Some((name, position)) => args.get(name, position.parse().unwrap_or(usize::MAX)),
        None => args.named(name),
    };
    item.filter(|item| !matches!(item.value, Value::None))
}
