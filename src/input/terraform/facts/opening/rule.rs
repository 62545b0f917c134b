//! One rule that lets traffic in, in the words of its vendor.

use serde_json::Value;

use super::prefix_list::PrefixLists;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE, dotted};
use crate::input::terraform::facts::kleene::all;
use crate::input::terraform::facts::network::{FEWEST_BITS, are_everybody, is_everybody};
use crate::input::terraform::model::{Reference, Resource};
use crate::knowledge::Row;

/// The last words of attributes that are one address or one network.
const NARROW: &[&str] = &["ip", "ip_address", "cidr_block", "ip_cidr_range", "address_prefix", "address_prefixes"];

/// The words of a vendor for the rules of a type of resources.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) kind: String,
    /// The block that is one rule; empty when it is the resource itself.
    pub(super) rule: String,
    /// Arguments with the values with which nobody is let in.
    shut_by: Vec<(String, String)>,
    pub(super) protocol: String,
    pub(super) ports: String,
    sources: Vec<String>,
    /// Without these and without sources everybody is let in; `None` where that is nobody.
    narrowed_by: Option<Vec<String>>,
}

impl Wording {
    pub(super) fn of(row: &Row<'_>) -> Self {
        let list = |column| row.list(column).map(str::to_owned).collect();
        let pairs = row.list("shut_by").filter_map(|pair| pair.split_once('='));
        Self {
            kind: row.text("type").to_owned(),
            rule: row.text("rule").to_owned(),
            shut_by: pairs.map(|(argument, value)| (argument.to_owned(), value.to_owned())).collect(),
            protocol: row.text("protocol").to_owned(),
            ports: row.text("ports").to_owned(),
            sources: list("sources"),
            narrowed_by: row.given("narrowed_by").map(|_| list("narrowed_by")),
        }
    }
}

impl Wording {
    /// The same for rules that deny: blocks of another name, or the same ones.
    pub(super) fn of_denials(&self) -> Self {
        Self { rule: self.rule.replace("allow", "deny"), ..self.clone() }
    }
}

/// A rule.
pub(super) struct Rule<'a> {
    pub(super) resource: &'a Resource,
    /// The path of its block; empty when it is the resource itself.
    pub(super) base: Vec<Segment>,
    pub(super) wording: &'a Wording,
}

/// Who may connect.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The places that name everybody.
    pub(super) everybody: Vec<Vec<Segment>>,
    /// The arguments that are not known, and why.
    pub(super) open: Vec<(Vec<Segment>, &'static str)>,
}

impl<'a> Rule<'a> {
    /// The path of an argument of the rule; one that begins with `/` stands in the resource.
    pub(super) fn path(&self, argument: &str) -> Vec<Segment> {
        match argument.strip_prefix('/') {
            Some(outer) => vec![Segment::Key(outer.to_owned())],
            None => self.base.iter().cloned().chain([Segment::Key(argument.to_owned())]).collect(),
        }
    }

