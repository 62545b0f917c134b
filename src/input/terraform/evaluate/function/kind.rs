//! Conversions between types.

use std::sync::Arc;

use super::super::operator::{as_number, truth};
use super::super::{Invalid, Outcome};
use super::{argument, collection, text_of};
use crate::input::terraform::value::{Is, List, Object, Value, unify};

/// A scalar of another type, which stands where it stood.
fn converted(arguments: &[Value], convert: impl Fn(&Value) -> Option<Is>) -> Outcome {
    let value = argument(arguments, 0)?;
    match &value.is {
        Is::List(_) | Is::Object(_) => return Err(Invalid),
        Is::Null | Is::Open(_) => return Ok(value.clone()),
        _ if !value.is_known() => return Ok(unsure(value)),
        _ => {}
    }
    Ok(Value { is: convert(value).ok_or(Invalid)?, ..value.clone() })
}

pub(super) fn to_bool(arguments: &[Value]) -> Outcome {
    converted(arguments, |value| truth(value).map(Is::Bool))
}

pub(super) fn to_number(arguments: &[Value]) -> Outcome {
    converted(arguments, |value| collection::from_float(as_number(value)?).map(|number| number.is))
}

pub(super) fn to_string(arguments: &[Value]) -> Outcome {
    match &argument(arguments, 0)?.is {
        Is::Template(_) | Is::Encoded(_) => unchanged(arguments),
        _ => converted(arguments, |value| text_of(value).map(Is::Text)),
    }
}

pub(super) fn to_list(arguments: &[Value]) -> Outcome {
    of_one_type(arguments, |list| List { is_set: false, ..list })
}

pub(super) fn to_set(arguments: &[Value]) -> Outcome {
    of_one_type(arguments, List::into_set)
}

/// A list of which all elements are of one type.
fn of_one_type(arguments: &[Value], made: impl Fn(List) -> List) -> Outcome {
    let value = argument(arguments, 0)?.clone();
    Ok(match value.is {
        Is::List(list) => {
            let items = Arc::new(unify(&list.items).ok_or(Invalid)?);
            Value { is: Is::List(made(List { items, ..list })), ..value }
        }
        Is::Null | Is::Open(_) => value,
        _ => return Err(Invalid),
    })
}

pub(super) fn to_map(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?.clone();
    Ok(match value.is {
        Is::Object(object) => {
            let values: Vec<Value> = object.entries.values().cloned().collect();
            let values = unify(&values).ok_or(Invalid)?;
            let entries = object.entries.keys().cloned().zip(values).collect();
            Value { is: Is::Object(Object { entries: Arc::new(entries), ..object }), ..value }
        }
        Is::Null | Is::Open(_) => value,
        _ => return Err(Invalid),
    })
}

/// What is not known as a whole, and may be an error.
fn unsure(value: &Value) -> Value {
    Value { is: Is::Open(value.opens()), ..value.clone() }
}

pub(super) fn unchanged(arguments: &[Value]) -> Outcome {
    argument(arguments, 0).cloned()
}

pub(super) fn sensitive(arguments: &[Value]) -> Outcome {
    argument(arguments, 0).cloned().map(|value| value.made_of(true))
}

pub(super) fn nonsensitive(arguments: &[Value]) -> Outcome {
    argument(arguments, 0).cloned().map(|value| Value { sensitive: false, ..value })
}
