//! Lists and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::operator::{as_number, truth};
use super::super::traverse::entry;
use super::super::{Invalid, Outcome};
use super::{argument, open, text_of};
use crate::input::terraform::value::{Is, List, Object, Open, Value, number, same, unify};

fn number_value(value: usize) -> Value {
    let value = u64::try_from(value).unwrap_or(u64::MAX);
    Value::new(Is::Number(value.into()), None)
}

/// A whole number that counts elements.
fn whole(value: &Value) -> Result<usize, Invalid> {
    let number = as_number(value).filter(|number| *number >= 0.0 && number.fract() == 0.0).ok_or(Invalid)?;
    format!("{number:.0}").parse().map_err(|_| Invalid)
}

/// The elements of a list; an error for anything else that is known.
fn list_of(value: &Value) -> Result<List, Invalid> {
    match &value.is {
        Is::List(list) => Ok(list.clone()),
        Is::Open(open) => Ok(List { rest: Some(Open { exact: false, ..open.clone() }), ..List::default() }),
        _ => Err(Invalid),
    }
}

fn object_of(value: &Value) -> Result<Object, Invalid> {
    match &value.is {
        Is::Object(object) => Ok(object.clone()),
        Is::Open(_) => Ok(Object { rest: Some(value.opens()), ..Object::default() }),
        _ => Err(Invalid),
    }
}

fn of_list(items: Vec<Value>, rest: Option<Open>) -> Value {
    if items.is_empty()
        && let Some(rest) = rest
    {
        return Value::new(Is::Open(Open { exact: false, ..rest }), None);
    }
    Value::new(Is::List(List { items: Arc::new(items), rest, is_set: false }), None)
}

pub(super) fn all_true(arguments: &[Value]) -> Outcome {
    let list = list_of(argument(arguments, 0)?)?;
    if list.items.iter().any(is_no_truth) {
        return Err(Invalid);
    }
    let is_false = |item: &Value| truth(item) == Some(false) || item.is_null();
    Ok(match list.items.iter().find(|item| is_false(item)) {
        Some(item) => Value::bool(false).at(item.origin.clone()),
        None if list.rest.is_some() || list.items.iter().any(|item| truth(item).is_none()) => open(arguments),
        None => Value::bool(true),
    })
}

/// Whether an element can be neither true nor false.
fn is_no_truth(item: &Value) -> bool {
    item.is_known() && !item.is_null() && truth(item).is_none()
}

pub(super) fn any_true(arguments: &[Value]) -> Outcome {
    let list = list_of(argument(arguments, 0)?)?;
    if list.items.iter().any(is_no_truth) {
        return Err(Invalid);
    }
    Ok(match list.items.iter().find(|item| truth(item) == Some(true)) {
        Some(item) => Value::bool(true).at(item.origin.clone()),
        None if list.rest.is_some() || list.items.iter().any(|item| item.as_open().is_some()) => open(arguments),
        None => Value::bool(false),
    })
}

pub(super) fn chunk_list(arguments: &[Value]) -> Outcome {
    let list = list_of(argument(arguments, 0)?)?;
    if list.rest.is_some() || !argument(arguments, 1)?.is_known() {
        return Ok(open(arguments));
    }
    let size = whole(argument(arguments, 1)?)?;
    if size == 0 {
        return Ok(open(arguments));
    }
    Ok(Value::list(list.items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect()))
}

/// The first that is neither null nor an empty text.
pub(super) fn coalesce(arguments: &[Value]) -> Outcome {
    let arguments = unify(arguments).ok_or(Invalid)?;
    for value in &arguments {
        match &value.is {
            Is::Null => {}
            Is::Text(text) if text.is_empty() => {}
            Is::Open(_) => return Ok(Value::either(Open::of(&arguments), arguments.iter().cloned())),
            _ => return Ok(value.clone()),
        }
    }
    Err(Invalid)
}

pub(super) fn coalesce_list(arguments: &[Value]) -> Outcome {
    let is_none = |value: &Value| !matches!(value.is, Is::List(List { is_set: false, .. }) | Is::Null | Is::Open(_));
    if arguments.iter().any(is_none) {
        return Err(Invalid);
    }
    for value in arguments {
        match &value.is {
            Is::List(list) if list.items.is_empty() && list.rest.is_none() => {}
            Is::Null => {}
            Is::List(list) if !list.items.is_empty() => return Ok(value.clone()),
            Is::List(_) | Is::Open(_) => return Ok(open(arguments)),
            _ => return Err(Invalid),
        }
    }
    Err(Invalid)
}

