//! Operators that classes of the tree define: `a >> b`, `a == b`, `a[b]`, `b in a`.

use ruff_python_ast::{CmpOp, Operator};

use super::super::arena::Id;
use super::super::value::{Args, Function, Item, Value};
use super::Interpreter;
use crate::source::Span;

/// What a class answers to a comparison: yes, no, or something that is not known.
pub(super) struct Answer(pub(super) Option<bool>);

impl Answer {
    const fn known(answer: bool) -> Self {
        Self(Some(answer))
    }
}

impl<'a> Interpreter<'a> {
    /// What a class of the tree makes of `left op right`; `None` where it defines nothing.
    pub(super) fn overloaded(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let name = method_of(op);
        if let Some(method) = self.method(left, &format!("__{name}__")) {
            return Some(self.call_with_one(method, left, right, at));
        }
        if let Some(method) = self.method(right, &format!("__r{name}__")) {
            return Some(self.call_with_one(method, right, left, at));
        }
        for side in [left, right] {
            if let Value::Object(id) = side
                && let Some(class) = self.heap.objects.get(*id).class
                && self.tuple_of(*id).is_none()
                && self.value_of(side).is_none()
            {
                self.note_unknown_base(class, &format!("__{name}__"), at);
            }
        }
        None
    }

    fn call_with_one(
        &mut self,
        method: Id<Function<'a>>,
        receiver: &Value<'a>,
        other: &Value<'a>,
        at: Span,
    ) -> Value<'a> {
        let args = Args { positional: vec![Item { value: other.clone(), span: at }], ..Args::default() };
        self.call_with_self(method, receiver, args, at)
    }

    /// What a class of the tree says of a comparison; `None` where it says nothing.
    pub(super) fn compared_by_class(
        &mut self,
        left: &Value<'a>,
        op: CmpOp,
        right: &Value<'a>,
        at: Span,
    ) -> Option<Answer> {
        let (name, holder, other, negated) = match op {
            CmpOp::Eq => ("__eq__", left, right, false),
            CmpOp::NotEq => ("__eq__", left, right, true),
            CmpOp::Lt => ("__lt__", left, right, false),
            CmpOp::LtE => ("__le__", left, right, false),
            CmpOp::Gt => ("__gt__", left, right, false),
            CmpOp::GtE => ("__ge__", left, right, false),
            CmpOp::In => ("__contains__", right, left, false),
            CmpOp::NotIn => ("__contains__", right, left, true),
            CmpOp::Is => return self.one_object(left, right).map(Answer::known),
            CmpOp::IsNot => return self.one_object(left, right).map(|same| Answer::known(!same)),
        };
        if let Some(method) = self.method(holder, name) {
            let answer = self.call_with_one(method, holder, other, at).truth(&self.heap);
            return Some(Answer(answer.map(|answer| answer != negated)));
        }
        if let (Value::Object(id), CmpOp::In | CmpOp::NotIn) = (holder, op) {
            let (items, open) = self.items_of_object(*id, at)?;
            let found = items.iter().map(|item| self.equal(&item.value, other, at)).collect::<Vec<_>>();
            let all = found.iter().all(|answer| *answer == Some(false)) && !open;
            let answer = if found.contains(&Some(true)) { Some(true) } else { all.then_some(false) };
            return Some(Answer(answer.map(|answer| answer != negated)));
        }
        if !matches!(op, CmpOp::Eq | CmpOp::NotEq) {
            return None;
        }
        let plain = |this: &Self, value: &Value<'a>| match value {
            Value::Object(id) => this.plain_value(this.heap.objects.get(*id)),
            _ => None,
        };
        let answer = match (plain(self, left), plain(self, right)) {
            (None, None) => self.one_object(left, right).or_else(|| self.alike(left, right, at))?,
            (one, other) => {
                let (one, other) = (one.unwrap_or_else(|| left.clone()), other.unwrap_or_else(|| right.clone()));
                return Some(Answer(self.compare_two(&one, op, &other, at)));
            }
        };
        Some(Answer::known(answer != negated))
    }

    /// Whether two objects of the tree are one, where that is certain by itself.
    fn one_object(&self, left: &Value<'a>, right: &Value<'a>) -> Option<bool> {
        match (left, right) {
            (Value::Object(one), Value::Object(other)) if one == other => Some(true),
            (Value::Object(_), Value::Object(_)) => {
                let members = self.value_of(left).is_some() && self.value_of(right).is_some();
                members.then_some(false)
            }
            (Value::Object(id), Value::None) | (Value::None, Value::Object(id)) => {
                self.heap.objects.get(*id).class.map(|_| false)
            }
            _ => None,
        }
    }

    /// Whether two records hold the same values.
    fn alike(&mut self, left: &Value<'a>, right: &Value<'a>, at: Span) -> Option<bool> {
        let (Value::Object(one), Value::Object(other)) = (left, right) else { return None };
        let class = self.heap.objects.get(*one).class?;
        if self.heap.objects.get(*other).class != Some(class) {
            return None;
        }
        let fields = self.heap.classes.get(class).record.as_ref()?.fields.clone();
        for field in fields {
            let value = |this: &Self, id| this.heap.objects.get(id).attributes.get(&field.name).cloned();
            let (one, other) = (value(self, *one)?, value(self, *other)?);
            if !self.equal(&one, &other, at)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Whether two values are equal, where that is certain.
    pub(super) fn equal(&mut self, left: &Value<'a>, right: &Value<'a>, at: Span) -> Option<bool> {
        if !self.step(1, at.start) || !self.enter(at.start) {
            return None;
        }
        let answer = self.equal_within(left, right, at);
        self.leave();
        answer
    }

    fn equal_within(&mut self, left: &Value<'a>, right: &Value<'a>, at: Span) -> Option<bool> {
        match self.compared_by_class(left, CmpOp::Eq, right, at) {
            Some(Answer(answer)) => answer,
            None => self.compare_two(left, CmpOp::Eq, right, at),
        }
    }

    /// `object[key] = item`.
    pub(super) fn set_item_of_object(&mut self, holder: &Value<'a>, key: &Value<'a>, item: Item<'a>) {
        if let Some(method) = self.method(holder, "__setitem__") {
            let at = item.span;
            let key = Item { value: key.clone(), span: at };
            self.call_with_self(method, holder, Args { positional: vec![key, item], ..Args::default() }, at);
        }
    }

    /// `object[key]`.
    pub(super) fn item_of_object(&mut self, value: &Value<'a>, key: &Value<'a>, at: Span) -> Option<Value<'a>> {
        if let Some(method) = self.method(value, "__getitem__") {
            return Some(self.call_with_one(method, value, key, at));
        }
        match value {
            Value::Class(id) => {
                let name = key.as_str()?;
                let members = self.members(*id)?;
                members.into_iter().find(|(member, _)| **member == *name).map(|(_, member)| member)
            }
            Value::Object(id) => {
                let items = self.tuple_of(*id)?;
                let list = self.heap.tuple(items);
                Some(self.item(&list, key, at))
            }
            _ => None,
        }
    }
}

/// The name of the method of an operator, without its underscores.
const fn method_of(op: Operator) -> &'static str {
    match op {
        Operator::Add => "add",
        Operator::Sub => "sub",
        Operator::Mult => "mul",
        Operator::MatMult => "matmul",
        Operator::Div => "truediv",
        Operator::Mod => "mod",
        Operator::Pow => "pow",
        Operator::LShift => "lshift",
        Operator::RShift => "rshift",
        Operator::BitOr => "or",
        Operator::BitXor => "xor",
        Operator::BitAnd => "and",
        Operator::FloorDiv => "floordiv",
    }
}
