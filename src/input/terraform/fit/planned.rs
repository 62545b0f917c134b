//! What the configuration of a plan does not repeat and its values show: locals, texts around `${…}`, what `jsonencode`
//! is given.
//!
//! Only resources that are created are compared: of others a provider may keep what it has for what means the same.

use std::collections::BTreeMap;

use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::{Element, Strip};
use serde_json::Value as Json;

use super::compare::differs;
use super::written::{Block, Module, Value};
use super::{Differences, constant};
use crate::input::terraform::code::key_text;
use crate::input::terraform::raw;

/// How deep expressions may be nested, locals included.
const DEPTH: usize = 24;

/// A value as far as the code tells it.
enum Partial {
    Unknown,
    Known(Json),
    /// A text that begins, goes on and ends with these; `None` is anything.
    Text(Vec<Option<String>>),
    List(Vec<Partial>),
    Object(BTreeMap<String, Partial>),
    /// JSON in a text.
    Encoded(Box<Partial>),
}

/// What expressions are evaluated with.
struct Scope<'a> {
    module: &'a Module<'a>,
    /// The values of the root's variables; none inside a module.
    variables: Option<&'a BTreeMap<String, raw::Variable>>,
}

/// Compares the arguments of a block that refer to something with what is planned for one of its instances.
pub(super) fn compare(
    after: &Json,
    block: &Block<'_>,
    module: &Module<'_>,
    variables: Option<&BTreeMap<String, raw::Variable>>,
    what: &str,
    found: &mut Differences,
) {
    let scope = Scope { module, variables };
    for (name, argument) in &block.arguments {
        let (Value::Native(expression), Some(planned)) = (argument.value, after.get(*name)) else { continue };
        if constant::of(expression).is_none() && !agrees(&scope.value(expression, 0), planned) {
            found.push(differs(argument.source, argument.at, name, what));
        }
    }
}

impl Scope<'_> {
    fn value(&self, expression: &Expression, depth: usize) -> Partial {
        let Some(below) = Some(depth.saturating_add(1)).filter(|depth| *depth < DEPTH) else { return Partial::Unknown };
        if let Some(known) = constant::of(expression) {
            return Partial::Known(known);
        }
        match expression {
            Expression::Parenthesis(inner) => self.value(inner.inner(), below),
            Expression::Array(items) => Partial::List(items.iter().map(|item| self.value(item, below)).collect()),
            Expression::Object(object) => {
                let entries =
                    object.iter().map(|(key, item)| Some((key_text(key)?.to_owned(), self.value(item.expr(), below))));
                entries.collect::<Option<_>>().map_or(Partial::Unknown, Partial::Object)
            }
            Expression::StringTemplate(template) => self.text(&template.iter().collect::<Vec<_>>(), below),
            Expression::HeredocTemplate(heredoc) => self.text(&heredoc.template.iter().collect::<Vec<_>>(), below),
            Expression::FuncCall(call) => {
                encoded(call).map_or(Partial::Unknown, |inner| Partial::Encoded(Box::new(self.value(inner, below))))
            }
            Expression::Traversal(traversal) => self.reference(traversal, below),
            _ => Partial::Unknown,
        }
    }

    fn text(&self, elements: &[&Element], depth: usize) -> Partial {
        if let [Element::Interpolation(only)] = elements {
            return self.value(&only.expr, depth);
        }
        let parts = elements.iter().map(|element| match element {
            Element::Literal(literal) => Some(Some(literal.as_str().to_owned())),
            Element::Interpolation(inner) if inner.strip == Strip::None => match self.value(&inner.expr, depth) {
                Partial::Known(known) => Some(constant::as_text(&known)),
                _ => Some(None),
            },
            Element::Interpolation(_) | Element::Directive(_) => None,
        });
        parts.collect::<Option<_>>().map_or(Partial::Unknown, Partial::Text)
    }

    /// A whole local or variable.
    fn reference(&self, traversal: &Traversal, depth: usize) -> Partial {
        let head = traversal.expr.as_variable().map(hcl_edit::Ident::as_str);
        let [operator] = traversal.operators.as_slice() else { return Partial::Unknown };
        let TraversalOperator::GetAttr(name) = operator.value() else { return Partial::Unknown };
        match head {
            Some("local") => match self.module.locals.get(name.as_str()) {
                Some(Value::Native(expression)) => self.value(expression, depth),
                _ => Partial::Unknown,
            },
            Some("var") => {
                let variable = self.variables.and_then(|variables| variables.get(name.as_str()));
                variable.map_or(Partial::Unknown, |variable| Partial::Known(variable.value.0.clone()))
            }
            _ => Partial::Unknown,
        }
    }
}

/// The argument of `jsonencode`.
fn encoded(call: &FuncCall) -> Option<&Expression> {
    let known = call.name.name.as_str() == "jsonencode" && !call.name.is_namespaced();
    (known && call.args.len() == 1 && !call.args.expand_final()).then(|| call.args.get(0)).flatten()
}

