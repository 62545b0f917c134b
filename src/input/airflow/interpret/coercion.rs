//! What pydantic makes of the values that a model is given: models of dicts, members of strings.

use ruff_python_ast::{Expr, Operator};

use super::super::arena::Id;
use super::super::value::{Args, Class, Dict, Item, Scope, Value};
use super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A value as the field that is annotated so holds it.
    pub(super) fn coerced(
        &mut self,
        value: Value<'a>,
        annotation: Option<(&'a Expr, Id<Scope<'a>>)>,
        at: Span,
    ) -> Value<'a> {
        let Some((annotation, scope)) = annotation else { return value };
        if !matches!(value, Value::Dict(_) | Value::List(_) | Value::Text(_)) || !self.enter(at.start) {
            return value;
        }
        let value = self.coerced_to(value, annotation, scope, at);
        self.leave();
        value
    }

    fn coerced_to(&mut self, value: Value<'a>, annotation: &'a Expr, scope: Id<Scope<'a>>, at: Span) -> Value<'a> {
        match annotation {
            Expr::Name(_) | Expr::Attribute(_) => match self.eval(annotation, scope) {
                Value::Class(id) => self.coerced_to_class(value, id, at),
                _ => value,
            },
            Expr::BinOp(union) if union.op == Operator::BitOr => {
                let value = self.coerced(value, Some((&union.left, scope)), at);
                self.coerced(value, Some((&union.right, scope)), at)
            }
            Expr::Subscript(subscript) => {
                let inner: Vec<&'a Expr> = match &*subscript.slice {
                    Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                    other => vec![other],
                };
                let name = match &*subscript.value {
                    Expr::Name(name) => name.id.as_str(),
                    Expr::Attribute(attribute) => attribute.attr.as_str(),
                    _ => "",
                };
                match (name, &value, inner.as_slice()) {
                    ("Optional" | "Annotated", _, [first, ..]) => self.coerced(value, Some((first, scope)), at),
                    ("Union", ..) => {
                        inner.into_iter().fold(value, |value, inner| self.coerced(value, Some((inner, scope)), at))
                    }
                    (_, Value::List(list), [of, ..]) => {
                        let (items, open) = (self.heap.lists.get(*list).items.clone(), self.heap.lists.get(*list).open);
                        let each = |item: Item<'a>| Item {
                            value: self.coerced(item.value, Some((of, scope)), at),
                            span: item.span,
                        };
                        let items = items.into_iter().map(each).collect();
                        self.heap.list(items, open)
                    }
                    (_, Value::Dict(dict), [_, of]) => {
                        let (entries, open) =
                            (self.heap.dicts.get(*dict).entries.clone(), self.heap.dicts.get(*dict).open);
                        let each = |(name, item): (_, Item<'a>)| {
                            (name, Item { value: self.coerced(item.value, Some((of, scope)), at), span: item.span })
                        };
                        let entries = entries.into_iter().map(each).collect();
                        Value::Dict(self.heap.dicts.add(Dict::of(entries, open)))
                    }
                    _ => value,
                }
            }
            _ => value,
        }
    }

    fn coerced_to_class(&mut self, value: Value<'a>, id: Id<Class<'a>>, at: Span) -> Value<'a> {
        let class = self.heap.classes.get(id);
        match &value {
            Value::Dict(_) if class.record.is_some() => self.of_entries(id, &value, at),
            Value::Text(_) if class.members.is_some() => {
                let args = Args { positional: vec![Item { value: value.clone(), span: at }], ..Args::default() };
                self.member_of_value(id, &args)
            }
            _ => value,
        }
    }

    /// A record whose arguments are the entries of a dict.
    pub(super) fn of_entries(&mut self, id: Id<Class<'a>>, value: &Value<'a>, at: Span) -> Value<'a> {
        let args = match value {
            Value::Dict(dict) => {
                let dict = self.heap.dicts.get(*dict);
                Args { named: dict.entries.clone(), open: dict.open, ..Args::default() }
            }
            _ => Args { open: true, ..Args::default() },
        };
        self.instantiate(id, args, at)
    }
}
