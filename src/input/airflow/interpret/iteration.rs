//! What iterating over a value gives.

use super::super::arena::Id;
use std::rc::Rc;

use super::super::value::{Args, Item, Kind, List, Object, Value};
use super::Interpreter;
use super::branches::same;
use crate::source::Span;

/// Rounds of one loop; a longer one makes the file too large to follow.
const ROUNDS: i64 = 20_000;

impl<'a> Interpreter<'a> {
    /// The items that a value yields, and whether there may be others. `None` when nothing is known about them.
    pub(super) fn items_of(&mut self, value: &Value<'a>, at: Span) -> Option<(Vec<Item<'a>>, bool)> {
        match value {
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                let (items, open) = (list.items.clone(), list.open);
                self.step(items.len() / 16, at.start);
                (!items.is_empty() || !open).then_some((items, open))
            }
            Value::Dict(id) => {
                let (entries, open) = self.entries(*id);
                let dict = self.heap.dicts.get(*id);
                let key = |(key, item): (Rc<str>, Item<'a>)| Item { value: dict.key(&key), span: item.span };
                let keys: Vec<Item<'a>> = entries.into_iter().map(key).collect();
                (!keys.is_empty() || !open).then_some((keys, open))
            }
            Value::Object(id) => self.items_of_object(*id, at),
            Value::Class(id) => {
                let members = self.members(*id)?;
                Some((members.into_iter().map(|(_, value)| Item { value, span: at }).collect(), false))
            }
            Value::Text(text) => {
                let known = text.as_known()?.to_owned();
                self.step(known.len() / 16, at.start);
                Some((known.chars().map(|c| Item { value: Value::text(c), span: at }).collect(), false))
            }
            // Those of any that it may be.
            Value::Either(values) => {
                let known: Vec<_> = values.iter().filter_map(|value| self.items_of(value, at)).collect();
                let items: Vec<Item<'a>> = known.into_iter().flat_map(|(items, _)| items).collect();
                (!items.is_empty()).then_some((items, true))
            }
            _ => None,
        }
    }

    /// The items of an object of the tree: those of a named tuple, or what its `__iter__` gives.
    pub(super) fn items_of_object(&mut self, id: Id<Object<'a>>, at: Span) -> Option<(Vec<Item<'a>>, bool)> {
        if let Some(items) = self.tuple_of(id) {
            return Some((items, false));
        }
        let class = self.heap.objects.get(id).class?;
        let Some(Value::Function(method)) = self.class_name(class, "__iter__") else {
            self.note_unknown_base(class, "__iter__", at);
            return None;
        };
        let receiver = Value::Object(id);
        let items = self.call_with_self(method, &receiver, Args::default(), at);
        match items {
            // An object that is its own iterator gives what is next until it raises, which is not followed.
            Value::Object(_) => {
                let next = self.class_name(class, "__next__");
                if let Some(Value::Function(next)) = next {
                    let item = self.repeated_code(|this| this.call_with_self(next, &receiver, Args::default(), at));
                    return Some((vec![Item { value: item, span: at }], true));
                }
                None
            }
            other => self.items_of(&other, at),
        }
    }

    /// What one round of a loop over something unknown gets.
    pub(super) fn element(&self, iterable: &Value<'a>) -> Value<'a> {
        match iterable {
            Value::Task(id) => Value::Task(*id),
            Value::Unknown(what) => Value::unknown(format!("one of {what}")),
            Value::Object(id) => Value::unknown(format!("one of {}", self.heap.objects.get(*id).callee)),
            _ => Value::unknown("one of several"),
        }
    }

    /// `range(…)` as a list.
    pub(super) fn range(&mut self, args: &[Item<'a>], at: Span) -> Value<'a> {
        let numbers: Option<Vec<i64>> =
            args.iter().map(|item| if let Value::Int(number) = item.value { Some(number) } else { None }).collect();
        let (start, stop, step) = match numbers.as_deref() {
            Some([stop]) => (0, *stop, 1),
            Some([start, stop]) => (*start, *stop, 1),
            Some([start, stop, step]) if *step != 0 => (*start, *stop, *step),
            _ => return Value::unknown("range"),
        };
        let mut values = Vec::new();
        let mut next = start;
        while (step > 0 && next < stop) || (step < 0 && next > stop) {
            if i64::try_from(values.len()).is_ok_and(|length| length >= ROUNDS) {
                self.give_up(at.start, "too large to follow: a range of more than 20000 numbers");
                return Value::unknown("range");
            }
            values.push(Value::Int(next));
            let Some(after) = next.checked_add(step) else { break };
            next = after;
        }
        self.step(values.len() / 16, at.start);
        self.heap.list_of(values, at)
    }

    /// `zip(…)` as a list of tuples.
    pub(super) fn zip(&mut self, args: &[Item<'a>], at: Span) -> Value<'a> {
        let mut columns = Vec::new();
        let mut open = false;
        for arg in args {
            match self.items_of(&arg.value, at) {
                Some((items, more)) => {
                    open |= more;
                    columns.push(items.into_iter());
                }
                None => return Value::unknown("zip"),
            }
        }
        let mut rows = Vec::new();
        while !columns.is_empty() {
            let Some(row) = columns.iter_mut().map(Iterator::next).collect::<Option<Vec<_>>>() else { break };
            rows.push(Item { value: self.heap.tuple(row), span: at });
        }
        self.heap.list(rows, open)
    }

    /// `enumerate(…)` as a list of pairs.
    pub(super) fn enumerate(&mut self, args: &[Item<'a>], start: Option<i64>, at: Span) -> Value<'a> {
        let Some((items, open)) = args.first().and_then(|arg| self.items_of(&arg.value, at)) else {
            return Value::unknown("enumerate");
        };
        let mut rows = Vec::new();
        for (number, item) in (start.unwrap_or(0)..).zip(items) {
            let number = if start.is_some() { Value::Int(number) } else { Value::unknown("number") };
            let pair = vec![Item { value: number, span: at }, item];
            rows.push(Item { value: self.heap.tuple(pair), span: at });
        }
        self.heap.list(rows, open)
    }

    /// `list(x)`, `tuple(x)`, `set(x)`: a list of the items.
    pub(super) fn collected(&mut self, args: &[Item<'a>], at: Span, kind: Kind) -> Value<'a> {
        let Some(arg) = args.first() else { return Value::List(self.heap.lists.add(List { kind, ..List::default() })) };
        if matches!(arg.value, Value::Task(_)) {
            return arg.value.clone();
        }
        let (mut items, open) = self.items_of(&arg.value, at).unwrap_or((Vec::new(), true));
        let mut jumbled = kind;
        if let Value::List(id) = arg.value
            && matches!(self.heap.lists.get(id).kind, Kind::Set | Kind::Jumbled)
            && kind != Kind::Set
            && items.len() > 1
        {
            jumbled = Kind::Jumbled;
        }
        if kind == Kind::Set {
            let mut kept: Vec<Item<'a>> = Vec::new();
            for item in items {
                if !self.step(kept.len() / 16, at.start) {
                    break;
                }
                if !kept.iter().any(|other| same(&other.value, &item.value)) {
                    kept.push(item);
                }
            }
            items = kept;
        }
        Value::List(self.heap.lists.add(List { items, open, kind: jumbled }))
    }
}
