//! Methods of lists, tuples, sets and dicts.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::value::{Args, Dict, Item, Kind, List, Value};
use super::Interpreter;
use super::branches::same;
use super::regions::Holder;
use crate::source::Span;

/// Items that one list may have.
const LONGEST: usize = 20_000;

impl<'a> Interpreter<'a> {
    pub(super) fn list_method(&mut self, id: Id<List<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let uncertain = self.may_stay(Holder::List(id));
        match (name, args.positional.last().cloned()) {
            ("append" | "add" | "appendleft" | "insert", Some(item)) => self.added(id, name, args, item),
            ("extend" | "update" | "extendleft", Some(_)) => {
                for item in &args.positional {
                    self.extend(id, &item.value, at);
                }
                if name == "extendleft" {
                    self.unorder(id);
                }
                Value::None
            }
            ("copy" | "union", _) => {
                let copy = self.copy_of(&Value::List(id), false, at);
                if let Value::List(copy) = copy {
                    for item in &args.positional {
                        self.extend(copy, &item.value, at);
                    }
                }
                copy
            }
            ("pop" | "popleft", _) => self.popped(id, name, args, uncertain),
            ("remove" | "discard", Some(item)) => self.removed(id, &item, uncertain),
            ("clear" | "reverse" | "sort", _) => {
                let list = self.heap.lists.get_mut(id);
                match name {
                    "clear" if uncertain => list.open = true,
                    "clear" => (list.items, list.open) = (Vec::new(), false),
                    "reverse" => list.items.reverse(),
                    _ => self.sort_list(id, args, at),
                }
                if uncertain {
                    self.unorder(id);
                }
                Value::None
            }
            ("index" | "count", Some(_)) => self.found(id, name, args),
            (
                "intersection" | "difference" | "symmetric_difference" | "issubset" | "issuperset" | "isdisjoint",
                Some(item),
            ) => self.compared_sets(id, name, &item.value, at),
            _ => Value::unknown(format!("list.{name}()")),
        }
    }

    /// `list.append(item)`, `list.insert(index, item)`, `set.add(item)`.
    fn added(&mut self, id: Id<List<'a>>, name: &str, args: &Args<'a>, item: Item<'a>) -> Value<'a> {
        let uncertain = self.may_stay(Holder::List(id));
        let list = self.heap.lists.get(id);
        let length = list.items.len();
        let place = match (name, args.positional.first().map(|item| &item.value)) {
            ("appendleft", _) => 0,
            ("insert", Some(Value::Int(index))) => place(*index, length).unwrap_or(length),
            ("insert", _) => {
                self.unorder(id);
                length
            }
            _ if list.kind == Kind::Set && list.items.iter().any(|other| same(&other.value, &item.value)) => {
                return Value::None;
            }
            _ => length,
        };
        self.put(id, place, item, uncertain)
    }

    fn put(&mut self, id: Id<List<'a>>, at: usize, item: Item<'a>, uncertain: bool) -> Value<'a> {
        let list = self.heap.lists.get_mut(id);
        if list.items.len() < LONGEST {
            list.items.insert(at.min(list.items.len()), item);
        } else {
            list.open = true;
        }
        list.open |= uncertain;
        Value::None
    }

