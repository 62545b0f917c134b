//! Statements of JSON: of a text, or of what the code writes out, in which parts may be open.
//!
//! AWS does not tell the names of elements apart by their case, and takes one value for a list of one.

use serde_json::{Map, Value};

use super::condition;
use super::{Effect, Listed, Place, Statement};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{LATER, SENSITIVE};

/// What is written of an element that is an ARN of which only the beginning is known.
const AN_ARN: &str = "an ARN";

/// Why something is not known that has another form than the vendor gives it.
const NOT_READ: &str = "it holds something that cannot be read";

/// The statements of a document, and why there may be others. `each` says where the statement of an index stands.
pub(super) fn statements(document: &Value, each: impl Fn(usize) -> Place) -> (Vec<Statement>, Option<&'static str>) {
    let mut why = open(document);
    let mut statements = Vec::new();
    for (index, raw) in one_or_more(element(document, "Statement")).iter().enumerate() {
        match (open(raw), raw.as_object()) {
            (None, Some(raw)) => statements.push(statement(raw, each(index))),
            (None, None) if raw.is_null() => {}
            (open, _) => why = why.or(open).or(Some(NOT_READ)),
        }
    }
    (statements, why)
}

/// The place of each statement when all of them stand in one text.
pub(super) fn in_one(place: &Place) -> impl Fn(usize) -> Place {
    let place = place.clone();
    move |_| place.clone()
}

/// The place of each statement that the code writes out.
pub(super) fn in_code(place: &Place) -> impl Fn(usize) -> Place {
    let place = place.clone();
    move |index| {
        let below = [Segment::Key("Statement".to_owned()), Segment::Index(index)];
        Place { loc: place.loc.clone(), path: place.path.iter().cloned().chain(below).collect() }
    }
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
    let (everybody, hidden) = everybody(of("Principal"), of("NotPrincipal"));
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
        everybody,
        conditions,
        why: because.or(hidden).or(unsure),
    }
}

/// Whether a statement is about everybody. With `NotPrincipal` it is about everybody but some.
fn everybody(principal: Option<&Value>, but: Option<&Value>) -> (Option<bool>, Option<&'static str>) {
    if but.is_some_and(|but| !but.is_null()) {
        return (Some(true), None);
    }
    let Some(principal) = principal else { return (Some(false), None) };
    let of_kinds = principal.as_object().into_iter().flatten().filter(|(kind, _)| is_caller(kind)).map(|(_, who)| who);
    let mut names = one_or_more(Some(principal)).iter().chain(of_kinds.flat_map(|who| one_or_more(Some(who))));
    if names.clone().any(|name| name == "*") {
        return (Some(true), None);
    }
    match names.find_map(open) {
        Some(why) => (None, Some(why)),
        None => (Some(false), None),
    }
}

/// Whether principals of a kind are callers of any account, of which `*` is everybody.
pub(super) fn is_caller(kind: &str) -> bool {
    kind == "*" || kind.eq_ignore_ascii_case("AWS")
}

/// Adds the conditions of a statement; why one of them is not known.
fn conditions(all: &Value, found: &mut Vec<Option<bool>>) -> Option<&'static str> {
    let mut why = open(all);
    if why.is_some() {
        found.push(None);
        return why;
    }
    for (operator, keys) in all.as_object().into_iter().flatten() {
        if let Some(open) = open(keys) {
            found.push(None);
            why = why.or(Some(open));
            continue;
        }
        for (key, values) in keys.as_object().into_iter().flatten() {
            let values = one_or_more(Some(values));
            why = why.or(values.iter().find_map(open));
            let values: Vec<condition::Value> = values.iter().filter_map(settled).collect();
            found.push(condition::restricts(operator, key, &values));
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
    for value in one_or_more(element) {
        match (value.as_str(), open(value), arn(value)) {
            (Some(text), ..) => listed.texts.push(text.to_owned()),
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
