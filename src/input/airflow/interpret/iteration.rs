//! What iterating over a value gives.

use super::super::value::{Item, Value};
use super::Interpreter;
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
                let dict = self.heap.dicts.get(*id);
                let keys: Vec<Item<'a>> = dict
                    .entries
                    .iter()
                    .map(|(key, item)| Item { value: Value::text(&**key), span: item.span })
                    .collect();
                (!keys.is_empty() || !dict.open).then_some((keys, dict.open))
            }
            Value::Text(text) => {
                let known = text.as_known()?.to_owned();
                self.step(known.len() / 16, at.start);
                Some((known.chars().map(|c| Item { value: Value::text(c), span: at }).collect(), false))
            }
            _ => None,
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
        for arg in args {
            match self.items_of(&arg.value, at) {
                Some((items, false)) => columns.push(items.into_iter()),
                _ => return Value::unknown("zip"),
            }
        }
        let mut rows = Vec::new();
        while !columns.is_empty() {
            let Some(row) = columns.iter_mut().map(Iterator::next).collect::<Option<Vec<_>>>() else { break };
            rows.push(self.heap.list(row, false));
        }
        self.heap.list_of(rows, at)
    }

    /// `enumerate(…)` as a list of pairs.
    pub(super) fn enumerate(&mut self, args: &[Item<'a>], start: i64, at: Span) -> Value<'a> {
        let Some((items, open)) = args.first().and_then(|arg| self.items_of(&arg.value, at)) else {
            return Value::unknown("enumerate");
        };
        let mut rows = Vec::new();
        for (number, item) in (start..).zip(items) {
            let pair = vec![Item { value: Value::Int(number), span: at }, item];
            rows.push(Item { value: self.heap.list(pair, false), span: at });
        }
        self.heap.list(rows, open)
    }

    /// `list(x)`, `tuple(x)`, `sorted(x)`, `reversed(x)`, `set(x)`: a list of the items.
    pub(super) fn collected(&mut self, args: &[Item<'a>], at: Span, reversed: bool) -> Value<'a> {
        let Some(arg) = args.first() else { return self.heap.list(Vec::new(), false) };
        if matches!(arg.value, Value::Task(_)) {
            return arg.value.clone();
        }
        match self.items_of(&arg.value, at) {
            Some((mut items, open)) => {
                if reversed {
                    items.reverse();
                }
                self.heap.list(items, open)
            }
            None => self.heap.list(Vec::new(), true),
        }
    }
}