pub(super) fn compact(arguments: &[Value]) -> Outcome {
    let List { items, mut rest, .. } = list_of(argument(arguments, 0)?)?;
    let mut kept = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        match &item.is {
            Is::List(_) | Is::Object(_) => return Err(Invalid),
            // One that is open may turn out to be nothing; an attribute of a resource does not.
            Is::Open(open) if !open.exact => rest = rest.or_else(|| Some(item.opens())),
            Is::Bool(_) | Is::Number(_) => {
                kept.extend(text_of(item).map(|text| Value { is: Is::Text(text), ..item.clone() }));
            }
            _ if item.as_text().is_some_and(|text| text.is_empty()) => {}
            _ => kept.push(item.clone()),
        }
    }
    Ok(of_list(kept, rest))
}

pub(super) fn concat(arguments: &[Value]) -> Outcome {
    let (mut items, mut rest) = (Vec::new(), None);
    argument(arguments, 0)?;
    for value in arguments {
        let list = list_of(value)?;
        if list.is_set {
            return Err(Invalid);
        }
        items.extend(list.items.iter().cloned());
        rest = match (rest, list.rest) {
            (Some(rest), other) => Some(Open::and(rest, other.as_ref())),
            (None, other) => other,
        };
    }
    Ok(of_list(items, rest))
}

pub(super) fn contains(arguments: &[Value]) -> Outcome {
    let (list, wanted) = (list_of(argument(arguments, 0)?)?, argument(arguments, 1)?);
    let answers: Vec<Option<bool>> = list.items.iter().map(|item| same(item, wanted)).collect();
    Ok(match () {
        () if answers.contains(&Some(true)) => Value::bool(true),
        () if list.rest.is_some() || answers.contains(&None) => open(arguments),
        () => Value::bool(false),
    })
}

/// An element, as often round as it takes.
pub(super) fn element(arguments: &[Value]) -> Outcome {
    let (list, index) = (argument(arguments, 0)?, argument(arguments, 1)?);
    let Is::List(List { items, rest: None, .. }) = &list.is else {
        return if list.as_open().is_some() || matches!(list.is, Is::List(_)) {
            Ok(open(arguments))
        } else {
            Err(Invalid)
        };
    };
    if index.as_open().is_some() {
        return Ok(open(arguments));
    }
    let index = as_number(index).filter(|index| index.fract() == 0.0).ok_or(Invalid)?;
    if index < 0.0 {
        return Ok(open(arguments));
    }
    let index: usize = format!("{index:.0}").parse().map_err(|_| Invalid)?;
    items.get(index.checked_rem(items.len()).ok_or(Invalid)?).cloned().ok_or(Invalid)
}

pub(super) fn flatten(arguments: &[Value]) -> Outcome {
    let list = list_of(argument(arguments, 0)?)?;
    let (mut items, mut rest) = (Vec::new(), list.rest.clone());
    flat(&list, &mut items, &mut rest);
    Ok(of_list(items, rest))
}

fn flat(list: &List, items: &mut Vec<Value>, rest: &mut Option<Open>) {
    for item in list.items.iter() {
        match &item.is {
            Is::List(inner) => {
                *rest = rest.take().or_else(|| inner.rest.clone());
                flat(inner, items, rest);
            }
            // It may be a list that has none, or several. An instance is none.
            Is::Open(open) if !matches!(&*open.from, [only] if only.name.is_empty() && open.exact) => {
                items.push(item.clone());
                *rest = rest.take().or_else(|| Some(item.opens()));
            }
            _ => items.push(item.clone()),
        }
    }
}

pub(super) fn index(arguments: &[Value]) -> Option<Value> {
    let Is::List(list) = &arguments.first()?.is else { return None };
    let wanted = arguments.get(1)?;
    list.items.iter().position(|item| same(item, wanted) == Some(true)).map(number_value)
}

pub(super) fn keys(arguments: &[Value]) -> Outcome {
    let object = object_of(argument(arguments, 0)?)?;
    let keys = object.entries.iter().map(|(key, value)| Value::text(key.as_str()).at(value.origin.clone()));
    Ok(of_list(keys.collect(), object.rest))
}

pub(super) fn length(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    Ok(match &value.is {
        Is::List(List { items, rest: None, is_set }) if !is_set || value.is_known() => number_value(items.len()),
        Is::Object(Object { entries, rest: None }) => number_value(entries.len()),
        Is::Text(text) => number_value(text.chars().count()),
        Is::Null | Is::Bool(_) | Is::Number(_) => return Err(Invalid),
        _ => open(arguments),
    })
}

