//! What a policy would say if everything that cannot be known were as bad as it can be.
//!
//! A policy that only says what is wrong asks for constants: `exposure.public == true`. Where such a field is null, the
//! value that it asks for is put in its place. What the policy then finds besides is what nobody can rule out.

use serde_json::Value;

use super::condition::{Allowed, Condition, EACH, Need};

/// What a condition asks of facts that may be null: each need once.
pub(super) fn asked_of(condition: &Condition) -> Vec<Need> {
    let mut needs = Vec::new();
    collect(condition, &mut needs);
    needs
}

fn collect(condition: &Condition, needs: &mut Vec<Need>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(part, needs);
            }
        }
        Condition::There(need) => {
            let of_facts = need.at.first().is_some_and(|first| first == "facts") && asked(need).next().is_some();
            if of_facts && !needs.contains(need) {
                needs.push(need.clone());
            }
        }
    }
}

/// The facts with every null that is asked a constant replaced by that constant; `None` when there is none. Where several
/// constants are asked of one null, there is an element more for each.
pub(super) fn worst(needs: &[Need], facts: &Value) -> Option<Value> {
    let below = needs.iter().filter_map(|need| Some((need.at.get(1..)?, need)));
    let open: Vec<(&[String], &Need)> = below.filter(|(below, need)| has_null(facts, below, need)).collect();
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
        (Some((step, below)), Value::Object(fields)) if step == EACH => {
            fields.values().any(|item| has_null(item, below, need))
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
        (Some((step, below)), Value::Object(fields)) if step == EACH => {
            for item in fields.values_mut() {
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
        // The lists in an object get elements more, the object itself none.
        (Some((step, below)), Value::Object(facts), Value::Object(assumed)) if step == EACH => {
            for (key, item) in facts {
                if let Some(assumed) = assumed.get_mut(key) {
                    vary(item, assumed, below, need, choice);
                }
            }
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

    use super::{asked_of, worst};
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
            assert_eq!(worst(&asked_of(&condition), &facts), Some(json!({"a": expected})));
        }
        assert_eq!(worst(&asked_of(&need("facts.a.*", &[("n", &["off"])])), &facts), None);
        let inner = json!({"a": [{"b": [{"mode": null}]}, {"b": []}]});
        let either = need("facts.a.*.b.*", &[("mode", &["off", "none"])]);
        let expected = json!({"a": [{"b": [{"mode": "off"}, {"mode": "none"}]}, {"b": []}]});
        assert_eq!(worst(&asked_of(&either), &inner), Some(expected));
        // Every list of facts at once.
        let any = need("facts.*.*", &[("mode", &["off"])]);
        let expected = json!({"a": [{"mode": "off", "n": 1}, {"mode": "x"}], "b": []});
        assert_eq!(
            worst(&asked_of(&any), &json!({"a": [{"mode": null, "n": 1}, {"mode": "x"}], "b": []})),
            Some(expected)
        );
        // What else lets a rule yield takes nothing away.
        let weak = Condition::Any(vec![need("facts.a.*", &[("mode", &["off"])]), Condition::All(Vec::new())]);
        assert!(worst(&asked_of(&weak), &facts).is_some());
    }
}
