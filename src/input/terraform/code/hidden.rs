//! Which strings of a `.tf` file no report may show.

use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, FuncCall, Object};
use hcl_edit::structure::{Attribute, Block, BlockLabel, Body};
use hcl_edit::template::{Element, HeredocTemplate, StringTemplate};
use hcl_edit::visit::{Visit, visit_expr};

use super::lookup::{key_text, span};
use crate::input::terraform::literal::refers_by;
use crate::source::{Span, secret};

/// The fewest characters of a part of a template that says something.
const SHORTEST_PART: usize = 4;
/// The fewest characters of one that is a credential by itself.
const LONG_PART: usize = 8;

/// A string that no report may show.
pub(in crate::input::terraform) struct Written {
    /// Where it stands, quotes included; `None` when only a part of a text is meant, which is found by its value.
    pub(in crate::input::terraform) span: Option<Span>,
    /// What is a credential wherever it stands; `None` for a part of a text that is only complete at run time.
    pub(in crate::input::terraform) value: Option<String>,
}

/// The strings that are credentials by their shape, by the name that they stand under, or because the variable or
/// output that they belong to is declared sensitive.
pub(in crate::input::terraform) fn credentials(body: &Body) -> Vec<Written> {
    let mut search = Search::default();
    search.visit_body(body);
    search.found
}

/// Whether a variable or output is declared sensitive.
pub(super) fn is_sensitive(block: &Block) -> bool {
    let declared = block.body.get_attribute("sensitive").is_some_and(|said| said.value.as_bool() == Some(true));
    declared && matches!(block.ident.as_str(), "variable" | "output")
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
    /// Whether every string at hand is a credential.
    sensitive: bool,
    found: Vec<Written>,
}

impl Search {
    fn under(&mut self, key: &str, value: &Expression) {
        let outer = std::mem::replace(&mut self.key, key.to_owned());
        self.visit_expr(value);
        self.key = outer;
    }

    fn judge(&mut self, value: &str, range: Option<std::ops::Range<usize>>) {
        // The parser says of no string in a call or list where it stands.
        let span = range.map(|range| Span::new(range.start, range.end));
        let key = self.key.strip_suffix("_wo").unwrap_or(&self.key);
        if self.sensitive || secret::literal(key, value).is_some() {
            // The shape of a token says which part is the credential; a password is all of it.
            let whole = self.sensitive || secret::shape(value).is_none();
            self.found.push(Written { span, value: whole.then(|| value.to_owned()) });
            self.inside(value);
        } else if value.contains('\n') {
            self.inside(value);
        }
    }

    /// What a text holds, such as the assignments of a script.
    fn inside(&mut self, text: &str) {
        for found in secret::scan(text) {
            let value = text.get(found.start..found.end).unwrap_or_default();
            let telling = value.chars().any(|character| !character.is_ascii_lowercase());
            self.found.extend(telling.then(|| Written { span: None, value: Some(value.to_owned()) }));
        }
    }

    /// A template: what it writes out of a credential, part by part, because the rest is only known at run time.
    fn template(&mut self, elements: &[&Element], whole: &str, span: Option<std::ops::Range<usize>>) {
        if elements.iter().all(|element| matches!(element, Element::Literal(_))) {
            return self.judge(whole, span);
        }
        let key = self.key.strip_suffix("_wo").unwrap_or(&self.key).to_owned();
        let named = self.sensitive || secret::names_credential(&key);
        for element in elements {
            let Element::Literal(text) = element else { continue };
            if named && text.trim().chars().count() >= SHORTEST_PART {
                let made_up = text.chars().any(|character| character.is_ascii_digit()) && text.len() >= LONG_PART;
                let value = made_up.then(|| text.trim_matches(['-', '_', '.', '/', ' ']).to_owned());
                self.found.push(Written { span: text.span().map(|range| Span::new(range.start, range.end)), value });
            }
        }
        self.inside(whole);
    }
}

impl Visit for Search {
    fn visit_block(&mut self, block: &Block) {
        let label = block.labels.first().filter(|_| block.ident.as_str() == "variable").map(BlockLabel::as_str);
        let named = || ["name", "key"].iter().find_map(|name| block.body.get_attribute(name)?.value.as_str());
        let argument = |name: &str| block.body.get_attribute(name)?.value.as_str().map(str::to_owned);
        let named = || named().filter(|_| !refers_by(block.ident.as_str(), argument));
        let outer = std::mem::replace(&mut self.block, label.or_else(named).map(str::to_owned));
        let sensitive = std::mem::replace(&mut self.sensitive, is_sensitive(block));
        // What a block is called is no secret, whatever it holds.
        self.visit_body(&block.body);
        (self.block, self.sensitive) = (outer, sensitive);
    }

    fn visit_attr(&mut self, attribute: &Attribute) {
        let key = attribute.key.as_str();
        if self.sensitive && !matches!(key, "default" | "value") {
            return;
        }
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

    /// What something is compared with is no part of what comes of it.
    fn visit_conditional(&mut self, conditional: &Conditional) {
        let (key, sensitive) = (std::mem::take(&mut self.key), std::mem::take(&mut self.sensitive));
        self.visit_expr(&conditional.cond_expr);
        (self.key, self.sensitive) = (key, sensitive);
        self.visit_expr(&conditional.true_expr);
        self.visit_expr(&conditional.false_expr);
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
        self.template(&template.iter().collect::<Vec<_>>(), &template.to_string(), template.span());
    }

    fn visit_heredoc_template(&mut self, template: &HeredocTemplate) {
        let inner = &template.template;
        self.template(&inner.iter().collect::<Vec<_>>(), &inner.to_string(), template.span());
    }
}
