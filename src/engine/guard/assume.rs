//! What a policy would say if everything that cannot be known were as bad as it can be.
//!
//! A policy that only says what is wrong asks for constants: `exposure.public == true`. Where such a field is null, the
//! value that it asks for is put in its place. What the policy then finds besides is what nobody can rule out.

use serde_json::Value;

use super::condition::{Allowed, Condition, EACH, Need};

/// The facts with every null that the condition asks a constant of replaced by that constant; `None` when there is none.
pub(super) fn worst(condition: &Condition, facts: &Value) -> Option<Value> {
    let mut needs = Vec::new();
    collect(condition, &mut needs);
    let mut assumed: Option<Value> = None;
    for need in needs {
        let [first, below @ ..] = &need.at[..] else { continue };
        if first != "facts" || !has_null(facts, below, need) {
            continue;
        }
        replace(assumed.get_or_insert_with(|| facts.clone()), below, need);
    }
    assumed
}

fn collect<'a>(condition: &'a Condition, needs: &mut Vec<&'a Need>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| collect(part, needs)),
        Condition::There(need) => needs.push(need),
    }
}

/// The fields of a need that ask for a constant other than null, each with it.
fn asked(need: &Need) -> impl Iterator<Item = (&[String], &Value)> {
    need.tests.iter().filter_map(|test| match &test.of {
        Allowed::Is(values) if !values.contains(&Value::Null) => Some((&test.field[..], values.first()?)),
        Allowed::Is(_) | Allowed::IsNot(_) => None,
    })
}

/// Whether a field that is asked for is null in an element at a path.
fn has_null(value: &Value, at: &[String], need: &Need) -> bool {
    match (at.split_first(), value) {
        (None, _) => asked(need).any(|(field, _)| {
            let found = field.iter().try_fold(value, |value, key| value.get(key));
            found.is_some_and(Value::is_null)
        }),
        (Some((step, below)), Value::Array(items)) if step == EACH => {
            items.iter().any(|item| has_null(item, below, need))
        }
        (Some((step, below)), Value::Object(fields)) => {
            fields.get(step).is_some_and(|item| has_null(item, below, need))
        }
        _ => false,
    }
}

/// Puts the constants in place of such nulls.
fn replace(value: &mut Value, at: &[String], need: &Need) {
    match (at.split_first(), value) {
        (None, value) => {
            for (field, constant) in asked(need) {
                let found = field.iter().try_fold(&mut *value, |value, key| value.get_mut(key));
                if let Some(found) = found.filter(|found| found.is_null()) {
                    *found = constant.clone();
                }
            }
        }
        (Some((step, below)), Value::Array(items)) if step == EACH => {
            items.iter_mut().for_each(|item| replace(item, below, need));
        }
        (Some((step, below)), Value::Object(fields)) => {
            if let Some(item) = fields.get_mut(step) {
                replace(item, below, need);
            }
        }
        _ => {}
    }
}
