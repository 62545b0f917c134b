//! Sorting, the largest and the smallest. The functions that say by what are called: they may make tasks.

use std::cmp::Ordering;

use super::super::super::arena::Id;
use super::super::super::value::{Args, Item, Kind, List, Value};
use super::super::Interpreter;
use crate::source::Span;

/// A key that has its place among others of its sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
    List(Vec<Key>),
    /// A date, a time or a span, each its own sort.
    Moment(&'static str, Vec<i64>),
}

impl<'a> Interpreter<'a> {
    /// `sorted(items, key=…, reverse=…)`.
    pub(super) fn sorted(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let list = self.collected(args.positional.get(..1).unwrap_or_default(), at, Kind::List);
        if let Value::List(id) = list {
            self.sort_list(id, args, at);
        }
        list
    }

    /// `list.sort(key=…, reverse=…)`. Where the order is not known, there may be any.
    pub(in super::super) fn sort_list(&mut self, id: Id<List<'a>>, args: &Args<'a>, at: Span) {
        let items = self.heap.lists.get(id).items.clone();
        let reverse = match args.named("reverse").map(|item| item.value.truth(&self.heap)) {
            None => Some(false),
            Some(known) => known,
        };
        let keys = self.keys_of(&items, args, at);
        let mut rows: Vec<(Key, Item<'a>)> = match (keys, reverse) {
            (Some(keys), Some(_)) => keys.into_iter().zip(items).collect(),
            // The items are known and their order is not.
            _ => return self.unorder(id),
        };
        let backwards = reverse == Some(true);
        rows.sort_by(|(one, _), (other, _)| if backwards { other.cmp(one) } else { one.cmp(other) });
        self.heap.lists.get_mut(id).items = rows.into_iter().map(|(_, item)| item).collect();
    }

    /// The items of a list stand in an order that is not known.
    pub(in super::super) fn unorder(&mut self, id: Id<List<'a>>) {
        let list = self.heap.lists.get_mut(id);
        if list.items.len() > 1 {
            list.kind = Kind::Jumbled;
        }
    }

    /// What each item is sorted by; `None` when that is not known of each, or they cannot be compared.
    fn keys_of(&mut self, items: &[Item<'a>], args: &Args<'a>, at: Span) -> Option<Vec<Key>> {
        let by = args.named("key").map(|item| item.value.clone()).filter(|by| !matches!(by, Value::None));
        let mut keys = Some(Vec::new());
        for item in items {
            if !self.step(1, at.start) {
                return None;
            }
            let value = match &by {
                Some(function) => {
                    let args = Args { positional: vec![item.clone()], ..Args::default() };
                    self.call(function, args, at)
                }
                None => item.value.clone(),
            };
            // Each call is followed, also when an earlier key is not known.
            let key = self.key_of(&value, 4);
            keys = keys.zip(key).map(|(mut keys, key)| {
                keys.push(key);
                keys
            });
        }
        keys.filter(|keys| keys.windows(2).all(|pair| matches!(pair, [one, other] if comparable(one, other))))
    }

    fn key_of(&self, value: &Value<'a>, depth: usize) -> Option<Key> {
        match value {
            Value::Int(number) => Some(Key::Number(*number)),
            Value::Bool(value) => Some(Key::Number(i64::from(*value))),
            Value::Text(text) => text.as_known().map(|known| Key::Text(known.to_owned())),
            Value::List(id) if depth > 0 && !self.heap.lists.get(*id).open => {
                let items = &self.heap.lists.get(*id).items;
                items
                    .iter()
                    .map(|item| self.key_of(&item.value, depth.saturating_sub(1)))
                    .collect::<Option<Vec<_>>>()
                    .map(Key::List)
            }
            Value::Object(id) => self.moment(*id)?.place().map(|(sort, place)| Key::Moment(sort, place)),
            _ => None,
        }
    }

    /// `max(…)` and `min(…)`.
    pub(super) fn extreme(&mut self, largest: bool, args: &Args<'a>, at: Span) -> Value<'a> {
        let (items, open) = match args.positional.as_slice() {
            [only] => match self.items_of(&only.value, at) {
                Some(found) => found,
                None => return Value::unknown("extreme"),
            },
            many => (many.to_vec(), args.open),
        };
        let keys = self.keys_of(&items, args, at).filter(|_| !open);
        let Some(keys) = keys else {
            let values: Vec<Value<'a>> = items.into_iter().map(|item| item.value).collect();
            return if open || values.is_empty() { Value::unknown("extreme") } else { Self::either(values) };
        };
        let wanted = if largest { Ordering::Greater } else { Ordering::Less };
        let mut best: Option<(Key, Item<'a>)> = None;
        for (key, item) in keys.into_iter().zip(items) {
            if best.as_ref().is_none_or(|(so_far, _)| key.cmp(so_far) == wanted) {
                best = Some((key, item));
            }
        }
        let default = args.named("default").map(|item| item.value.clone());
        best.map(|(_, item)| item.value).or(default).unwrap_or_else(|| Value::unknown("extreme"))
    }
}

/// Whether two keys are of one sort.
fn comparable(one: &Key, other: &Key) -> bool {
    match (one, other) {
        (Key::Number(_), Key::Number(_)) | (Key::Text(_), Key::Text(_)) => true,
        (Key::Moment(one, _), Key::Moment(other, _)) => one == other,
        (Key::List(one), Key::List(other)) => one.iter().zip(other).all(|(one, other)| comparable(one, other)),
        _ => false,
    }
}
