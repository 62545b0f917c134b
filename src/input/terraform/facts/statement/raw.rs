//! Statements of JSON: of a text, or of what the code writes out, in which parts may be open.
//!
//! AWS does not tell the names of elements apart by their case, and takes one value for a list of one.

use serde_json::{Map, Value};

use super::condition::{self, Condition};
use super::principal::{Principal, Principals, is_caller};
use super::{Effect, Listed, Place, Statement};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{LATER, SENSITIVE};

/// The element of a document that lists its statements.
const STATEMENT: &str = "Statement";

/// What is written of an element that is an ARN of which only the beginning is known.
const AN_ARN: &str = "an ARN";

/// Why something is not known that has another form than the vendor gives it.
const NOT_READ: &str = "it holds something that cannot be read";

/// The statements of a document that stands at a place, and why there may be others.
pub(super) fn statements(document: &Value, place: &Place) -> (Vec<Statement>, Option<&'static str>) {
    let mut why = open(document);
    let mut statements = Vec::new();
    let element = element(document, STATEMENT);
    let listed = element.is_some_and(Value::is_array);
    for (index, raw) in one_or_more(element).iter().enumerate() {
        match (open(raw), raw.as_object()) {
            (None, Some(raw)) => statements.push(statement(raw, below(place, listed.then_some(index)))),
            (None, None) if raw.is_null() => {}
            (open, _) => why = why.or(open).or(Some(NOT_READ)),
        }
    }
    (statements, why)
}

/// The place of a statement, by its index when there is a list of them.
fn below(place: &Place, index: Option<usize>) -> Place {
    let below = std::iter::once(Segment::Key(STATEMENT.to_owned())).chain(index.map(Segment::Index));
    Place { loc: place.loc.clone(), path: place.path.iter().cloned().chain(below).collect() }
}

fn statement(raw: &Map<String, Value>, place: Place) -> Statement {
    let of = |name: &str| get(raw, name);
    let (effect, because) = match of("Effect") {
        // The tool that makes documents leaves it out for the usual one.
        None => (Some(Effect::Allow), None),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("Allow") => (Some(Effect::Allow), None),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("Deny") => (Some(Effect::Deny), None),
        Some(value) => (None, Some(open(value).unwrap_or("its effect is neither Allow nor Deny"))),
    };
    let mut conditions = Vec::new();
    let unsure = self::conditions(of("Condition").unwrap_or(&Value::Null), &mut conditions);
    Statement {
        place,
        sid: of("Sid").and_then(Value::as_str).unwrap_or_default().to_owned(),
        effect,
        actions: listed(of("Action")),
        not_actions: listed(of("NotAction")),
        resources: listed(of("Resource")),
        not_resources: listed(of("NotResource")),
        principals: principals(of("Principal"), of("NotPrincipal")),
        conditions,
        why: because.or(unsure),
    }
}

/// Whom a statement is about. With `NotPrincipal` it is about everybody but some.
fn principals(principal: Option<&Value>, but: Option<&Value>) -> Principals {
    if let Some(but) = but.filter(|but| !but.is_null()) {
        let (but, why, _) = named(but);
        return Principals::everybody_but(but, why);
    }
    let (named, why, may_be_everybody) = principal.map(named).unwrap_or_default();
    let kind = named.iter().find(|principal| principal.is_open()).map(|principal| principal.kind.clone());
    let kind = kind.filter(|_| principal.is_some_and(Value::is_object));
    let inside = kind.as_ref().map_or(principal, |kind| principal.and_then(|principal| principal.get(kind)));
    let open =
        |name: &Value| name.as_str().is_some_and(|name| Principal::new(kind.as_deref().unwrap_or("*"), name).is_open());
    let index = inside.and_then(Value::as_array).and_then(|names| names.iter().position(open)).map(Segment::Index);
    let at = std::iter::once("Principal".to_owned()).chain(kind.clone()).map(Segment::Key).chain(index);
    Principals::of(named, why, may_be_everybody).at(at.collect())
}

/// The principals of an element, why there may be others, and whether these may be callers of any account.
fn named(element: &Value) -> (Vec<Principal>, Option<&'static str>, bool) {
    let (mut named, mut why, mut callers) = (Vec::new(), None, false);
    let mut add = |kind: &str, who: &Value| {
        for name in one_or_more(Some(who)) {
            match (name.as_str(), arn(name)) {
                (Some(name), _) | (None, Some(name)) => named.push(Principal::new(kind, name)),
                (None, None) => {
                    why = why.or(open(name)).or(Some(NOT_READ));
                    callers |= is_caller(kind);
                }
            }
        }
    };
    match element {
        Value::Object(kinds) if open(element).is_none() && arn(element).is_none() => {
            kinds.iter().for_each(|(kind, who)| add(kind, who));
        }
        whole => add("*", whole),
    }
    (named, why, callers)
}

/// Adds the conditions of a statement; why one of them is not known.
fn conditions(all: &Value, found: &mut Vec<Condition>) -> Option<&'static str> {
    let mut why = open(all);
    if why.is_some() {
        found.push(Condition::unknown(""));
        return why;
    }
    for (operator, keys) in all.as_object().into_iter().flatten() {
        if let Some(open) = open(keys) {
            found.push(Condition::unknown(operator));
            why = why.or(Some(open));
            continue;
        }
        for (key, values) in keys.as_object().into_iter().flatten() {
            let values = one_or_more(Some(values));
            why = why.or(values.iter().find_map(open));
            found.push(Condition::new(operator, key, values.iter().filter_map(settled).collect()));
        }
    }
    why
}

fn settled(value: &Value) -> Option<condition::Value> {
    Some(match value {
        Value::String(text) => condition::Value::Text(text.clone()),
        Value::Number(number) => condition::Value::Text(number.to_string()),
        Value::Bool(switch) => condition::Value::Text(switch.to_string()),
        value if arn(value).is_some() => condition::Value::Arn,
        Value::Object(_) | Value::Array(_) => condition::Value::Unknown,
        Value::Null => return None,
    })
}

/// What an element lists.
fn listed(element: Option<&Value>) -> Listed {
    let mut listed = Listed::default();
    let is_list = element.is_some_and(Value::is_array);
    for (index, value) in one_or_more(element).iter().enumerate() {
        match (value.as_str(), open(value), arn(value)) {
            (Some(text), ..) => {
                listed.texts.push(text.to_owned());
                listed.indexes.extend(is_list.then_some(index));
            }
            (None, Some(why), _) => listed.why = Some(why),
            (None, None, Some(arn)) => listed.arns.push(arn.to_owned()),
            (None, None, None) if value.is_null() => {}
            (None, None, None) => listed.why = listed.why.or(Some(NOT_READ)),
        }
    }
    listed
}

/// Why a value is open: nobody wrote it out, or it must not be seen.
fn open(value: &Value) -> Option<&'static str> {
    let marked = |mark: &str| value.get(mark) == Some(&Value::Bool(true));
    marked("$unknown").then_some(LATER).or_else(|| marked("redacted").then_some(SENSITIVE))
}

/// The words of the code for an ARN that is not known yet.
fn arn(value: &Value) -> Option<&str> {
    let reference = value.get("$reference").and_then(Value::as_str);
    reference.or_else(|| value.get("$arn").is_some().then_some(AN_ARN))
}

fn element<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    get(document.as_object()?, name)
}

fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// The values of an element that is one or a list.
fn one_or_more(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}
