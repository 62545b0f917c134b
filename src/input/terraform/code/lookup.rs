//! From a path below a resource to the expression that sets it.

use std::borrow::Cow;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, Body};
use serde_json::Value;

use super::folder::header;
use super::reference::references;
use crate::input::terraform::address::Part;
use crate::input::terraform::model::{Lifecycle, Step};
use crate::source::Span;

/// What a path led to.
pub(super) struct Found<'a> {
    /// How many steps of the path were found.
    pub(super) depth: usize,
    whole: bool,
    at: At<'a>,
}

enum At<'a> {
    Block(&'a Block),
    Expression(&'a Expression),
}

impl<'a> Found<'a> {
    /// The expression, when it stands for the whole path.
    pub(super) const fn exact(&self) -> Option<&'a Expression> {
        match self.at {
            At::Expression(expression) if self.whole => Some(expression),
            _ => None,
        }
    }

    /// The value, or the header of a nested block.
    pub(super) fn span(&self) -> Option<Span> {
        match self.at {
            At::Block(block) => header(block),
            At::Expression(expression) => span(expression),
        }
    }
}

/// The span of an expression.
pub(super) fn span(expression: &Expression) -> Option<Span> {
    expression.span().map(|range| Span::new(range.start, range.end))
}

/// The span of what `path` leads to inside an expression.
pub(super) fn span_in(expression: &Expression, path: &[Step]) -> Option<Span> {
    descend(expression, path, 0).span()
}

/// Follows `path` through attributes, nested blocks, `dynamic` blocks and object constructors, as far as it leads.
/// `None` when the body sets nothing of it.
pub(super) fn find<'a>(body: &'a Body, path: &[Step]) -> Option<Found<'a>> {
    find_from(body, path, 0)
}

fn find_from<'a>(body: &'a Body, path: &[Step], depth: usize) -> Option<Found<'a>> {
    let (first, rest) = path.split_first()?;
    let name = text(first)?;
    let here = depth.saturating_add(1);
    if let Some(attribute) = body.get_attribute(name) {
        return Some(descend(&attribute.value, rest, here));
    }
    let (index, inner, steps) = match rest.split_first() {
        Some((step, inner)) if number(step).is_some() => (number(step).unwrap_or(0), inner, 1),
        _ => (0, rest, 0),
    };
    let fixed: Vec<&Block> = body.blocks().filter(|block| block.ident.as_str() == name).collect();
    let dynamic = || body.get_blocks("dynamic").find(|block| block.labels.first().is_some_and(|l| l.as_str() == name));
    let (block, inside) = match fixed.get(index) {
        Some(block) => (*block, Some(&block.body)),
        None => match dynamic() {
            Some(block) => (block, block.body.get_blocks("content").next().map(|content| &content.body)),
            None => (*fixed.last()?, None),
        },
    };
    let deeper = inside.and_then(|body| find_from(body, inner, here.saturating_add(steps)));
    Some(deeper.unwrap_or(Found { depth: here, whole: false, at: At::Block(block) }))
}

/// Follows `path` into an expression as far as object and list constructors lead.
fn descend<'a>(expression: &'a Expression, path: &[Step], depth: usize) -> Found<'a> {
    let stop = Found { depth, whole: path.is_empty(), at: At::Expression(expression) };
    let Some((first, rest)) = path.split_first() else { return stop };
    let here = depth.saturating_add(1);
    match expression {
        Expression::Parenthesis(inner) => descend(inner.inner(), path, depth),
        Expression::Object(object) => match entry(object, &name(first)) {
            Some(value) => descend(value, rest, here),
            None => stop,
        },
        Expression::Array(array) => match number(first).and_then(|index| array.get(index)) {
            Some(value) => descend(value, rest, here),
            None => stop,
        },
        // `jsonencode({…})`, `merge({…}, {…})`: the last argument that goes deeper wins, as in `merge`.
        Expression::FuncCall(call) => {
            let arguments = call.args.iter().map(|argument| descend(argument, path, depth));
            arguments.filter(|found| found.depth > depth).last().unwrap_or(stop)
        }
        _ => stop,
    }
}

/// The value of a key that is written out.
pub(super) fn entry<'a>(object: &'a Object, name: &str) -> Option<&'a Expression> {
    object.iter().find(|(key, _)| key_text(key) == Some(name)).map(|(_, value)| value.expr())
}

/// The text of a key that is written out.
pub(in crate::input::terraform) fn key_text(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(ident) | ObjectKey::Expression(Expression::Variable(ident)) => Some(ident.as_str()),
        ObjectKey::Expression(expression) => expression.as_str(),
    }
}

/// For each block that the plan lists under `name`, the index of the block that writes it, when that is not the same:
/// the blocks of a set have another order in the plan. Blocks are told apart by the constants that they write.
pub(super) fn order(body: &Body, name: &str, planned: &[Value]) -> Option<Vec<usize>> {
    let blocks: Vec<&Block> = body.blocks().filter(|block| block.ident.as_str() == name).collect();
    if blocks.len() < 2 || blocks.len() != planned.len() {
        return None;
    }
    let mut free: Vec<usize> = (0..blocks.len()).collect();
    let mut order = Vec::with_capacity(planned.len());
    for (index, planned) in planned.iter().enumerate() {
        let writes = |at: &usize| blocks.get(*at).is_some_and(|block| agrees(&block.body, planned));
        let chosen = Some(index).filter(|at| free.contains(at) && writes(at));
        let chosen = chosen.or_else(|| free.iter().copied().find(writes))?;
        free.retain(|at| *at != chosen);
        order.push(chosen);
    }
    (!order.is_sorted()).then_some(order)
}

