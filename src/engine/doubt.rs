//! The unknowns of a policy that only says what is wrong: what it would deny besides if everything that cannot be known
//! were as bad as it can be.

use serde_json::Value as Json;

use super::contract::Element;

/// What is denied at worst and not in fact, as questions with the reasons that the facts give.
pub(super) fn doubts(worst: Vec<Element>, denied: &[Element], facts: &Json) -> Vec<Element> {
    let open = worst.into_iter().filter(|element| !denied.contains(element));
    open.map(|mut element| {
        let why = why(facts, &element.point.loc).map_or_else(String::new, |why| format!(": {why}"));
        element.point.message = format!("nobody can tell whether {}{why}", element.point.message);
        element
    })
    .collect()
}

/// Why something about an entity is not known, as the first fact about it says.
fn why<'a>(facts: &'a Json, loc: &str) -> Option<&'a str> {
    match facts {
        Json::Object(fields) => {
            let about = fields.get("_loc").and_then(Json::as_str) == Some(loc);
            let own = fields.get("why").and_then(Json::as_str).filter(|why| about && !why.is_empty());
            own.or_else(|| fields.values().find_map(|value| why(value, loc)))
        }
        Json::Array(items) => items.iter().find_map(|item| why(item, loc)),
        _ => None,
    }
}
