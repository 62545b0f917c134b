//! Expressions.

use std::rc::Rc;

use ruff_python_ast::{BoolOp, Expr, ExprBinOp, ExprCompare, ExprDict, Number, UnaryOp};

use super::super::arena::Id;
use super::super::graph::look_up;
use super::super::text::Text;
use super::super::value::{Args, Code, Dict, Item, Keys, Kind, Scope, Value};
use super::Interpreter;
use super::overloads::Answer;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// The value of an expression.
    pub(super) fn eval(&mut self, expression: &'a Expr, scope: Id<Scope<'a>>) -> Value<'a> {
        let at = self.at(expression);
        if !self.step(1, at.start) || !self.enter(at.start) {
            return Value::unknown("not followed");
        }
        let value = self.eval_inner(expression, scope, at);
        self.leave();
        value
    }

    fn eval_inner(&mut self, expression: &'a Expr, scope: Id<Scope<'a>>, at: Span) -> Value<'a> {
        match expression {
            Expr::Name(name) => self.name(name.id.as_str(), scope),
            Expr::FString(text) => self.f_string(text, scope),
            Expr::List(list) => self.items(&list.elts, scope),
            Expr::Tuple(tuple) => self.collection(&tuple.elts, Kind::Tuple, scope),
            Expr::Set(set) => self.collection(&set.elts, Kind::Set, scope),
            Expr::Dict(dict) => self.dict(dict, scope),
            Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) => self.postfix(expression, scope),
            Expr::BinOp(operation) => self.binary_chain(operation, scope),
            Expr::BoolOp(operation) => self.bool_op(operation.op, &operation.values, scope),
            Expr::UnaryOp(operation) => {
                let operand = self.eval(&operation.operand, scope);
                self.unary(operation.op, &operand)
            }
            Expr::Compare(compare) => self.compare(compare, scope),
            Expr::If(conditional) => match self.eval(&conditional.test, scope).truth(&self.heap) {
                Some(true) => self.eval(&conditional.body, scope),
                Some(false) => self.eval(&conditional.orelse, scope),
                None => {
                    let one = self.undecided(|this| this.eval(&conditional.body, scope));
                    let other = self.undecided(|this| this.eval(&conditional.orelse, scope));
                    Self::either(vec![one, other])
                }
            },
            Expr::Lambda(lambda) => self.function(Code::Lambda(lambda), scope),
            Expr::Named(named) => {
                let value = self.eval(&named.value, scope);
                self.assign(&named.target, value.clone(), scope);
                value
            }
            Expr::ListComp(comprehension) => self.collect(&comprehension.elt, &comprehension.generators, scope),
            Expr::SetComp(comprehension) => self.collect(&comprehension.elt, &comprehension.generators, scope),
            Expr::Generator(generator) => self.collect(&generator.elt, &generator.generators, scope),
            Expr::DictComp(comprehension) => {
                let dict = self.heap.dicts.add(Dict::default());
                let open = self.comprehend(&comprehension.generators, scope, &mut |this, inner| {
                    let Some(key) = &comprehension.key else { return };
                    let key = this.eval(key, inner);
                    let value = this.eval(&comprehension.value, inner);
                    let span = this.at(&*comprehension.value);
                    this.insert(dict, &key, Item { value, span });
                });
                self.heap.dicts.get_mut(dict).open |= open;
                Value::Dict(dict)
            }
            Expr::Await(inner) => self.eval(&inner.value, scope),
            Expr::Starred(inner) => self.eval(&inner.value, scope),
            Expr::Yield(inner) => {
                let value = inner.value.as_ref().map_or(Value::None, |value| self.eval(value, scope));
                self.yields(value, false, at)
            }
            Expr::YieldFrom(inner) => {
                let values = self.eval(&inner.value, scope);
                self.yields(values, true, at)
            }
            _ => literal(expression, at),
        }
    }

    /// A name; one that nothing in the file binds is a builtin or came in with `from x import *`.
    fn name(&mut self, name: &str, scope: Id<Scope<'a>>) -> Value<'a> {
        look_up(&self.heap, scope, name).unwrap_or_else(|| self.unbound(name, scope))
    }

    /// A tuple or set.
    fn collection(&mut self, elements: &'a [Expr], kind: Kind, scope: Id<Scope<'a>>) -> Value<'a> {
        let list = self.items(elements, scope);
        if let Value::List(id) = list {
            self.heap.lists.get_mut(id).kind = kind;
        }
        list
    }

    /// The items of a display, `*rest` unpacked.
    fn items(&mut self, elements: &'a [Expr], scope: Id<Scope<'a>>) -> Value<'a> {
        let mut items = Vec::new();
        let mut open = false;
        for element in elements {
            let value = self.eval(element, scope);
            if element.is_starred_expr() {
                match self.items_of(&value, self.at(element)) {
                    Some((rest, more)) => {
                        items.extend(rest);
                        open |= more;
                    }
                    None => open = true,
                }
            } else {
                items.push(Item { value, span: self.at(element) });
            }
        }
        self.heap.list(items, open)
    }

    fn dict(&mut self, display: &'a ExprDict, scope: Id<Scope<'a>>) -> Value<'a> {
        let dict = self.heap.dicts.add(Dict::default());
        for item in &display.items {
            let value = self.eval(&item.value, scope);
            match &item.key {
                Some(key) => {
                    let key = self.eval(key, scope);
                    let span = self.at(&item.value);
                    self.insert(dict, &key, Item { value, span });
                }
                None => self.update(dict, &value),
            }
        }
        Value::Dict(dict)
    }

    /// Sets a key; one that is not known leaves the dict open.
    pub(super) fn insert(&mut self, dict: Id<Dict<'a>>, key: &Value<'a>, item: Item<'a>) {
        self.heap.dicts.get_mut(dict).take_kind(Keys::of(key));
        match key {
            Value::Text(key) => {
                self.heap.dicts.get_mut(dict).open |= key.is_partial();
                self.set_key(dict, &key.display(), item);
            }
            Value::Int(key) => self.set_key(dict, &key.to_string(), item),
            Value::Bool(key) => self.set_key(dict, if *key { "True" } else { "False" }, item),
            Value::None => self.set_key(dict, "None", item),
            Value::Symbol(key) => self.set_key(dict, key, item),
            Value::Either(keys) => {
                for key in keys.iter() {
                    self.undecided(|this| this.insert(dict, key, item.clone()));
                }
            }
            _ => {
                self.heap.dicts.get_mut(dict).open = true;
                self.set_key(dict, "{key}", item);
            }
        }
    }

    /// Takes over the entries of another dict.
    pub(super) fn update(&mut self, dict: Id<Dict<'a>>, other: &Value<'a>) {
        let other = match other {
            Value::Dict(other) => other,
            Value::None => return,
            Value::Either(others) => {
                for other in others.iter() {
                    self.undecided(|this| this.update(dict, other));
                }
                return;
            }
            other => {
                self.take_unknown(dict, other);
                return;
            }
        };
        let other = self.heap.dicts.get(*other);
        let (entries, open, keys) = (other.entries.clone(), other.open, other.keys);
        self.step(entries.len(), 0);
        let own = self.heap.dicts.get_mut(dict);
        own.open |= open;
        if !entries.is_empty() {
            own.take_kind(keys);
        }
        for (key, item) in entries {
            self.set_key(dict, &key, item);
        }
    }

    /// Takes over entries that are not known: any entry may have another value, and there may be others.
    fn take_unknown(&mut self, dict: Id<Dict<'a>>, other: &Value<'a>) {
        let unknown = Value::unknown(format!("one of {}", self.as_text(other).display()));
        let dict = self.heap.dicts.get_mut(dict);
        dict.open = true;
        for (_, item) in &mut dict.entries {
            item.value = Self::either(vec![item.value.clone(), unknown.clone()]);
        }
    }

    fn collect(
        &mut self,
        element: &'a Expr,
        generators: &'a [ruff_python_ast::Comprehension],
        scope: Id<Scope<'a>>,
    ) -> Value<'a> {
        let mut items = Vec::new();
        let open = self.comprehend(generators, scope, &mut |this, inner| {
            let value = this.eval(element, inner);
            items.push(Item { value, span: this.at(element) });
        });
        self.heap.list(items, open)
    }

    /// `a + b + c`: the left side is a chain, which is followed without recursion.
    fn binary_chain(&mut self, operation: &'a ExprBinOp, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut chain = vec![operation];
        let mut first: &'a Expr = &operation.left;
        while let Expr::BinOp(inner) = first {
            chain.push(inner);
            first = &inner.left;
        }
        let mut value = self.eval(first, scope);
        for operation in chain.into_iter().rev() {
            let right = self.eval(&operation.right, scope);
            let at = self.at(operation);
            value = self.binary(&value, operation.op, &right, at);
        }
        value
    }

    /// `and` and `or` give one of their operands.
    fn bool_op(&mut self, op: BoolOp, operands: &'a [Expr], scope: Id<Scope<'a>>) -> Value<'a> {
        let mut possible = Vec::new();
        for operand in operands {
            let decided = possible.is_empty();
            let value =
                if decided { self.eval(operand, scope) } else { self.undecided(|this| this.eval(operand, scope)) };
            match (op, value.truth(&self.heap)) {
                (BoolOp::And, Some(true)) | (BoolOp::Or, Some(false)) => {
                    if std::ptr::eq(operand, operands.last().unwrap_or(operand)) {
                        possible.push(value);
                    }
                }
                (BoolOp::And, Some(false)) | (BoolOp::Or, Some(true)) => {
                    possible.push(value);
                    break;
                }
                (_, None) => possible.push(value),
            }
        }
        Self::either(possible)
    }

    fn unary(&mut self, op: UnaryOp, operand: &Value<'a>) -> Value<'a> {
        match (op, operand) {
            (UnaryOp::Not, operand) => {
                operand.truth(&self.heap).map_or_else(|| Value::unknown("condition"), |truth| Value::Bool(!truth))
            }
            (UnaryOp::USub, Value::Int(value)) => value.checked_neg().map_or(Value::unknown("number"), Value::Int),
            (UnaryOp::USub, Value::Float(value)) => Value::Float(-value),
            (UnaryOp::UAdd, Value::Int(_) | Value::Float(_)) => operand.clone(),
            (UnaryOp::Invert, Value::Int(value)) => Value::Int(!*value),
            (UnaryOp::USub, Value::Object(_)) => self.negated(operand),
            _ => Value::unknown("number"),
        }
    }

    fn compare(&mut self, compare: &'a ExprCompare, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut left = self.eval(&compare.left, scope);
        let mut all = Some(true);
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let right = self.eval(right, scope);
            let at = self.at(compare);
            let answer = match self.compared_by_class(&left, *op, &right, at) {
                Some(Answer(answer)) => answer,
                None => self.compare_two(&left, *op, &right, at),
            };
            all = match (all, answer) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            left = right;
        }
        all.map_or_else(|| Value::unknown("condition"), Value::Bool)
    }

    /// The arguments of a call, `*rest` and `**rest` unpacked.
    pub(super) fn arguments(&mut self, call: &'a ruff_python_ast::Arguments, scope: Id<Scope<'a>>) -> Args<'a> {
        let mut args = Args::default();
        for argument in &call.args {
            let value = self.eval(argument, scope);
            let at = self.at(argument);
            if argument.is_starred_expr() {
                match self.items_of(&value, at) {
                    Some((items, open)) => {
                        args.positional.extend(items);
                        args.open |= open;
                    }
                    None => args.open = true,
                }
            } else {
                args.positional.push(Item { value, span: at });
            }
        }
        for keyword in &call.keywords {
            let value = self.eval(&keyword.value, scope);
            match (&keyword.arg, &value) {
                (Some(name), _) => {
                    args.named.push((Rc::from(name.as_str()), Item { value, span: self.at(&keyword.value) }));
                }
                (None, Value::Dict(id)) => {
                    let dict = self.heap.dicts.get(*id);
                    args.open |= dict.open;
                    let entry = |(name, item): &(Rc<str>, Item<'a>)| {
                        (Rc::clone(name), Item { value: Self::present(&item.value), span: item.span })
                    };
                    args.named.extend(dict.entries.iter().map(entry));
                }
                (None, _) => args.open = true,
            }
        }
        args
    }
}

/// The value of a literal.
fn literal<'a>(expression: &Expr, at: Span) -> Value<'a> {
    match expression {
        Expr::StringLiteral(text) => Value::Text(Rc::new(Text::literal(text.value.to_str(), at))),
        Expr::BytesLiteral(bytes) => {
            let bytes: Vec<u8> = bytes.value.bytes().collect();
            Value::Text(Rc::new(Text::literal(&String::from_utf8_lossy(&bytes), at)))
        }
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.as_i64().map_or_else(|| Value::unknown("large number"), Value::Int),
            Number::Float(float) => Value::Float(*float),
            Number::Complex { .. } => Value::unknown("complex number"),
        },
        Expr::BooleanLiteral(literal) => Value::Bool(literal.value),
        Expr::NoneLiteral(_) => Value::None,
        _ => Value::unknown("expression"),
    }
}