/// Whether no constant that a block writes contradicts the planned values.
fn agrees(body: &Body, planned: &Value) -> bool {
    body.attributes().all(|attribute| {
        let planned = planned.get(attribute.key.as_str()).unwrap_or(&Value::Null);
        constant(&attribute.value, planned)
    })
}

fn constant(written: &Expression, planned: &Value) -> bool {
    match (written, planned) {
        (Expression::String(text), Value::String(planned)) => text.value() == planned,
        (Expression::Bool(written), Value::Bool(planned)) => written.value() == planned,
        (Expression::Number(written), Value::Number(planned)) => written.value().as_f64() == planned.as_f64(),
        (Expression::Array(written), Value::Array(planned)) => {
            let constants = written.iter().filter(|item| item.is_str() || item.is_number() || item.is_bool());
            let mut constants = constants.map(|item| planned.iter().any(|planned| constant(item, planned)));
            written.len() == planned.len() && constants.all(|found| found)
        }
        (Expression::String(_) | Expression::Bool(_) | Expression::Number(_), Value::Null) => false,
        _ => true,
    }
}

/// The arguments inside `dynamic` blocks, as if each made one block. Where one says something of its iterator, what the
/// block goes through stands for that.
pub(super) fn dynamic(body: &Body) -> Vec<(Vec<Step>, &Expression)> {
    let mut found = Vec::new();
    collect(body, &[], &[], &mut found);
    found
}

/// The iterator of a `dynamic` block, and what the block goes through.
type Iterated<'a> = (&'a str, &'a Expression);

fn collect<'a>(
    body: &'a Body,
    path: &[Step],
    iterators: &[Iterated<'a>],
    found: &mut Vec<(Vec<Step>, &'a Expression)>,
) {
    let below = |name: &str, block: bool| {
        let mut path = path.to_vec();
        path.push(Step::Key(name.to_owned()));
        path.extend(block.then_some(Step::Index(0)));
        path
    };
    if !iterators.is_empty() {
        for attribute in body.attributes() {
            let path = below(attribute.key.as_str(), false);
            let sources = sources(&attribute.value, iterators);
            found.extend(sources.into_iter().map(|source| (path.clone(), source)));
        }
    }
    for block in body.blocks() {
        match (block.ident.as_str(), block.labels.first()) {
            ("dynamic", Some(label)) => {
                let iterator = block.body.get_attribute("iterator").and_then(|name| name.value.as_variable());
                let each = block.body.get_attribute("for_each").map(|each| &each.value);
                let name = iterator.map_or(label.as_str(), |name| name.as_str());
                let inner = each.map(|each| (name, each));
                let iterators: Vec<Iterated<'_>> = iterators.iter().copied().chain(inner).collect();
                for content in block.body.get_blocks("content") {
                    collect(&content.body, &below(label.as_str(), true), &iterators, found);
                }
            }
            (name, _) => collect(&block.body, &below(name, true), iterators, found),
        }
    }
}

/// What an expression is made of: itself, unless it says nothing but its iterators, and what these go through.
fn sources<'a>(expression: &'a Expression, iterators: &[Iterated<'a>]) -> Vec<&'a Expression> {
    let mut inside = false;
    let mut outside = false;
    let mut found = Vec::new();
    for parts in references(expression) {
        let head = parts.first();
        let at = iterators.iter().rposition(|(name, _)| head == Some(&Part::Name((*name).to_owned())));
        match at.and_then(|at| iterators.split_at_checked(at)) {
            Some((outer, [(_, each), ..])) => {
                inside = true;
                found.extend(sources(each, outer));
            }
            _ => outside = true,
        }
    }
    if outside || !inside {
        found.insert(0, expression);
    }
    found
}

/// Adds what a `lifecycle` body says.
pub(super) fn lifecycle(mut merged: Lifecycle, body: &Body) -> Lifecycle {
    let prevent = body.get_attribute("prevent_destroy").and_then(|attribute| attribute.value.as_bool());
    merged.prevent_destroy |= prevent.unwrap_or(false);
    let ignored = body.get_attribute("ignore_changes").map(|attribute| &attribute.value);
    let items: Vec<&Expression> = match ignored {
        Some(Expression::Array(array)) => array.iter().collect(),
        other => other.into_iter().collect(),
    };
    merged.ignore_changes.extend(items.into_iter().map(|item| item.to_string().trim().to_owned()));
    merged
}

fn name(step: &Step) -> Cow<'_, str> {
    match step {
        Step::Key(key) => Cow::Borrowed(key),
        Step::Index(index) => Cow::Owned(index.to_string()),
    }
}

fn text(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Index(_) => None,
    }
}

fn number(step: &Step) -> Option<usize> {
    match step {
        Step::Index(index) => Some(*index),
        Step::Key(key) => key.parse().ok(),
    }
}
