//! The unknowns of a policy that only says what is wrong: what it would deny besides if everything that cannot be known
//! were as bad as it can be.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::contract::Element;

/// What is denied at worst and not in fact, as questions with the reasons that the facts give.
pub(super) fn doubts(worst: Vec<Element>, denied: &[Element], facts: &Json) -> Vec<Element> {
    let mut by_loc: BTreeMap<&str, Vec<&Element>> = BTreeMap::new();
    for element in denied {
        by_loc.entry(&element.point.loc).or_default().push(element);
    }
    let is_new =
        |element: &Element| !by_loc.get(element.point.loc.as_str()).is_some_and(|same| same.contains(&element));
    let mut open: Vec<Element> = worst.into_iter().filter(is_new).collect();
    let mut reasons = BTreeMap::new();
    if !open.is_empty() {
        collect(facts, &mut reasons);
    }
    for element in &mut open {
        let why = reasons.get(element.point.loc.as_str()).map_or_else(String::new, |why| format!(": {why}"));
        element.point.message = format!("nobody can tell whether {}{why}", element.point.message);
    }
    open
}

/// Why something about an entity is not known, as the first fact about it says.
fn collect<'a>(facts: &'a Json, reasons: &mut BTreeMap<&'a str, &'a str>) {
    match facts {
        Json::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
            if let (Some(loc), Some(why)) = (text("_loc"), text("why")) {
                reasons.entry(loc).or_insert(why);
            }
            for value in fields.values() {
                collect(value, reasons);
            }
        }
        Json::Array(items) => {
            for item in items {
                collect(item, reasons);
            }
        }
        _ => {}
    }
}
