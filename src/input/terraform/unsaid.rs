//! What the configuration of a plan sets and the values of a resource do not have, not even as known only after apply. The
//! tool writes every argument, so that such a plan was edited, and nobody knows what was there.

use std::collections::BTreeSet;

use serde_json::Value;

use super::configuration::{Leaf, leaf};
use super::model::Step;

/// What is set and not said.
struct Search {
    path: Vec<Step>,
    found: Vec<Vec<Step>>,
}

/// The paths of the arguments that `expressions` set and that stand neither in `values` nor in `unknown`.
pub(super) fn unsaid(expressions: &Value, values: &Value, unknown: &Value) -> Vec<Vec<Step>> {
    let mut search = Search { path: Vec::new(), found: Vec::new() };
    if !values.is_null() {
        search.arguments(expressions, values, unknown, true);
    }
    search.found
}

impl Search {
    /// The arguments of a resource or block. Where `counted` is false, the block may be another one of its set.
    fn arguments(&mut self, set: &Value, values: &Value, unknown: &Value, counted: bool) {
        for (key, expression) in set.as_object().into_iter().flatten() {
            self.path.push(Step::Key(key.clone()));
            self.argument(expression, values.get(key), below(unknown, &Step::Key(key.clone())), counted);
            self.path.pop();
        }
    }

    fn argument(&mut self, expression: &Value, value: Option<&Value>, unknown: &Value, counted: bool) {
        let is_later = *unknown == Value::Bool(true);
        match (expression, value) {
            _ if is_later => {}
            (_, None) => self.found.push(self.path.clone()),
            (_, Some(value)) if leaf(expression).is_some() => {
                if let Some(Leaf::Constant(constant)) = leaf(expression) {
                    self.constant(constant, value, unknown, counted);
                }
            }
            (Value::Array(blocks), Some(Value::Array(values))) => self.blocks(blocks, values, unknown, counted),
            (Value::Array(blocks), Some(Value::Null)) if counted && !blocks.is_empty() => {
                self.found.push(self.path.clone());
            }
            (Value::Object(_), Some(values @ Value::Object(_))) => self.arguments(expression, values, unknown, counted),
            _ => {}
        }
    }

