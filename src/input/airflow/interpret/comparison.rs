//! What is equal, what comes first, and what is in what: only where it is certain.

use std::cmp::Ordering;

use ruff_python_ast::CmpOp;

use super::super::arena::Id;
use super::super::value::{Dict, Keys, Kind, List, Value};
use super::Interpreter;
use super::arithmetic::Number;
use super::branches::same;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// What a comparison gives that no class of the tree decides.
    pub(super) fn compare_two(&mut self, left: &Value<'a>, op: CmpOp, right: &Value<'a>, at: Span) -> Option<bool> {
        match op {
            CmpOp::Is => identical(left, right),
            CmpOp::IsNot => identical(left, right).map(|same| !same),
            CmpOp::Eq => self.equals(left, right, at),
            CmpOp::NotEq => self.equals(left, right, at).map(|same| !same),
            CmpOp::In => self.contains(right, left, at),
            CmpOp::NotIn => self.contains(right, left, at).map(|within| !within),
            CmpOp::Lt => self.order(left, right, at).map(Ordering::is_lt),
            CmpOp::LtE => self.order(left, right, at).map(Ordering::is_le),
            CmpOp::Gt => self.order(left, right, at).map(Ordering::is_gt),
            CmpOp::GtE => self.order(left, right, at).map(Ordering::is_ge),
        }
    }

    fn equals(&mut self, left: &Value<'a>, right: &Value<'a>, at: Span) -> Option<bool> {
        if let (Some(left), Some(right)) = (Number::of(left), Number::of(right)) {
            return left.compare(right).map(Ordering::is_eq);
        }
        match (left, right) {
            (Value::Text(left), Value::Text(right)) => Some(left.as_known()? == right.as_known()?),
            (Value::Either(values), other) | (other, Value::Either(values)) => {
                let mut answers =
                    values.iter().map(|value| self.equal(value, other, at)).collect::<Vec<_>>().into_iter();
                let first = answers.next().flatten()?;
                answers.all(|answer| answer == Some(first)).then_some(first)
            }
            (Value::List(left), Value::List(right)) => self.equal_lists(*left, *right, at),
            (Value::Dict(left), Value::Dict(right)) => self.equal_dicts(*left, *right, at),
            (Value::List(id), other) | (other, Value::List(id)) if is_plain(other) => {
                // What the library makes of other things may not be the list that it is kept as.
                matches!(self.heap.lists.get(*id).kind, Kind::List | Kind::Tuple | Kind::Set).then_some(false)
            }
            (Value::Dict(_), other) | (other, Value::Dict(_)) if is_plain(other) => Some(false),
            (Value::Text(_), other) | (other, Value::Text(_)) if Number::of(other).is_some() => Some(false),
            (Value::Object(left), Value::Object(right)) => self.order_of_dates(*left, *right).map(Ordering::is_eq),
            _ => identical(left, right),
        }
    }

    fn equal_lists(&mut self, left: Id<List<'a>>, right: Id<List<'a>>, at: Span) -> Option<bool> {
        if left == right {
            return Some(true);
        }
        let (one, other) = (self.heap.lists.get(left), self.heap.lists.get(right));
        let comparable = one.kind == other.kind && !one.open && !other.open;
        if !comparable || !matches!(one.kind, Kind::List | Kind::Tuple | Kind::Set) {
            return None;
        }
        let (kind, one, other) = (one.kind, one.items.clone(), other.items.clone());
        if kind == Kind::Set {
            if !self.all_differ(left) || !self.all_differ(right) {
                return None;
            }
            let within = |item: &Value<'a>| other.iter().any(|candidate| same(&candidate.value, item));
            let cost = one.len().saturating_mul(other.len()) / 16;
            return self
                .step(cost, at.start)
                .then(|| one.len() == other.len() && one.iter().all(|item| within(&item.value)));
        }
        if one.len() != other.len() {
            return Some(false);
        }
        let mut all = Some(true);
        for (one, other) in one.iter().zip(&other) {
            match self.equal(&one.value, &other.value, at) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => all = None,
            }
        }
        all
    }

    fn equal_dicts(&mut self, left: Id<Dict<'a>>, right: Id<Dict<'a>>, at: Span) -> Option<bool> {
        if left == right {
            return Some(true);
        }
        let (one, other) = (self.heap.dicts.get(left), self.heap.dicts.get(right));
        let plain = one.keys == other.keys && one.keys != Keys::Mixed && !one.open && !other.open;
        let set = |dict: &Dict<'a>| !dict.entries.iter().any(|(_, item)| item.value.may_be_unset());
        if !plain || !set(one) || !set(other) {
            return None;
        }
        if one.entries.len() != other.entries.len() {
            return Some(false);
        }
        let pairs: Option<Vec<_>> = one
            .entries
            .iter()
            .map(|(key, item)| other.get(key).map(|other| (item.value.clone(), other.value.clone())))
            .collect();
        let Some(pairs) = pairs else { return Some(false) };
        let mut all = Some(true);
        for (one, other) in pairs {
            match self.equal(&one, &other, at) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => all = None,
            }
        }
        all
    }

    /// Which of two values comes first.
    fn order(&mut self, left: &Value<'a>, right: &Value<'a>, at: Span) -> Option<Ordering> {
        if let (Some(left), Some(right)) = (Number::of(left), Number::of(right)) {
            return left.compare(right);
        }
        match (left, right) {
            (Value::Text(left), Value::Text(right)) => Some(left.as_known()?.cmp(right.as_known()?)),
            (Value::Object(left), Value::Object(right)) => self.order_of_dates(*left, *right),
            (Value::List(left), Value::List(right)) if self.step(1, at.start) && self.enter(at.start) => {
                let order = self.order_of_lists(*left, *right, at);
                self.leave();
                order
            }
            _ => None,
        }
    }

    fn order_of_lists(&mut self, left: Id<List<'a>>, right: Id<List<'a>>, at: Span) -> Option<Ordering> {
        let (one, other) = (self.heap.lists.get(left), self.heap.lists.get(right));
        let ordered = |list: &List<'a>| matches!(list.kind, Kind::List | Kind::Tuple) && !list.open;
        if !ordered(one) || !ordered(other) {
            return None;
        }
        let (one, other) = (one.items.clone(), other.items.clone());
        for (one, other) in one.iter().zip(&other) {
            if !self.equal(&one.value, &other.value, at)? {
                return self.order(&one.value, &other.value, at);
            }
        }
        Some(one.len().cmp(&other.len()))
    }

    fn contains(&mut self, holder: &Value<'a>, item: &Value<'a>, at: Span) -> Option<bool> {
        match holder {
            Value::Text(text) => Some(text.as_known()?.contains(item.as_str()?)),
            Value::Dict(id) => {
                let key = match (item, self.heap.dicts.get(*id).keys) {
                    (Value::Text(text), Keys::Texts) => text.as_known()?.to_owned(),
                    (Value::Int(number), Keys::Numbers) => number.to_string(),
                    _ => return None,
                };
                let dict = self.heap.dicts.get(*id);
                let found = dict.get(&key);
                let sure = found.map_or(!dict.open, |item| !item.value.may_be_unset());
                sure.then_some(found.is_some())
            }
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                let (items, open) = (list.items.clone(), list.open);
                let mut all_differ = !open;
                for other in &items {
                    match self.equal(&other.value, item, at) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => all_differ = false,
                    }
                }
                all_differ.then_some(false)
            }
            _ => None,
        }
    }
}

/// Whether a value is a string, a number or none, and certainly so.
const fn is_plain(value: &Value<'_>) -> bool {
    matches!(value, Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Text(_))
}

/// Whether two values are the same thing, where that is certain.
fn identical(left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    let unsure =
        |value: &Value<'_>| matches!(value, Value::Unknown(_) | Value::Either(_) | Value::Object(_) | Value::Bound(_));
    if unsure(left) || unsure(right) {
        return None;
    }
    match (left, right) {
        (Value::None, Value::Symbol(_)) | (Value::Symbol(_), Value::None) => None,
        (Value::None, _) | (_, Value::None) | (Value::Bool(_), Value::Bool(_)) => Some(same(left, right)),
        _ => same(left, right).then_some(true),
    }
}