/// Whether a planned value is what the code tells of it. `true` where nobody can say.
fn agrees(written: &Partial, planned: &Json) -> bool {
    if planned.is_null() {
        return true;
    }
    match (written, planned) {
        // A provider fills in what is left out.
        (Partial::Known(known), _) => known.is_null() || same(known, planned),
        (Partial::Text(parts), Json::String(text)) => is_hash(text) || matches(parts, &folded(text)),
        (Partial::List(items), Json::Array(planned)) => {
            let among = |item: &Partial| planned.iter().any(|planned| agrees(item, planned));
            items.iter().all(among)
        }
        (Partial::Object(entries), Json::Object(planned)) => {
            let mut entries = entries.iter();
            entries.all(|(key, entry)| planned.get(key).is_none_or(|planned| agrees(entry, planned)))
        }
        (Partial::Encoded(inner), Json::String(text)) => {
            serde_json::from_str::<Json>(text).map_or(true, |document| is_encoded(inner, &document))
        }
        // Nobody knows it, or the provider turned it into something else.
        _ => true,
    }
}

/// The same for a document, of which a provider changes nothing but the order and a list of one element.
fn is_encoded(written: &Partial, document: &Json) -> bool {
    match (written, document) {
        (Partial::Known(known), document) => is_document(known, document),
        (Partial::Object(entries), Json::Object(document)) => {
            let known = |key: &String| entries.contains_key(key);
            let set = |(key, entry): (&String, &Partial)| match document.get(key) {
                Some(value) => is_encoded(entry, value),
                None => !matches!(entry, Partial::Known(known) if !known.is_null()),
            };
            document.keys().all(known) && entries.iter().all(set)
        }
        (Partial::List(items), Json::Array(document)) => {
            let among = |item: &Partial| document.iter().any(|other| is_encoded(item, other));
            items.len() == document.len() && items.iter().all(among)
        }
        (written, document) => agrees(written, document),
    }
}

/// Whether two documents are the same but for the order of lists and for lists of one element.
fn is_document(written: &Json, document: &Json) -> bool {
    let one = |list: &Json| list.as_array().filter(|items| items.len() == 1).and_then(|items| items.first()).cloned();
    match (written, document) {
        (Json::Array(items), Json::Array(document)) => {
            let among = |item: &Json| document.iter().any(|other| is_document(item, other));
            items.len() == document.len() && items.iter().all(among)
        }
        (Json::Object(entries), Json::Object(document)) => {
            let mut entries = entries.iter();
            document.len() == entries.len()
                && entries.all(|(key, value)| document.get(key).is_some_and(|other| is_document(value, other)))
        }
        (Json::Array(_), _) => one(written).is_some_and(|only| is_document(&only, document)),
        (_, Json::Array(_)) => one(document).is_some_and(|only| is_document(written, &only)),
        _ => constant::converts(document, written, false),
    }
}

/// Whether two values mean the same to providers that write texts their own way.
fn same(written: &Json, planned: &Json) -> bool {
    if constant::converts(planned, written, true) {
        return true;
    }
    match (written, planned) {
        (Json::String(written), Json::String(planned)) => {
            let documents = (serde_json::from_str::<Json>(written), serde_json::from_str::<Json>(planned));
            is_hash(planned)
                || folded(written) == folded(planned)
                || matches!(documents, (Ok(written), Ok(planned)) if constant::same(&planned, &written))
        }
        (Json::String(_) | Json::Bool(_) | Json::Number(_), Json::String(_) | Json::Bool(_) | Json::Number(_)) => false,
        // Parts of a value that a provider completes.
        (Json::Object(written), Json::Object(planned)) => {
            let mut written = written.iter();
            written.all(|(key, value)| value.is_null() || planned.get(key).is_none_or(|planned| same(value, planned)))
        }
        (Json::Array(written), Json::Array(planned)) => {
            written.iter().all(|value| planned.iter().any(|planned| same(value, planned)))
        }
        _ => true,
    }
}

/// A text without what providers drop: the case of names, the dot behind a domain, blanks at the end.
fn folded(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}

/// Whether a text is a checksum, which some providers keep instead of the text.
fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a folded text consists of parts in order.
fn matches(parts: &[Option<String>], text: &str) -> bool {
    let mut rest = text;
    let mut open = false;
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter().enumerate() {
        let Some(part) = part else {
            open = true;
            continue;
        };
        let part = part.to_lowercase();
        let part = if index == 0 { part.trim_start() } else { part.as_str() };
        let part = if index == last { part.trim_end().trim_end_matches('.') } else { part };
        if index == last && open {
            return rest.ends_with(part);
        }
        let found = if open { rest.find(part) } else { rest.starts_with(part).then_some(0) };
        let Some(after) = found.and_then(|at| rest.get(at.saturating_add(part.len())..)) else { return false };
        rest = after;
        open = false;
    }
    open || rest.is_empty()
}