    /// What is written out, as far as the values have the same form: a provider may write them otherwise.
    fn constant(&mut self, constant: &Value, value: &Value, unknown: &Value, counted: bool) {
        match (constant, value) {
            (Value::Object(set), Value::Object(values)) => {
                // A key without a value may be left out.
                for (key, inner) in set.iter().filter(|(_, inner)| !inner.is_null()) {
                    let later = below(unknown, &Step::Key(key.clone()));
                    self.path.push(Step::Key(key.clone()));
                    match values.get(key) {
                        Some(value) => self.constant(inner, value, later, counted),
                        None if *later == Value::Bool(true) => {}
                        None => self.found.push(self.path.clone()),
                    }
                    self.path.pop();
                }
            }
            (Value::Array(items), Value::Array(values)) => {
                let distinct: BTreeSet<String> = items.iter().map(Value::to_string).collect();
                if counted && values.len() < distinct.len() {
                    return self.found.push(self.path.clone());
                }
                let counted = counted && items.len() == 1 && values.len() == 1;
                for (index, (item, value)) in items.iter().zip(values).enumerate() {
                    self.path.push(Step::Index(index));
                    self.constant(item, value, below(unknown, &Step::Index(index)), counted);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    /// Blocks of one name. Those of a set are sorted otherwise in the plan, and alike ones are one.
    fn blocks(&mut self, blocks: &[Value], values: &[Value], unknown: &Value, counted: bool) {
        let distinct: BTreeSet<String> = blocks.iter().map(Value::to_string).collect();
        if counted && values.len() < distinct.len() {
            return self.found.push(self.path.clone());
        }
        let counted = counted && blocks.len() == 1 && values.len() == 1;
        for (index, (block, value)) in blocks.iter().zip(values).enumerate() {
            self.path.push(Step::Index(index));
            self.arguments(block, value, below(unknown, &Step::Index(index)), counted);
            self.path.pop();
        }
    }
}

/// What is known only later below a step; the mark of the whole counts for each part.
fn below<'a>(unknown: &'a Value, step: &Step) -> &'a Value {
    let inner = match (unknown, step) {
        (Value::Bool(true), _) => Some(unknown),
        (Value::Object(fields), Step::Key(key)) => fields.get(key),
        (Value::Array(items), Step::Index(index)) => items.get(*index),
        _ => None,
    };
    inner.unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::unsaid;
    use crate::input::terraform::configuration::dotted;

    #[test]
    fn what_is_set_must_be_said() {
        let constant = json!({"constant_value": 1});
        let block = |inner: Value| json!({"rule": [{"days": constant, "filter": [inner]}]});
        let written = |constant: Value| json!({"tags": {"constant_value": constant}});
        let two = json!({"rule": [{"days": {"constant_value": 1}}, {"days": {"constant_value": 2}}]});
        let cases = [
            (json!({"a": constant}), json!({"a": 1}), json!({}), ""),
            (json!({"a": constant}), json!({"a": null}), json!({}), ""),
            (json!({"a": constant}), json!({}), json!({"a": true}), ""),
            (json!({"a": constant}), json!({}), json!({}), "a"),
            (json!({"a": {"references": ["var.a"]}}), json!({}), json!({"b": true}), "a"),
            (json!({"a": constant}), Value::Null, json!({}), ""),
            (block(json!({})), json!({"rule": [{"days": 1, "filter": [{}]}]}), json!({}), ""),
            (block(json!({})), json!({"rule": [{"filter": [{}]}]}), json!({"rule": [{"days": true}]}), ""),
            (block(json!({})), json!({"rule": [{"filter": [{}]}]}), json!({"rule": [{}]}), "rule.0.days"),
            (block(json!({})), json!({"rule": [{"days": 1}]}), json!({}), "rule.0.filter"),
            (block(json!({})), json!({"rule": [{"days": 1, "filter": []}]}), json!({}), "rule.0.filter"),
            (block(json!({})), json!({"rule": []}), json!({}), "rule"),
            (block(json!({})), json!({"rule": null}), json!({}), "rule"),
            (block(json!({})), json!({"rule": [{"days": 1, "filter": null}]}), json!({"rule": true}), ""),
            (two.clone(), json!({"rule": [{"days": 2}, {"days": 1}]}), json!({}), ""),
            (two, json!({"rule": [{"days": 2}]}), json!({}), "rule"),
            (json!({"timeouts": {"create": constant}}), json!({"timeouts": {"create": "1h"}}), json!({}), ""),
            (json!({"timeouts": {"create": constant}}), json!({"timeouts": {}}), json!({}), "timeouts.create"),
            (written(json!({"a": 1, "b": null})), json!({"tags": {"a": "1"}}), json!({}), ""),
            (written(json!({"a": 1})), json!({"tags": {}}), json!({}), "tags.a"),
            (written(json!({"a": 1})), json!({"tags": {}}), json!({"tags": {"a": true}}), ""),
            (written(json!({"a": 1})), json!({"tags": null}), json!({}), ""),
            (written(json!(["a", "b", "a"])), json!({"tags": ["a", "b"]}), json!({}), ""),
            (written(json!(["a", "b"])), json!({"tags": ["a"]}), json!({}), "tags"),
            (written(json!([{"a": [1]}])), json!({"tags": [{"a": []}]}), json!({}), "tags.0.a"),
            (written(json!([{"a": [1]}, {"a": [1, 2]}])), json!({"tags": [{"a": [1, 2]}, {"a": [1]}]}), json!({}), ""),
            (written(json!([{"a": 1}, {"b": 1}])), json!({"tags": [{"b": 1}, {"b": 1}]}), json!({}), "tags.0.a"),
        ];
        for (expressions, values, unknown, expected) in cases {
            let found: Vec<String> = unsaid(&expressions, &values, &unknown).iter().map(|path| dotted(path)).collect();
            assert_eq!(found.join(" "), expected, "{expressions} {values} {unknown}");
        }
    }
}
