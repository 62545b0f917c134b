//! One type for several values, as lists, sets, maps and conditionals ask for it.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints#conversion-of-complex-types>

use std::sync::Arc;

use super::convert::to_text;
use super::{Is, List, Object, Value};

/// How deep values may be nested.
const DEPTH: usize = 32;

/// The same values in one type; `None` where there is none, which is an error to the tool.
pub(in crate::input::terraform) fn unify(values: &[Value]) -> Option<Vec<Value>> {
    unified(values, DEPTH)
}

fn unified(values: &[Value], depth: usize) -> Option<Vec<Value>> {
    let any = |fits: fn(&Is) -> bool| values.iter().any(|value| fits(&value.is));
    let text = any(|is| matches!(is, Is::Text(_) | Is::Template(_) | Is::Encoded(_)));
    let (bool, number) = (any(|is| matches!(is, Is::Bool(_))), any(|is| matches!(is, Is::Number(_))));
    let (list, object) = (any(|is| matches!(is, Is::List(_))), any(|is| matches!(is, Is::Object(_))));
    match (text || bool || number, list, object) {
        (true, false, false) if text => Some(values.iter().map(as_text).collect()),
        (true, false, false) => (!(bool && number)).then(|| values.to_vec()),
        (false, true, false) => lists(values, depth.checked_sub(1)?),
        (false, false, true) => objects(values, depth.checked_sub(1)?),
        (false, false, false) => Some(values.to_vec()),
        _ => None,
    }
}

fn as_text(value: &Value) -> Value {
    match &value.is {
        Is::Bool(_) | Is::Number(_) => match to_text(value) {
            Some(text) => Value { is: Is::Text(text), ..value.clone() },
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Lists of one length are unified position by position, others as the lists of one type that they become.
fn lists(values: &[Value], depth: usize) -> Option<Vec<Value>> {
    let items = |value: &Value| match &value.is {
        Is::List(List { items, rest: None, .. }) => Some(Arc::clone(items)),
        _ => None,
    };
    // A set beside a list makes a set of both, but not always.
    let sets = values.iter().filter(|value| matches!(&value.is, Is::List(list) if list.is_set)).count();
    let lists = values.iter().filter(|value| matches!(value.is, Is::List(_))).count();
    if sets > 0 && sets < lists {
        return Some(values.iter().map(|value| Value { is: Is::Open(value.opens()), ..value.clone() }).collect());
    }
    let all: Vec<Arc<Vec<Value>>> = values.iter().filter_map(items).collect();
    let known = values.iter().filter(|value| matches!(value.is, Is::List(_))).count();
    // What may have other elements may be of any type.
    if all.len() != known {
        return Some(values.to_vec());
    }
    let length = all.first().map_or(0, |first| first.len());
    let mut columns: Vec<Vec<Value>> = Vec::new();
    if all.iter().all(|items| items.len() == length) {
        for at in 0..length {
            let column: Vec<Value> = all.iter().filter_map(|items| items.get(at).cloned()).collect();
            columns.push(unified(&column, depth)?);
        }
    } else {
        let joined: Vec<Value> = all.iter().flat_map(|items| items.iter().cloned()).collect();
        let mut joined = unified(&joined, depth)?.into_iter();
        let rows: Vec<Vec<Value>> = all.iter().map(|items| joined.by_ref().take(items.len()).collect()).collect();
        return Some(put_back(values, rows.into_iter()));
    }
    let row = |at: usize| columns.iter().filter_map(|column| column.get(at).cloned()).collect();
    Some(put_back(values, (0..all.len()).map(row)))
}

fn put_back(values: &[Value], mut rows: impl Iterator<Item = Vec<Value>>) -> Vec<Value> {
    let put = |value: &Value| match &value.is {
        Is::List(list) => match rows.next() {
            Some(items) => Value { is: Is::List(List { items: Arc::new(items), ..list.clone() }), ..value.clone() },
            None => value.clone(),
        },
        _ => value.clone(),
    };
    values.iter().map(put).collect()
}

/// Objects with the same names are unified name by name, others as the maps of one type that they become.
fn objects(values: &[Value], depth: usize) -> Option<Vec<Value>> {
    let objects = || {
        values.iter().filter_map(|value| match &value.is {
            Is::Object(object) => Some(object),
            _ => None,
        })
    };
    if objects().any(|object| object.rest.is_some()) {
        return Some(values.to_vec());
    }
    let mut all: Vec<std::collections::BTreeMap<String, Value>> =
        objects().map(|object| (*object.entries).clone()).collect();
    let first: Vec<String> = all.first().map(|first| first.keys().cloned().collect()).unwrap_or_default();
    if all.iter().all(|entries| entries.keys().eq(first.iter())) {
        for name in &first {
            let column: Vec<Value> = all.iter().filter_map(|entries| entries.get(name).cloned()).collect();
            let column = unified(&column, depth)?;
            for (entries, value) in all.iter_mut().zip(column) {
                entries.insert(name.clone(), value);
            }
        }
    } else {
        let joined: Vec<Value> = all.iter().flat_map(|entries| entries.values().cloned()).collect();
        let mut joined = unified(&joined, depth)?.into_iter();
        for entries in &mut all {
            entries.values_mut().zip(joined.by_ref()).for_each(|(entry, value)| *entry = value);
        }
    }
    let mut rows = all.into_iter();
    let put = |value: &Value| match &value.is {
        Is::Object(_) => match rows.next() {
            Some(entries) => {
                Value { is: Is::Object(Object { entries: Arc::new(entries), rest: None }), ..value.clone() }
            }
            None => value.clone(),
        },
        _ => value.clone(),
    };
    Some(values.iter().map(put).collect())
}