    /// `list.pop(index)`.
    fn popped(&mut self, id: Id<List<'a>>, name: &str, args: &Args<'a>, uncertain: bool) -> Value<'a> {
        let list = self.heap.lists.get_mut(id);
        let index = match args.positional.first().map(|item| &item.value) {
            None => Some(if name == "popleft" { 0 } else { -1 }),
            Some(Value::Int(index)) => Some(*index),
            Some(_) => None,
        };
        let index = index.filter(|_| !list.open && list.kind != Kind::Set && list.kind != Kind::Jumbled);
        let at = index.and_then(|index| place(index, list.items.len())).filter(|at| *at < list.items.len());
        match at {
            Some(at) if !uncertain => list.items.remove(at).value,
            _ => {
                list.open = true;
                let items = list.items.iter().map(|item| item.value.clone());
                Self::either(items.chain([Value::unknown("item")]).collect())
            }
        }
    }

    fn removed(&mut self, id: Id<List<'a>>, item: &Item<'a>, uncertain: bool) -> Value<'a> {
        let list = self.heap.lists.get_mut(id);
        let known = |value: &Value<'a>| matches!(value, Value::Unknown(_) | Value::Either(_) | Value::Object(_));
        let unsure = known(&item.value) || list.items.iter().any(|other| known(&other.value));
        match list.items.iter().position(|other| same(&other.value, &item.value)) {
            Some(at) if !uncertain => drop(list.items.remove(at)),
            Some(_) => list.open = true,
            None => list.open |= unsure,
        }
        Value::None
    }

    /// `list.index(item)`, `list.count(item)`.
    fn found(&self, id: Id<List<'a>>, name: &str, args: &Args<'a>) -> Value<'a> {
        let list = self.heap.lists.get(id);
        let Some(wanted) = args.positional.first().filter(|_| args.positional.len() == 1 && !list.open) else {
            return Value::unknown(name);
        };
        let plain = |value: &Value<'a>| match value {
            Value::Text(text) => text.as_known().is_some(),
            Value::Int(_) | Value::Bool(_) | Value::None => true,
            _ => false,
        };
        if !plain(&wanted.value) || !list.items.iter().all(|item| plain(&item.value)) || list.kind == Kind::Jumbled {
            return Value::unknown(name);
        }
        let mut fits = list.items.iter().map(|item| same(&item.value, &wanted.value));
        let number = if name == "count" { Some(fits.filter(|fits| *fits).count()) } else { fits.position(|fits| fits) };
        number.and_then(|number| i64::try_from(number).ok()).map_or_else(|| Value::unknown(name), Value::Int)
    }

    /// Methods of sets that take another collection.
    pub(super) fn compared_sets(&mut self, id: Id<List<'a>>, name: &str, other: &Value<'a>, at: Span) -> Value<'a> {
        let list = self.heap.lists.get(id);
        let (items, open) = (list.items.clone(), list.open);
        let Some((others, more)) = self.items_of(other, at).filter(|_| !open) else { return Value::unknown(name) };
        let known = |item: &Item<'a>| match &item.value {
            Value::Text(text) => text.as_known().is_some(),
            Value::Int(_) => true,
            _ => false,
        };
        if more
            || !items.iter().chain(&others).all(known)
            || !self.step(items.len().saturating_mul(others.len()) / 16, at.start)
        {
            return Value::unknown(name);
        }
        let within = |item: &Item<'a>, list: &[Item<'a>]| list.iter().any(|other| same(&other.value, &item.value));
        let kept: Vec<Item<'a>> = match name {
            "intersection" => items.into_iter().filter(|item| within(item, &others)).collect(),
            "difference" => items.into_iter().filter(|item| !within(item, &others)).collect(),
            "symmetric_difference" => {
                let only = others.iter().filter(|item| !within(item, &items)).cloned().collect::<Vec<_>>();
                items.into_iter().filter(|item| !within(item, &others)).chain(only).collect()
            }
            "issubset" => return Value::Bool(items.iter().all(|item| within(item, &others))),
            "issuperset" => return Value::Bool(others.iter().all(|item| within(item, &items))),
            _ => return Value::Bool(!items.iter().any(|item| within(item, &others))),
        };
        Value::List(self.heap.lists.add(List { items: kept, open: false, kind: Kind::Set }))
    }

    pub(super) fn dict_method(&mut self, id: Id<Dict<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("get" | "__getitem__", Some(key)) => self.got(id, &key, args),
            ("pop", Some(key)) => {
                let value = self.got(id, &key, args);
                self.take_key(id, &key);
                value
            }
            ("setdefault", Some(key)) => self.set_default(id, &key, args, at),
            ("popitem", None) => self.last_taken(id),
            ("clear", None) => {
                let certain = !self.may_stay(Holder::Dict(id));
                let dict = self.heap.dicts.get_mut(id);
                if certain {
                    *dict = Dict::default();
                } else {
                    dict.open = true;
                }
                Value::None
            }
            ("keys" | "__iter__", None) => {
                let keys = self.items_of(&Value::Dict(id), at);
                let (keys, open) = keys.unwrap_or((Vec::new(), true));
                self.heap.list(keys, open)
            }
            ("values", None) => {
                let (entries, open) = self.entries(id);
                self.heap.list(entries.into_iter().map(|(_, item)| item).collect(), open)
            }
            ("items" | "iteritems" | "most_common", None) => {
                let pairs = self.pairs_of(id, at);
                if name == "most_common" {
                    self.unorder(pairs);
                }
                Value::List(pairs)
            }
            ("copy", None) => self.copy_of(&Value::Dict(id), false, at),
            ("update", other) => {
                match other {
                    Some(Value::List(pairs)) => self.dict_from_pairs(id, pairs, at),
                    Some(other) => self.update(id, &other),
                    None => {}
                }
                for (key, item) in &args.named {
                    self.set_key(id, key, item.clone());
                }
                self.heap.dicts.get_mut(id).open |= args.open;
                Value::None
            }
            ("move_to_end", Some(_)) => Value::None,
            _ => Value::unknown(format!("dict.{name}()")),
        }
    }

    /// `dict.items()`.
    fn pairs_of(&mut self, id: Id<Dict<'a>>, at: Span) -> Id<List<'a>> {
        let (entries, open) = self.entries(id);
        self.step(entries.len(), at.start);
        let mut pairs = Vec::new();
        for (key, item) in entries {
            let key = self.heap.dicts.get(id).key(&key);
            let pair = vec![Item { value: key, span: item.span }, item];
            pairs.push(Item { value: self.heap.tuple(pair), span: at });
        }
        self.heap.lists.add(List { items: pairs, open, kind: Kind::List })
    }

    /// `dict.popitem()`.
    fn last_taken(&mut self, id: Id<Dict<'a>>) -> Value<'a> {
        let certain = !self.may_stay(Holder::Dict(id));
        let dict = self.heap.dicts.get_mut(id);
        if !certain || dict.open {
            dict.open = true;
            return Value::unknown("item");
        }
        let Some((key, item)) = dict.entries.pop() else { return Value::unknown("item") };
        let key = Item { value: dict.key(&key), span: item.span };
        self.heap.tuple(vec![key, item])
    }

    /// `dict.get(key, default)`.
    fn got(&mut self, id: Id<Dict<'a>>, key: &Value<'a>, args: &Args<'a>) -> Value<'a> {
        let default = args.get("default", 1).map_or(Value::None, |item| item.value.clone());
        let known = self.as_text(key).as_known().map(str::to_owned);
        let dict = self.heap.dicts.get(id);
        let Some(known) = known else {
            let any = self.dict_item(id, key);
            return Self::either(vec![any, default]);
        };
        match (dict.get(&known), dict.open) {
            (Some(item), _) if item.value.may_be_unset() => Self::either(vec![Self::present(&item.value), default]),
            (Some(item), _) => item.value.clone(),
            (None, false) => default,
            (None, true) => Self::either(vec![Value::unknown(format!("[{known}]")), default]),
        }
    }

    /// The entries of a dict, and whether there may be others, or not all of these.
    pub(super) fn entries(&self, id: Id<Dict<'a>>) -> (Vec<(Rc<str>, Item<'a>)>, bool) {
        let dict = self.heap.dicts.get(id);
        let open = dict.open || dict.entries.iter().any(|(_, item)| item.value.may_be_unset());
        let entry = |(key, item): &(Rc<str>, Item<'a>)| {
            (Rc::clone(key), Item { value: Self::present(&item.value), span: item.span })
        };
        (dict.entries.iter().map(entry).collect(), open)
    }

    /// A key is taken out.
    fn take_key(&mut self, id: Id<Dict<'a>>, key: &Value<'a>) {
        let certain = !self.may_stay(Holder::Dict(id));
        let known = self.as_text(key).as_known().map(str::to_owned);
        let dict = self.heap.dicts.get_mut(id);
        match known {
            Some(known) if certain => dict.entries.retain(|(name, _)| **name != *known),
            Some(known) if dict.get(&known).is_none() => {}
            _ => dict.open = true,
        }
    }

    /// `dict.setdefault(key, value)`.
    fn set_default(&mut self, id: Id<Dict<'a>>, key: &Value<'a>, args: &Args<'a>, at: Span) -> Value<'a> {
        let default = args.positional.get(1).cloned().unwrap_or(Item { value: Value::None, span: at });
        let Some(known) = self.as_text(key).as_known().map(str::to_owned) else {
            self.heap.dicts.get_mut(id).open = true;
            return Self::either(vec![self.dict_item(id, key), default.value]);
        };
        let dict = self.heap.dicts.get(id);
        match (dict.get(&known).map(|item| item.value.clone()), dict.open) {
            (Some(value), _) => value,
            (None, open) => {
                let value = if open {
                    Self::either(vec![Value::unknown(format!("[{known}]")), default.value])
                } else {
                    default.value
                };
                self.insert(id, key, Item { value: value.clone(), span: default.span });
                value
            }
        }
    }

    /// `left | right` and `left |= right` of dicts.
    pub(super) fn merged(&mut self, left: Id<Dict<'a>>, right: &Value<'a>) -> Value<'a> {
        let merged = self.heap.dicts.add(Dict::default());
        self.update(merged, &Value::Dict(left));
        self.update(merged, right);
        Value::Dict(merged)
    }

    /// The keys of a dict as they are kept.
    pub(super) fn key_text(&self, key: &Value<'a>) -> Option<Rc<str>> {
        self.as_text(key).as_known().map(Rc::from)
    }
}

/// The place that an index means, counted from the end where it is negative.
fn place(index: i64, length: usize) -> Option<usize> {
    match usize::try_from(index) {
        Ok(index) => Some(index),
        Err(_) => usize::try_from(index.unsigned_abs()).ok().map(|back| length.saturating_sub(back)),
    }
}
