//! Sets, and lists in order.

use std::sync::Arc;

use super::super::{Invalid, Outcome};
use super::{argument, text_of};
use crate::input::terraform::value::{Is, List, Open, Value, same, unify};

fn items(value: &Value) -> Option<&[Value]> {
    match &value.is {
        Is::List(list) => Some(&list.items),
        _ => None,
    }
}

/// The elements of several sets, all of one type.
fn of_one_type(arguments: &[Value]) -> Option<Vec<Vec<Value>>> {
    let sets: Vec<&[Value]> = arguments.iter().map(items).collect::<Option<_>>()?;
    let all: Vec<Value> = sets.iter().flat_map(|items| items.iter().cloned()).collect();
    let mut all = unify(&all)?.into_iter();
    Some(sets.iter().map(|items| all.by_ref().take(items.len()).collect()).collect())
}

fn holds(items: &[Value], wanted: &Value) -> bool {
    items.iter().any(|item| same(item, wanted) == Some(true))
}

fn set(items: Vec<Value>, rest: Option<Open>) -> Value {
    Value::new(Is::List(List { items: Arc::new(items), rest, is_set: false }.into_set()), None)
}

pub(super) fn distinct(arguments: &[Value]) -> Outcome {
    let only = argument(arguments, 0)?;
    let Is::List(List { items, rest, .. }) = &only.is else {
        return if only.as_open().is_some() { Ok(only.clone()) } else { Err(Invalid) };
    };
    let mut found: Vec<Value> = Vec::new();
    let items = unify(items).ok_or(Invalid)?;
    for item in &items {
        if !holds(&found, item) {
            found.push(item.clone());
        }
    }
    Ok(Value::new(Is::List(List { items: Arc::new(found), rest: rest.clone(), is_set: false }), None))
}

pub(super) fn union(arguments: &[Value]) -> Outcome {
    let (mut all, mut rest) = (Vec::new(), None);
    for value in arguments {
        match &value.is {
            Is::List(list) => {
                all.extend(list.items.iter().cloned());
                rest = rest.or_else(|| list.rest.clone());
            }
            Is::Open(open) => rest = Some(open.clone().and(rest.as_ref())),
            _ => return Err(Invalid),
        }
    }
    Ok(set(unify(&all).ok_or(Invalid)?, rest))
}

pub(super) fn intersection(arguments: &[Value]) -> Option<Value> {
    let unified = of_one_type(arguments)?;
    let (first, others) = unified.split_first()?;
    let shared = first.iter().filter(|item| others.iter().all(|other| holds(other, item)));
    Some(set(shared.cloned().collect(), None))
}

pub(super) fn subtract(arguments: &[Value]) -> Option<Value> {
    let unified = of_one_type(arguments)?;
    let (from, less) = (unified.first()?, unified.get(1)?);
    Some(set(from.iter().filter(|item| !holds(less, item)).cloned().collect(), None))
}

/// How many elements a product has.
pub(super) fn product_size(arguments: &[Value]) -> usize {
    let sizes = arguments.iter().map(|value| items(value).map_or(1, <[Value]>::len));
    sizes.fold(1_usize, usize::saturating_mul).saturating_mul(arguments.len().max(1))
}

pub(super) fn product(arguments: &[Value]) -> Option<Value> {
    if arguments.len() < 2 {
        return None;
    }
    let mut found: Vec<Vec<Value>> = vec![Vec::new()];
    for value in arguments {
        let items = unify(items(value)?)?;
        found = found
            .into_iter()
            .flat_map(|before| items.iter().map(move |item| before.iter().cloned().chain([item.clone()]).collect()))
            .collect();
    }
    let is_set = arguments.iter().any(|value| matches!(&value.is, Is::List(list) if list.is_set));
    let items = Arc::new(found.into_iter().map(Value::list).collect());
    Some(Value::new(Is::List(List { items, rest: None, is_set }), None))
}

/// Texts in order.
pub(super) fn sort(arguments: &[Value]) -> Outcome {
    let only = argument(arguments, 0)?;
    let Is::List(List { items, rest, .. }) = &only.is else {
        return if only.as_open().is_some() { Ok(only.clone()) } else { Err(Invalid) };
    };
    if rest.is_some() || !only.is_known() {
        // The elements are the same, though their order is not known.
        return Ok(only.clone());
    }
    let texts = items.iter().map(|item| Some(Value { is: Is::Text(text_of(item)?), ..item.clone() }));
    let mut sorted: Vec<Value> = texts.collect::<Option<_>>().ok_or(Invalid)?;
    sorted.sort_by_cached_key(|item| text_of(item).map(|text| text.to_string()));
    Ok(Value::list(sorted))
}
