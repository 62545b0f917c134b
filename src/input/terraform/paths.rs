//! Sets of dotted paths: what is unknown, what is sensitive, what changes.

use serde_json::Value;

use super::configuration::dotted;
use super::model::{Paths, Step};

/// The paths that a mirror such as `after_unknown` marks with `true`.
pub(super) fn marked(mirror: &Value) -> Paths {
    steps(mirror).iter().map(|path| (dotted(path), true)).collect()
}

/// The same, as steps.
pub(super) fn steps(mirror: &Value) -> Vec<Vec<Step>> {
    let mut found = Vec::new();
    collect(mirror, &mut Vec::new(), &mut found);
    found
}

/// A dotted path as steps; a number is an index.
pub(super) fn split(dotted: &str) -> Vec<Step> {
    let step = |step: &str| step.parse().map_or_else(|_| Step::Key(step.to_owned()), Step::Index);
    dotted.split('.').filter(|step| !step.is_empty()).map(step).collect()
}

/// Whether a mirror marks what a path leads to, or something that it is a part of.
pub(super) fn marks(mirror: &Value, path: &[Step]) -> bool {
    let mut at = Some(mirror);
    let mut steps = path.iter();
    while let Some(mirror) = at {
        if *mirror == Value::Bool(true) {
            return true;
        }
        at = steps.next().and_then(|step| match step {
            Step::Key(key) => mirror.get(key),
            Step::Index(index) => mirror.get(index),
        });
    }
    false
}

fn collect(mirror: &Value, path: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    match mirror {
        Value::Bool(true) => found.push(path.clone()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                collect(item, path, found);
                path.pop();
            }
        }
        Value::Object(entries) => {
            for (key, item) in entries {
                path.push(Step::Key(key.clone()));
                collect(item, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The paths whose value differs. What is unknown afterwards counts as different.
pub(super) fn changed(before: &Value, after: &Value, unknown: &Value) -> Paths {
    let mut found = Paths::new();
    compare(before, after, unknown, &mut Vec::new(), &mut found);
    found
}

fn compare(before: &Value, after: &Value, unknown: &Value, path: &mut Vec<Step>, found: &mut Paths) {
    match (before, after) {
        _ if *unknown == Value::Bool(true) => {
            found.insert(dotted(path), true);
        }
        (Value::Object(old), Value::Object(new)) => {
            let missing = new.keys().filter(|key| !old.contains_key(*key));
            let unknown_keys = unknown.as_object().into_iter().flat_map(serde_json::Map::keys);
            let unknown_keys = unknown_keys.filter(|key| !old.contains_key(*key) && !new.contains_key(*key));
            for name in old.keys().chain(missing).chain(unknown_keys) {
                path.push(Step::Key(name.clone()));
                let (old, new) = (old.get(name).unwrap_or(&Value::Null), new.get(name).unwrap_or(&Value::Null));
                compare(old, new, unknown.get(name).unwrap_or(&Value::Null), path, found);
                path.pop();
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            for index in 0..old.len().max(new.len()) {
                path.push(Step::Index(index));
                let (old, new) = (old.get(index).unwrap_or(&Value::Null), new.get(index).unwrap_or(&Value::Null));
                compare(old, new, unknown.get(index).unwrap_or(&Value::Null), path, found);
                path.pop();
            }
        }
        _ if before == after => {}
        _ => {
            found.insert(dotted(path), true);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{changed, marked};

    #[test]
    fn a_mirror_gives_its_true_leaves() {
        let mirror = json!({"id": true, "arn": false, "rule": [{}, {"x": true}, true], "tags": {}});
        assert_eq!(marked(&mirror).into_keys().collect::<Vec<_>>(), ["id", "rule.1.x", "rule.2"]);
        assert!(marked(&json!(false)).is_empty());
    }

    #[test]
    fn what_differs_is_named_as_deep_as_it_can_be() {
        let before = json!({"a": 1, "b": {"c": "x", "d": null}, "l": [1, 2], "gone": "x", "same": [1]});
        let after = json!({"a": 2, "b": {"c": "x", "new": 1}, "l": [1, 3, 4], "same": [1]});
        let unknown = json!({"gone": true, "computed": true});
        let paths: Vec<String> = changed(&before, &after, &unknown).into_keys().collect();
        assert_eq!(paths, ["a", "b.new", "computed", "gone", "l.1", "l.2"]);
    }
}