    /// What the plan says about an argument of the rule.
    pub(super) fn argument(&self, path: &[Segment]) -> Argument<'a> {
        self.resource.at(path)
    }

    /// Why some part of an argument is not known. What the code leaves out of a resource is the provider's.
    pub(super) fn why(&self, path: &[Segment]) -> Option<&'static str> {
        let why = self.resource.in_part(path);
        why.filter(|why| *why == SENSITIVE || path.len() > 1 || self.resource.is_written(path))
    }

    /// Whether it lets anybody in, and why that is not known.
    pub(super) fn lets_in(&self) -> (Option<bool>, Option<&'static str>) {
        let mut why = None;
        let shut = self.wording.shut_by.iter().map(|(argument, value)| match self.argument(&self.path(argument)) {
            Argument::Known(Value::String(text)) => Some(text.eq_ignore_ascii_case(value)),
            Argument::Known(said) => Some(said.as_bool().is_some_and(|on| value == if on { "true" } else { "false" })),
            Argument::Absent => Some(false),
            Argument::Unknown(reason) => {
                why = Some(reason);
                None
            }
        });
        (all(shut.map(|shut| shut.map(|shut| !shut))), why)
    }

    /// Who may connect.
    pub(super) fn sources(&self, lists: &PrefixLists<'_>) -> Sources {
        let mut sources = Sources::default();
        for path in self.wording.sources.iter().map(|argument| self.path(argument)) {
            if matches!(path.last(), Some(Segment::Key(name)) if name.contains("prefix_list_id")) {
                match lists.everybody(self.resource, &path, self.why(&path)) {
                    Ok(true) => sources.everybody.push(path),
                    Ok(false) => {}
                    Err(why) => sources.open.push((path, why)),
                }
                continue;
            }
            if let Some(why) = self.why(&path).filter(|why| *why == SENSITIVE || !self.is_narrow(&path)) {
                sources.open.push((path.clone(), why));
            }
            self.name_everybody(path, &mut sources.everybody);
        }
        if sources.everybody.is_empty() && are_everybody(self.sources_known()) {
            let first = self.wording.sources.iter().map(|argument| self.path(argument));
            sources
                .everybody
                .extend(first.into_iter().find(|path| self.resource.raw(path).is_some_and(|v| !v.is_null())));
        }
        if sources.everybody.is_empty() && sources.open.is_empty() && self.is_for_everybody() {
            sources.everybody.push(Vec::new());
        }
        sources
    }

    /// The networks that it names, as far as they are known.
    pub(super) fn sources_known(&self) -> impl Iterator<Item = &'a str> {
        let values = self.wording.sources.iter().filter_map(|argument| self.resource.raw(&self.path(argument)));
        let lists = values.map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
        lists.flatten().filter_map(Value::as_str)
    }

    /// Adds the places of an argument that name everybody.
    fn name_everybody(&self, path: Vec<Segment>, found: &mut Vec<Vec<Segment>>) {
        match self.resource.raw(&path) {
            Some(Value::String(source)) if is_everybody(source) => found.push(path),
            Some(Value::Array(items)) => {
                let named = |item: &Value| item.as_str().is_some_and(is_everybody);
                let indexes = items.iter().enumerate().filter(|(_, item)| named(item)).map(|(index, _)| index);
                found.extend(indexes.map(|index| path.iter().cloned().chain([Segment::Index(index)]).collect()));
            }
            _ => {}
        }
    }

    /// Whether it names neither a source nor anything else that narrows it, where that means everybody.
    fn is_for_everybody(&self) -> bool {
        let Some(narrowed_by) = &self.wording.narrowed_by else { return false };
        let mut arguments = self.wording.sources.iter().chain(narrowed_by).map(|argument| self.path(argument));
        arguments.all(|path| match self.argument(&path) {
            Argument::Absent => true,
            Argument::Known(value) => value.as_array().is_some_and(Vec::is_empty),
            Argument::Unknown(_) => false,
        })
    }

    /// What is known only after apply may still be known to be one address or one network: by the attribute that it is, or
    /// by the size that the code writes behind it.
    fn is_narrow(&self, path: &[Segment]) -> bool {
        let narrow = |reference: &&Reference| reference.attr.split('.').any(is_narrow_attribute);
        let references = self.resource.references_inside(path);
        !references.is_empty() && references.iter().all(narrow) || self.has_size(path)
    }

    /// Whether the code writes the size of every range that is not known.
    fn has_size(&self, path: &[Segment]) -> bool {
        let wanted = dotted(path);
        let unknown = self.resource.unknown.range(wanted.clone()..).map(|(path, _)| path);
        let mut below = unknown.take_while(|path| path.starts_with(&wanted)).peekable();
        let sized = |path: &String| {
            let bits = self.resource.written.get(path).and_then(|written| written.get("$bits")).and_then(Value::as_u64);
            bits.is_some_and(|bits| bits >= u64::from(FEWEST_BITS))
        };
        below.peek().is_some() && below.all(sized) && self.why(path) == Some(LATER)
    }
}

fn is_narrow_attribute(name: &str) -> bool {
    NARROW.iter().any(|word| name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_')))
}
