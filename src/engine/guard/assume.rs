//! What a policy would say if everything that cannot be known were as bad as it can be.
//!
//! A policy that only says what is wrong asks for constants: `exposure.public == true`. Where such a field is null, the
//! value that it asks for is put in its place. What the policy then finds besides is what nobody can rule out.

use serde_json::Value;

use super::condition::{Allowed, Condition, EACH, Need};

/// The facts with every null that the condition asks a constant of replaced by that constant; `None` when there is none.
/// Where several constants are asked of one null, there is an element more for each.
pub(super) fn worst(condition: &Condition, facts: &Value) -> Option<Value> {
    let mut needs = Vec::new();
    collect(condition, &mut needs);
    let mut open: Vec<(&[String], &Need)> = Vec::new();
    for need in needs {
        if let [first, below @ ..] = &need.at[..]
            && first == "facts"
            && has_null(facts, below, need)
        {
            open.push((below, need));
        }
    }
    let mut assumed = (!open.is_empty()).then(|| facts.clone())?;
    for (below, need) in &open {
        replace(&mut assumed, below, need, 0);
    }
    for (below, need) in &open {
        for choice in 0..choices(need) {
            vary(facts, &mut assumed, below, need, choice);
        }
    }
    Some(assumed)
}

fn collect<'a>(condition: &'a Condition, needs: &mut Vec<&'a Need>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| collect(part, needs)),
        Condition::There(need) => needs.push(need),
    }
}

/// The fields of a need that ask for a constant other than null, each with those that it asks for.
fn asked(need: &Need) -> impl Iterator<Item = (&[String], &[Value])> {
    need.tests.iter().filter_map(|test| match &test.of {
        Allowed::Is(values) if !values.contains(&Value::Null) => Some((&test.field[..], &values[..])),
        Allowed::Is(_) | Allowed::IsNot(_) => None,
    })
}

/// How many constants the field takes that takes the most.
fn choices(need: &Need) -> usize {
    asked(need).map(|(_, values)| values.len()).max().unwrap_or_default()
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

/// Puts constants in place of such nulls: of each field the one of that number, or the first.
fn replace(value: &mut Value, at: &[String], need: &Need, choice: usize) {
    match (at.split_first(), value) {
        (None, value) => {
            for (field, values) in asked(need) {
                let found = field.iter().try_fold(&mut *value, |value, key| value.get_mut(key));
                let constant = values.get(choice).or_else(|| values.first());
                if let Some((found, constant)) = found.filter(|found| found.is_null()).zip(constant) {
                    *found = constant.clone();
                }
            }
        }
        (Some((step, below)), Value::Array(items)) if step == EACH => {
            for item in items {
                replace(item, below, need, choice);
            }
        }
        (Some((step, below)), Value::Object(fields)) => {
            if let Some(item) = fields.get_mut(step) {
                replace(item, below, need, choice);
            }
        }
        _ => {}
    }
}

/// Adds an element for each of the facts that has such a null, with the constants of this need and this number alone,
/// unless that is what was assumed of it already.
fn vary(facts: &Value, assumed: &mut Value, at: &[String], need: &Need, choice: usize) {
    match (at.split_first(), facts, assumed) {
        (Some((step, below)), Value::Array(items), Value::Array(assumed)) if step == EACH => {
            let last = !below.iter().any(|step| step == EACH);
            let mut more = Vec::new();
            for (item, assumed) in items.iter().zip(assumed.iter_mut()) {
                if !last {
                    vary(item, assumed, below, need, choice);
                } else if has_null(item, below, need) {
                    let mut other = item.clone();
                    replace(&mut other, below, need, choice);
                    more.extend((other != *assumed).then_some(other));
                }
            }
            assumed.extend(more);
        }
        (Some((step, below)), Value::Object(facts), Value::Object(assumed)) => {
            if let (Some(item), Some(assumed)) = (facts.get(step), assumed.get_mut(step)) {
                vary(item, assumed, below, need, choice);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::worst;
    use crate::engine::guard::condition::{Allowed, Condition, Need, Test};

    fn need(at: &str, tests: &[(&str, &[&str])]) -> Condition {
        let test = |(field, values): &(&str, &[&str])| Test {
            field: vec![(*field).to_owned()],
            of: Allowed::Is(values.iter().copied().map(Value::from).collect()),
        };
        let at = at.split('.').map(str::to_owned).collect();
        Condition::There(Need { at, tests: tests.iter().map(test).collect() })
    }

    #[test]
    fn every_constant_that_is_asked_of_a_null_is_assumed_once() {
        let facts = json!({"a": [{"mode": null, "n": 1}, {"mode": "x"}]});
        let (off, none) = (need("facts.a.*", &[("mode", &["off"])]), need("facts.a.*", &[("mode", &["none"])]));
        for (condition, expected) in [
            (off.clone(), json!([{"mode": "off", "n": 1}, {"mode": "x"}])),
            (
                Condition::Any(vec![off, none]),
                json!([{"mode": "off", "n": 1}, {"mode": "x"}, {"mode": "none", "n": 1}]),
            ),
            (
                need("facts.a.*", &[("mode", &["off", "none"])]),
                json!([{"mode": "off", "n": 1}, {"mode": "x"}, {"mode": "none", "n": 1}]),
            ),
        ] {
            assert_eq!(worst(&condition, &facts), Some(json!({"a": expected})));
        }
        assert_eq!(worst(&need("facts.a.*", &[("n", &["off"])]), &facts), None);
        let inner = json!({"a": [{"b": [{"mode": null}]}, {"b": []}]});
        let either = need("facts.a.*.b.*", &[("mode", &["off", "none"])]);
        let expected = json!({"a": [{"b": [{"mode": "off"}, {"mode": "none"}]}, {"b": []}]});
        assert_eq!(worst(&either, &inner), Some(expected));
    }
}
