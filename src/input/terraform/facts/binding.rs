//! The bindings of policies of Google: roles, each with the members who get it.
//!
//! A policy is JSON text, what `jsonencode` writes out, or what the data source `google_iam_policy` makes of its blocks.

use serde_json::Value;

use super::argument::{Argument, LATER, Resources, SENSITIVE, dotted, is_hidden};
use crate::input::Segment;
use crate::input::terraform::model::Resource;

/// The data source that makes policies, and its attribute that holds one.
const DATA_SOURCE: &str = "google_iam_policy";
const TEXT: &str = "policy_data";

/// Why nobody can tell whom a policy lets in whose text is none.
const NO_POLICY: &str = "it is no policy that can be read";

/// One role and its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding {
    /// What holds it, a resource or a data source, and the path below it.
    pub(super) loc: String,
    pub(super) path: Vec<Segment>,
    /// The role, or why it is not known.
    pub(super) role: Result<String, &'static str>,
    /// The members that are known.
    pub(super) members: Vec<String>,
    /// Why there may be others.
    pub(super) why: Option<&'static str>,
    /// The attributes that the members come from that are not known, where nothing else is missing.
    pub(super) from: Vec<String>,
    /// Whether it holds only under a condition.
    pub(super) conditional: bool,
}

/// The bindings of a policy, and why nobody can tell what else it says.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    pub(super) listed: Vec<Binding>,
    pub(super) unreadable: Option<&'static str>,
}

impl Bindings {
    /// Those of the policy in an argument of a resource.
    pub(super) fn of(resources: &Resources<'_>, resource: &Resource, path: &[Segment]) -> Self {
        let mut sources = resource.references_inside(path).into_iter().filter_map(|reference| {
            let exact = reference.attr == TEXT;
            resources.at(&reference.to).filter(|to| exact && to.kind == DATA_SOURCE).map(|to| (to, reference.exact))
        });
        match resource.at(path) {
            Argument::Absent => Self::default(),
            Argument::Known(Value::String(text)) if text.is_empty() => Self::default(),
            Argument::Known(Value::String(text)) => {
                let made = |(source, _): &(&Resource, bool)| {
                    source.values.get(TEXT).and_then(Value::as_str) == Some(text.as_str())
                };
                match sources.find(made) {
                    Some((source, _)) => Self::of_blocks(source),
                    None => Self::of_text(text, &resource.loc, path),
                }
            }
            Argument::Known(_) => Self::unreadable(NO_POLICY),
            Argument::Unknown(LATER) => match (resource.written.get(&dotted(path)), sources.next(), sources.next()) {
                (Some(written), ..) if written.is_object() => Self::of_value(written, &resource.loc, path),
                (_, Some((source, true)), None) => Self::of_blocks(source),
                _ => Self::unreadable(LATER),
            },
            Argument::Unknown(why) => Self::unreadable(why),
        }
    }

    const fn unreadable(why: &'static str) -> Self {
        Self { listed: Vec::new(), unreadable: Some(why) }
    }

    fn of_text(text: &str, loc: &str, path: &[Segment]) -> Self {
        match serde_json::from_str::<Value>(text) {
            Ok(policy) if policy.is_object() => Self::of_value(&policy, loc, path),
            _ => Self::unreadable(NO_POLICY),
        }
    }

    fn of_value(policy: &Value, loc: &str, path: &[Segment]) -> Self {
        let Some(bindings) = policy.get("bindings").filter(|bindings| !bindings.is_null()) else {
            return Self::default();
        };
        let Some(bindings) = bindings.as_array() else { return Self::unreadable(open(bindings).unwrap_or(NO_POLICY)) };
        let listed = bindings.iter().enumerate().map(|(index, binding)| {
            let below = [Segment::Key("bindings".to_owned()), Segment::Index(index)];
            let path = path.iter().cloned().chain(below).collect();
            let missing = |value: &Value| open(value).unwrap_or(NO_POLICY);
            let role = binding.get("role").unwrap_or(&Value::Null);
            let mut found = Binding {
                loc: loc.to_owned(),
                path,
                role: role.as_str().map(str::to_owned).ok_or_else(|| missing(role)),
                members: Vec::new(),
                why: open(binding),
                from: Vec::new(),
                conditional: binding.get("condition").is_some_and(|condition| !condition.is_null()),
            };
            match binding.get("members") {
                None | Some(Value::Null) => {}
                Some(Value::Array(members)) => {
                    for member in members {
                        match member.as_str() {
                            Some(text) => found.members.push(text.to_owned()),
                            None => found.why = found.why.or_else(|| Some(missing(member))),
                        }
                    }
                }
                Some(other) => found.why = Some(missing(other)),
            }
            found
        });
        Self { listed: listed.collect(), unreadable: None }
    }

    /// Those of the blocks of a data source.
    fn of_blocks(source: &Resource) -> Self {
        let blocks = [Segment::Key("binding".to_owned())];
        match source.count_inside(&blocks) {
            Ok(count) => Self { listed: (0..count).map(|index| of_block(source, index)).collect(), unreadable: None },
            Err(why) => Self::unreadable(why),
        }
    }
}

fn of_block(source: &Resource, index: usize) -> Binding {
    let path = |argument: &str| {
        let below = (!argument.is_empty()).then(|| Segment::Key(argument.to_owned()));
        let block = [Segment::Key("binding".to_owned()), Segment::Index(index)];
        block.into_iter().chain(below).collect::<Vec<_>>()
    };
    let members = path("members");
    let known = source.raw(&members).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let from = source.references_inside(&members).into_iter().map(|reference| reference.attr.clone());
    Binding {
        loc: source.loc.clone(),
        role: match source.in_block(&path("role")) {
            Argument::Known(role) => role.as_str().map(str::to_owned).ok_or(NO_POLICY),
            Argument::Absent => Err(NO_POLICY),
            Argument::Unknown(why) => Err(why),
        },
        members: known.map(str::to_owned).collect(),
        why: source.in_part(&members),
        from: from.collect(),
        conditional: source.raw(&path("condition")).and_then(Value::as_array).is_some_and(|blocks| !blocks.is_empty()),
        path: path(""),
    }
}

/// Why a value is open: nobody wrote it out, or it must not be seen.
fn open(value: &Value) -> Option<&'static str> {
    if is_hidden(value) {
        return Some(SENSITIVE);
    }
    (value.get("$unknown") == Some(&Value::Bool(true))).then_some(LATER)
}
