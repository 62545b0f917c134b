//! `for` expressions: lists and objects made of others.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::ForExpr;

use super::scope::Binding;
use super::{At, Evaluator, Outcome, Scope, elements};
use crate::input::terraform::value::{Is, List, Object, Open, Value, to_text};

impl Evaluator<'_> {
    pub(super) fn each(&self, each: &ForExpr, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let collection = self.expression(&each.intro.collection_expr, at, scope)?;
        let sensitive = collection.sensitive;
        let Some((elements, rest)) = elements(&collection) else {
            return if collection.as_open().is_some() {
                Ok(self.open(each, &collection, at, scope))
            } else {
                Err(super::Invalid)
            };
        };
        if !self.steps(elements.len()) {
            return Ok(Value::open());
        }
        let mut made = Made { rest, ..Made::default() };
        for (key, value) in elements {
            let outer = each.intro.key_var.as_ref().map(|name| Binding {
                name: name.as_str(),
                value: key,
                outer: scope.bindings,
            });
            let binding =
                Binding { name: each.intro.value_var.as_str(), value, outer: outer.as_ref().or(scope.bindings) };
            let scope = Scope { bindings: Some(&binding), ..*scope };
            self.one(each, at, &scope, &mut made)?;
        }
        Ok(made.into_value(each).made_of(sensitive))
    }

    /// What nobody knows how many elements give: all of them the same kind of text.
    fn open(&self, each: &ForExpr, collection: &Value, at: At<'_>, scope: &Scope<'_>) -> Value {
        let open = collection.opens();
        if each.key_expr.is_some() {
            return Value::new(Is::Open(open), None);
        }
        let any = || Value::new(Is::Open(Open { exact: false, ..open.clone() }), None);
        let names = [each.intro.key_var.as_ref(), Some(&each.intro.value_var)];
        let [outer, inner] = names.map(|name| name.map(|name| name.as_str()));
        let outer = outer.map(|name| Binding { name, value: any(), outer: scope.bindings });
        let inner = inner.map(|name| Binding { name, value: any(), outer: outer.as_ref().or(scope.bindings) });
        let scope = Scope { bindings: inner.as_ref().or(scope.bindings), ..*scope };
        let bits = self.expression(&each.value_expr, at, &scope).ok().and_then(|value| value.bits());
        Value::new(Is::Open(Open { bits, ..open }), None)
    }

    /// What one element gives.
    fn one(&self, each: &ForExpr, at: At<'_>, scope: &Scope<'_>, made: &mut Made) -> Result<(), super::Invalid> {
        if let Some(cond) = &each.cond {
            let holds = self.expression(&cond.expr, at, scope)?;
            match super::operator::truth(&holds) {
                Some(true) => {}
                Some(false) => return Ok(()),
                None if holds.is_known() => return Err(super::Invalid),
                None => {
                    made.rest = Some(holds.opens());
                    return Ok(());
                }
            }
        }
        let value = self.expression(&each.value_expr, at, scope)?;
        let Some(key) = &each.key_expr else {
            made.items.push(value);
            return Ok(());
        };
        let key = self.expression(key, at, scope)?;
        match to_text(&key) {
            Some(key) => {
                let group = made.groups.entry(key.to_string()).or_default();
                if !each.grouping && !group.is_empty() {
                    return Err(super::Invalid);
                }
                group.push(value);
            }
            None if key.is_known() => return Err(super::Invalid),
            None => made.rest = Some(key.opens()),
        }
        Ok(())
    }
}

/// What the elements gave so far.
#[derive(Default)]
struct Made {
    items: Vec<Value>,
    groups: BTreeMap<String, Vec<Value>>,
    rest: Option<Open>,
}

impl Made {
    fn into_value(self, each: &ForExpr) -> Value {
        let Self { items, groups, rest } = self;
        let is = if each.key_expr.is_none() {
            Is::List(List { items: Arc::new(items), rest, is_set: false })
        } else {
            let entries = groups.into_iter().filter_map(|(key, mut values)| {
                let value = if each.grouping { Some(Value::list(values)) } else { values.pop() };
                Some((key, value?))
            });
            Is::Object(Object { entries: Arc::new(entries.collect()), rest })
        };
        Value::new(is, None)
    }
}
