//! The types that variables declare, and what they make of a value.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::{Expression, FuncCall, Object as Constructor};

use super::convert::{number, to_text};
use super::{Is, List, Object, Origin, Value};
use crate::input::terraform::code::key_text;

/// How deep types may be nested.
const DEPTH: usize = 32;

/// A type.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) enum Constraint<'a> {
    /// Any, or one that cannot be read.
    Any,
    Text,
    Number,
    Bool,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(BTreeMap<String, Attribute<'a>>),
}

/// An attribute of an object.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) struct Attribute<'a> {
    constraint: Constraint<'a>,
    optional: bool,
    /// What it is when it is left out or null.
    default: Option<&'a Expression>,
}

impl<'a> Constraint<'a> {
    /// Reads the `type` of a variable.
    pub(in crate::input::terraform) fn of(expression: &'a Expression) -> Self {
        Self::read(expression, DEPTH)
    }

    fn read(expression: &'a Expression, depth: usize) -> Self {
        let Some(depth) = depth.checked_sub(1) else { return Self::Any };
        match expression {
            Expression::Parenthesis(inner) => Self::read(inner.inner(), depth),
            Expression::Variable(name) => match name.as_str() {
                "string" => Self::Text,
                "number" => Self::Number,
                "bool" => Self::Bool,
                "list" => Self::List(Box::new(Self::Any)),
                "set" => Self::Set(Box::new(Self::Any)),
                "map" => Self::Map(Box::new(Self::Any)),
                _ => Self::Any,
            },
            Expression::FuncCall(call) => Self::call(call, depth),
            _ => Self::Any,
        }
    }

    fn call(call: &'a FuncCall, depth: usize) -> Self {
        let Some(inner) = call.args.get(0) else { return Self::Any };
        let below = || Box::new(Self::read(inner, depth));
        match (call.name.name.as_str(), inner) {
            ("list", _) => Self::List(below()),
            ("set", _) => Self::Set(below()),
            ("map", _) => Self::Map(below()),
            ("tuple", Expression::Array(items)) => {
                Self::Tuple(items.iter().map(|item| Self::read(item, depth)).collect())
            }
            ("object", Expression::Object(object)) => Self::object(object, depth).unwrap_or(Self::Any),
            _ => Self::Any,
        }
    }

    fn object(object: &'a Constructor, depth: usize) -> Option<Self> {
        let attributes = object.iter().map(|(key, item)| {
            let attribute = match item.expr() {
                Expression::FuncCall(call) if call.name.name.as_str() == "optional" => Attribute {
                    constraint: call.args.get(0).map_or(Self::Any, |inner| Self::read(inner, depth)),
                    optional: true,
                    default: call.args.get(1),
                },
                other => Attribute { constraint: Self::read(other, depth), optional: false, default: None },
            };
            Some((key_text(key)?.to_owned(), attribute))
        });
        attributes.collect::<Option<_>>().map(Self::Object)
    }

    /// What the type makes of a value. What does not fit stays as it is: the tool would have refused it. `default`
    /// gives the value of a default.
    pub(in crate::input::terraform) fn convert(
        &self,
        value: Value,
        default: &impl Fn(&'a Expression) -> Value,
    ) -> Value {
        let Value { is, origin, sensitive, given, made, weight } = value;
        let is = match (self, is) {
            (Self::Text, is @ (Is::Bool(_) | Is::Number(_))) => {
                let whole = Value::new(is, None);
                to_text(&whole).map_or(whole.is, Is::Text)
            }
            (Self::Number, Is::Text(text)) => text.parse().ok().and_then(number).map_or(Is::Text(text), Is::Number),
            (Self::Bool, Is::Text(text)) => match &*text {
                "true" => Is::Bool(true),
                "false" => Is::Bool(false),
                _ => Is::Text(text),
            },
            (Self::List(inner), Is::List(list)) => Is::List(List { is_set: false, ..each(list, inner, default) }),
            (Self::Set(inner), Is::List(list)) => Is::List(each(list, inner, default).into_set()),
            (Self::Map(inner), Is::Object(object)) => {
                let entries =
                    object.entries.iter().map(|(key, item)| (key.clone(), inner.convert(item.clone(), default)));
                Is::Object(Object { entries: Arc::new(entries.collect()), rest: object.rest })
            }
            (Self::Tuple(constraints), Is::List(list)) if list.items.len() == constraints.len() => {
                let items = list.items.iter().zip(constraints);
                let items = items.map(|(item, constraint)| constraint.convert(item.clone(), default)).collect();
                Is::List(List { items: Arc::new(items), ..list })
            }
            (Self::Object(attributes), Is::Object(object)) => {
                Is::Object(shaped(attributes, &object, origin.as_ref(), default))
            }
            (_, is) => is,
        };
        Value { is, origin, sensitive, given, made, weight }
    }
}

fn each<'a>(list: List, inner: &Constraint<'a>, default: &impl Fn(&'a Expression) -> Value) -> List {
    let items = list.items.iter().map(|item| inner.convert(item.clone(), default)).collect();
    List { items: Arc::new(items), ..list }
}

/// An object with the attributes of its type: those that it lacks are null or have their default, others are dropped.
fn shaped<'a>(
    attributes: &BTreeMap<String, Attribute<'a>>,
    object: &Object,
    origin: Option<&Origin>,
    default: &impl Fn(&'a Expression) -> Value,
) -> Object {
    let mut entries = BTreeMap::new();
    for (name, attribute) in attributes {
        let given = object.entries.get(name).cloned();
        let value = match (given, attribute.default) {
            (None, _) if object.rest.is_some() => Value::open(),
            (Some(value), Some(expression)) if value.is_null() => default(expression),
            (None, Some(expression)) => default(expression),
            (Some(value), _) => value,
            (None, None) if attribute.optional => Value::new(Is::Null, origin.cloned()),
            (None, None) => continue,
        };
        entries.insert(name.clone(), attribute.constraint.convert(value, default));
    }
    Object { entries: Arc::new(entries), rest: None }
}

/// The order of the elements of a set: numbers by their value, texts by their bytes, and null last.
fn in_order(one: &Value, other: &Value) -> Ordering {
    match (&one.is, &other.is) {
        (Is::Number(one), Is::Number(other)) => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
        (Is::Null, Is::Null) => Ordering::Equal,
        (Is::Null, _) => Ordering::Greater,
        (_, Is::Null) => Ordering::Less,
        _ => to_text(one).cmp(&to_text(other)),
    }
}

impl List {
    /// The set of the elements. Texts are in the order that the tool gives them.
    pub(in crate::input::terraform) fn into_set(self) -> Self {
        let mut items: Vec<Value> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for item in self.items.iter() {
            // Two that are open may be the same, or not.
            let known = super::to_json(item).map(|json| json.to_string());
            if known.is_none_or(|text| seen.insert(text)) {
                items.push(item.clone());
            }
        }
        items.sort_by(in_order);
        Self { items: Arc::new(items), rest: self.rest, is_set: true }
    }
}
