//! Which strings of a `.tf` file no report may show.

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, Object};
use hcl_edit::structure::{Attribute, Block, BlockLabel, Body};
use hcl_edit::template::{HeredocTemplate, StringTemplate};
use hcl_edit::visit::{Visit, visit_block, visit_expr};

use super::lookup::{key_text, span};
use crate::source::{Span, secret};

/// The strings that are credentials by their shape or by the name that they stand under.
pub(super) fn credentials(body: &Body) -> Vec<Span> {
    let mut search = Search::default();
    search.visit_body(body);
    search.spans
}

/// Every string in an expression.
pub(super) fn literals(expression: &Expression) -> Vec<Span> {
    let mut all = Literals(Vec::new());
    all.visit_expr(expression);
    all.0
}

struct Literals(Vec<Span>);

impl Visit for Literals {
    fn visit_expr(&mut self, expression: &Expression) {
        match expression {
            Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
                self.0.extend(span(expression));
            }
            other => visit_expr(self, other),
        }
    }
}

#[derive(Default)]
struct Search {
    /// The name that the value at hand stands under.
    key: String,
    /// The name of the block at hand: a variable's default and the `value` beside a `name` stand under it.
    block: Option<String>,
    spans: Vec<Span>,
}

impl Search {
    fn under(&mut self, key: &str, value: &Expression) {
        let outer = std::mem::replace(&mut self.key, key.to_owned());
        self.visit_expr(value);
        self.key = outer;
    }

    fn judge(&mut self, value: &str, range: Option<std::ops::Range<usize>>) {
        if let Some(range) = range.filter(|_| secret::literal(&self.key, value).is_some()) {
            self.spans.push(Span::new(range.start, range.end));
        }
    }
}

impl Visit for Search {
    fn visit_block(&mut self, block: &Block) {
        let label = block.labels.first().filter(|_| block.ident.as_str() == "variable").map(BlockLabel::as_str);
        let named = || ["name", "key"].iter().find_map(|name| block.body.get_attribute(name)?.value.as_str());
        let outer = std::mem::replace(&mut self.block, label.or_else(named).map(str::to_owned));
        visit_block(self, block);
        self.block = outer;
    }

    fn visit_attr(&mut self, attribute: &Attribute) {
        let key = attribute.key.as_str();
        let block = self.block.clone().filter(|_| matches!(key, "default" | "value"));
        self.under(block.as_deref().unwrap_or(key), &attribute.value);
    }

    fn visit_object(&mut self, object: &Object) {
        // `{ name = "DB_PASSWORD", value = "…" }`: the value stands under the name.
        let named = ["name", "key"].iter().find_map(|name| super::lookup::entry(object, name)?.as_str());
        let named = named.map(str::to_owned);
        for (key, value) in object {
            let text = key_text(key).unwrap_or_default();
            let name = named.as_deref().filter(|_| text == "value");
            self.under(name.unwrap_or(text), value.expr());
        }
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        for argument in &call.args {
            self.visit_expr(argument);
        }
    }

    fn visit_string(&mut self, node: &hcl_edit::Decorated<String>) {
        self.judge(node.value(), node.span());
    }

    fn visit_string_template(&mut self, template: &StringTemplate) {
        self.judge(&template.to_string(), template.span());
    }

    fn visit_heredoc_template(&mut self, template: &HeredocTemplate) {
        self.judge(&template.template.to_string(), template.span());
    }
}
