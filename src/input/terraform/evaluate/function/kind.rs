//! Conversions between types.

use super::super::operator::{as_number, truth};
use super::super::{Invalid, Outcome};
use super::{argument, collection, text_of};
use crate::input::terraform::value::{Is, List, Value};

/// A scalar of another type, which stands where it stood.
fn converted(arguments: &[Value], convert: impl Fn(&Value) -> Option<Is>) -> Outcome {
    let value = argument(arguments, 0)?;
    if value.is_null() || !value.is_known() {
        return Ok(value.clone());
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
    converted(arguments, |value| text_of(value).map(Is::Text))
}

pub(super) fn to_list(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?.clone();
    Ok(match value.is {
        Is::List(list) => Value { is: Is::List(List { is_set: false, ..list }), ..value },
        _ => value,
    })
}

pub(super) fn to_set(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?.clone();
    Ok(match value.is {
        Is::List(list) => Value { is: Is::List(list.into_set()), ..value },
        _ => value,
    })
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
