//! Blocks: their arguments and the blocks inside them, those of `dynamic` included.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scope::Binding;
use super::{Evaluator, Scope, elements};
use crate::input::terraform::code::{Block, Expr, Nested, Part};
use crate::input::terraform::value::{Is, List, Open, Origin, Value};

impl Evaluator<'_> {
    /// What a block sets an argument to, or its nested blocks of that name as a list; `None` when it sets neither.
    pub(in crate::input::terraform) fn argument_in(
        &self,
        block: &Block<'_>,
        name: &str,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        if let Some(written) = block.attribute(name) {
            return Some(self.evaluate(&written, scope));
        }
        let nested = block.nested(name);
        (!nested.is_empty()).then(|| self.deeper(|| self.blocks(&nested, scope)).unwrap_or_else(Value::open))
    }

    /// Nested blocks of one name.
    fn blocks(&self, nested: &[Nested<'_>], scope: &Scope<'_>) -> Value {
        let (mut items, mut rest, mut none) = (Vec::new(), None, None);
        for nested in nested {
            match nested {
                Nested::Static(part) => items.push(self.inside_of(part, scope)),
                Nested::Dynamic { arguments, content } => {
                    let each = arguments.attribute("for_each").map(|each| self.evaluate(&each, scope));
                    let Some(each) = each else { continue };
                    rest = self.dynamic(&each, arguments, content, scope, &mut items).or(rest);
                    none = none.or(each.origin);
                }
            }
        }
        // Where there are none, what says so decides.
        let origin = none.filter(|_| items.is_empty());
        Value::new(Is::List(List { items: Arc::new(items), rest, is_set: false }), origin)
    }

    /// The blocks that one `dynamic` makes; why there may be others.
    fn dynamic(
        &self,
        each: &Value,
        arguments: &Part<'_>,
        content: &Part<'_>,
        scope: &Scope<'_>,
        items: &mut Vec<Value>,
    ) -> Option<Open> {
        let Some((elements, rest)) = elements(each) else { return Some(each.opens()) };
        let named = arguments.attribute("iterator").and_then(|written| match written.expression {
            Expr::Native(expression) => expression.as_variable().map(|name| name.as_str().to_owned()),
            Expr::Json(node) => node.as_str().map(str::to_owned),
        });
        let label = named.or_else(|| label(arguments));
        let Some(label) = label else { return Some(each.opens()) };
        for (key, value) in elements {
            if !self.step() {
                return Some(Open::default());
            }
            let iterator = BTreeMap::from([("key".to_owned(), key), ("value".to_owned(), value)]);
            let binding = Binding { name: &label, value: Value::object(iterator), outer: scope.bindings };
            let scope = Scope { bindings: Some(&binding), ..*scope };
            items.push(self.inside_of(content, &scope));
        }
        rest
    }

    /// Everything that stands in a block.
    fn inside_of(&self, part: &Part<'_>, scope: &Scope<'_>) -> Value {
        let block = Block { parts: vec![*part] };
        let names = part.names().into_iter();
        let entries = names.filter_map(|name| Some((name.to_owned(), self.argument_in(&block, name, scope)?)));
        let origin = part.header.map(|span| Origin { source: Arc::clone(part.source), span });
        Value::object(entries.collect()).at(origin)
    }
}

/// The name of the blocks that a `dynamic` makes, from its header: `dynamic "ingress"`.
fn label(arguments: &Part<'_>) -> Option<String> {
    let header = arguments.header?;
    let text = arguments.source.text().get(header.start..header.end)?;
    let label = text.strip_prefix("dynamic").unwrap_or(text);
    Some(label.trim().trim_matches('"').to_owned())
}