pub(super) fn lookup(arguments: &[Value]) -> Outcome {
    let (object, key) = (object_of(argument(arguments, 0)?)?, argument(arguments, 1)?);
    let Some(key) = text_of(key) else {
        return if key.is_null() { Err(Invalid) } else { Ok(open(arguments)) };
    };
    match (entry(&object, &key), arguments.get(2)) {
        (Err(Invalid), Some(default)) => Ok(default.clone()),
        (Ok(found), Some(default)) => match &found.is {
            Is::Open(open) if found.made.is_none() && !object.entries.contains_key(&*key) => {
                Ok(Value::either(open.clone(), [default.clone()]))
            }
            _ => Ok(found),
        },
        (found, _) => found,
    }
}

pub(super) fn match_keys(arguments: &[Value]) -> Option<Value> {
    let [Is::List(values), Is::List(keys), Is::List(wanted)] =
        [&arguments.first()?.is, &arguments.get(1)?.is, &arguments.get(2)?.is]
    else {
        return None;
    };
    let compared: Vec<Value> = keys.items.iter().chain(wanted.items.iter()).cloned().collect();
    let compared = unify(&compared)?;
    let (keys, wanted) = compared.split_at_checked(keys.items.len())?;
    let is_wanted = |key: &Value| wanted.iter().any(|wanted| same(key, wanted) == Some(true));
    let found = values.items.iter().zip(keys).filter(|(_, key)| is_wanted(key));
    Some(Value::list(found.map(|(value, _)| value.clone()).collect()))
}

/// The entries of all of them; the last one wins.
pub(super) fn merge(arguments: &[Value]) -> Outcome {
    let (mut entries, mut rest) = (BTreeMap::new(), None);
    for value in arguments.iter().filter(|value| !value.is_null()) {
        let object = object_of(value)?;
        if let Some(open) = &object.rest {
            // It may have any of the keys before it.
            let unsure = |value: &Value| Value::either(Open { exact: false, ..open.clone() }, [value.clone()]);
            for value in entries.values_mut() {
                *value = unsure(value);
            }
            rest = Some(open.clone());
        }
        entries.extend(object.entries.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    if entries.is_empty()
        && let Some(rest) = rest
    {
        return Ok(Value::new(Is::Open(Open { exact: false, ..rest }), None));
    }
    Ok(Value::new(Is::Object(Object { entries: Arc::new(entries), rest }), None))
}

/// The only element, or null.
pub(super) fn one(arguments: &[Value]) -> Outcome {
    let list = match &argument(arguments, 0)?.is {
        Is::Null => return Err(Invalid),
        _ => list_of(argument(arguments, 0)?)?,
    };
    match (list.items.as_slice(), &list.rest) {
        ([], None) => Ok(Value::new(Is::Null, None)),
        ([only], None) => Ok(only.clone()),
        (_, Some(_)) => Ok(open(arguments)),
        _ => Err(Invalid),
    }
}

pub(super) fn reverse(arguments: &[Value]) -> Outcome {
    let List { items, rest, .. } = list_of(argument(arguments, 0)?)?;
    Ok(of_list(items.iter().rev().cloned().collect(), rest))
}

pub(super) fn slice(arguments: &[Value]) -> Option<Value> {
    let Is::List(list) = &arguments.first()?.is else { return None };
    let at = |at: usize| whole(arguments.get(at)?).ok();
    Some(Value::list(list.items.get(at(1)?..at(2)?)?.to_vec()))
}

pub(super) fn transpose(arguments: &[Value]) -> Option<Value> {
    let Is::Object(object) = &arguments.first()?.is else { return None };
    let mut turned: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (key, values) in object.entries.iter() {
        let Is::List(values) = &values.is else { return None };
        for value in values.items.iter() {
            turned.entry(text_of(value)?.to_string()).or_default().push(Value::text(key.as_str()));
        }
    }
    Some(Value::object(turned.into_iter().map(|(key, values)| (key, Value::list(values))).collect()))
}

pub(super) fn values(arguments: &[Value]) -> Outcome {
    let object = object_of(argument(arguments, 0)?)?;
    Ok(of_list(object.entries.values().cloned().collect(), object.rest))
}

pub(super) fn zip_map(arguments: &[Value]) -> Outcome {
    let (keys, values) = (list_of(argument(arguments, 0)?)?, list_of(argument(arguments, 1)?)?);
    let names: Option<Vec<_>> = keys.items.iter().map(text_of).collect();
    match names {
        Some(names) if keys.rest.is_none() && values.rest.is_none() => {
            if names.len() != values.items.len() {
                return Err(Invalid);
            }
            let pairs = names.into_iter().map(|name| name.to_string()).zip(values.items.iter().cloned());
            Ok(Value::object(pairs.collect()))
        }
        _ => Ok(open(arguments)),
    }
}

/// A number as a value.
pub(super) fn from_float(value: f64) -> Option<Value> {
    number(value).map(|number| Value::new(Is::Number(number), None))
}
