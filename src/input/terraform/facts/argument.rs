//! The resources of a plan as facts are made of them: found by type and address, and every argument with three answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::input::Segment;
pub(super) use crate::input::terraform::configuration::dotted;
use crate::input::terraform::model::{Action, Paths, Plan, Reference, Resource};
pub(super) use crate::input::terraform::paths::split as path;

/// Why a value is not known, as [`crate::input::Fact::why`] says it.
pub(super) const LATER: &str = "it is known only after apply";

/// Why an argument is not known that the configuration sets and the values of the plan do not have.
const UNSAID: &str = "the plan does not say what it is set to";
/// The same for what the plan hides.
pub(super) const SENSITIVE: &str = "it is sensitive, so that nothing here may show or judge it";

/// What a plan says about one argument.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Argument<'a> {
    /// Nothing: the code leaves it out, and the provider's default holds.
    Absent,
    /// Its value, never null.
    Known(&'a Value),
    /// It has one, and nobody can tell which; the reason.
    Unknown(&'static str),
}

impl<'a> Argument<'a> {
    /// The value, when there is one that is known.
    pub(super) const fn known(self) -> Option<&'a Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    /// Its text, when it is a text that is known.
    pub(super) fn text(self) -> Option<&'a str> {
        self.known().and_then(Value::as_str)
    }

    /// Why it is not known; `None` when it is known or absent.
    pub(super) const fn why(self) -> Option<&'static str> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::Absent | Self::Known(_) => None,
        }
    }
}

impl Resource {
    /// What the plan says about the argument at a path.
    pub(super) fn argument(&self, path: &[Segment]) -> Argument<'_> {
        let Ok(value) = self.planned(path) else { return Argument::Unknown(SENSITIVE) };
        match value {
            Some(value) if !self.is_unknown(path) => Argument::Known(value),
            Some(_) | None if self.is_unknown(path) && self.is_written(path) => {
                let unsaid = overlaps(&self.unsaid, &dotted(path));
                Argument::Unknown(if unsaid { UNSAID } else { LATER })
            }
            Some(value) => Argument::Known(value),
            None => Argument::Absent,
        }
    }

    /// What the plan says about an argument before the change. Nothing of that is known only after apply.
    pub(super) fn before(&self, path: &[Segment]) -> Argument<'_> {
        if hides_all(&self.before) {
            return Argument::Unknown(SENSITIVE);
        }
        match find(&self.before, path) {
            Ok(value) => value.map_or(Argument::Absent, Argument::Known),
            Err(Hidden) => Argument::Unknown(SENSITIVE),
        }
    }

    /// The planned value at a path. Of a resource that is sensitive as a whole, what the code leaves out is not there.
    pub(super) fn planned(&self, path: &[Segment]) -> Result<Option<&Value>, Hidden> {
        if hides_all(&self.values) {
            let configured = !self.constants.is_empty() || !self.computed.is_empty();
            return if configured && !self.is_written(path) { Ok(None) } else { Err(Hidden) };
        }
        find(&self.values, path)
    }

    /// Whether an update or a replacement changes an argument, or a part of it; told for what is sensitive too.
    pub(super) fn is_changed(&self, path: &[Segment]) -> bool {
        overlaps(&self.changed, &dotted(path))
    }

    /// Whether an argument, as a whole or in part, is known only after apply.
    pub(super) fn is_unknown(&self, path: &[Segment]) -> bool {
        overlaps(&self.unknown, &dotted(path))
    }

    /// Whether the code says something about an argument, or about a part of it.
    pub(super) fn is_written(&self, path: &[Segment]) -> bool {
        !self.is_null(path) && self.is_set(path)
    }

    /// The same, whatever it comes to: null is as good as nothing.
    fn is_set(&self, path: &[Segment]) -> bool {
        let wanted = dotted(path);
        // A `dynamic` block writes each of its blocks, and is listed as the first.
        let first = || {
            let first = path.iter().map(|step| match step {
                Segment::Index(_) => Segment::Index(0),
                Segment::Key(key) => Segment::Key(key.clone()),
            });
            dotted(&first.collect::<Vec<_>>())
        };
        let written = overlaps(&self.constants, &wanted) || overlaps(&self.computed, &wanted);
        written || overlaps(&self.computed, &first()) || self.references(path).next().is_some()
    }

    /// Whether an argument is surely null: whatever the code says, that is as good as leaving it out.
    fn is_null(&self, path: &[Segment]) -> bool {
        let mut value = path.split_first().and_then(|(first, _)| match first {
            Segment::Key(key) => self.values.get(key),
            Segment::Index(_) => None,
        });
        for step in path.iter().skip(1) {
            value = value.and_then(|value| match step {
                Segment::Key(key) => value.get(key),
                Segment::Index(index) => value.get(index),
            });
        }
        value.is_some_and(Value::is_null) && !self.is_unknown(path)
    }

    /// The path to point at: the argument when the code writes it, else the resource as a whole.
    pub(super) fn place(&self, path: &[Segment]) -> Vec<Segment> {
        if self.is_set(path) { path.to_vec() } else { Vec::new() }
    }

    /// What an argument, or a part of it, refers to.
    pub(super) fn references<'a>(&'a self, path: &[Segment]) -> impl Iterator<Item = &'a Reference> {
        // They are sorted by their path: those of what lies above stand each at one place, those below in a row.
        let wanted = dotted(path);
        let from = |path: &str| self.refs.partition_point(|reference| reference.path.as_str() < path);
        let at = |path: &str| self.refs.get(from(path)..).unwrap_or_default().iter();
        let above: Vec<&Reference> = wanted
            .match_indices('.')
            .filter_map(|(end, _)| wanted.get(..end))
            .flat_map(|above| at(above).take_while(move |reference| reference.path == above))
            .collect();
        let below = at(&wanted).take_while(|reference| reference.path.starts_with(&wanted)).collect::<Vec<_>>();
        above.into_iter().chain(below).filter(move |reference| overlap(&reference.path, &wanted))
    }

    /// Whether it is managed and exists once the plan is applied, changed by it or not.
    pub(super) fn exists(&self) -> bool {
        self.mode == "managed"
            && matches!(self.action, Action::Create | Action::Update | Action::Replace | Action::NoOp)
    }
}

/// A value is there, and nothing here may show or judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hidden;

/// The value at a path, none when it is null.
fn find<'v>(values: &'v Map<String, Value>, path: &[Segment]) -> Result<Option<&'v Value>, Hidden> {
    let mut value: Option<&Value> = None;
    for (depth, step) in path.iter().enumerate() {
        value = match (depth, step) {
            (0, Segment::Key(key)) => values.get(key),
            (0, Segment::Index(_)) => None,
            (_, Segment::Key(key)) => value.and_then(|value| value.get(key)),
            (_, Segment::Index(index)) => value.and_then(|value| value.get(index)),
        };
        if value.is_some_and(is_hidden) {
            return Err(Hidden);
        }
    }
    Ok(value.filter(|value| !value.is_null()))
}

/// Whether values are one marker, because the resource is sensitive as a whole.
fn hides_all(values: &Map<String, Value>) -> bool {
    values.get("redacted") == Some(&Value::Bool(true)) && ["kind", "length"].iter().all(|key| values.contains_key(*key))
}

/// Whether a value is a marker in place of one that is hidden.
pub(super) fn is_hidden(value: &Value) -> bool {
    value.get("redacted") == Some(&Value::Bool(true))
}

/// Whether one of the paths is the wanted one, leads to it, or is a part of it.
fn overlaps(paths: &Paths, wanted: &str) -> bool {
    let below = paths.range(wanted.to_owned()..).map(|(path, _)| path).take_while(|path| path.starts_with(wanted));
    let mut above = wanted.match_indices('.').filter_map(|(at, _)| wanted.get(..at));
    paths.contains_key("")
        || below.into_iter().any(|path| overlap(path, wanted))
        || above.any(|path| paths.contains_key(path))
}

/// Whether two dotted paths are the same, or one leads to a part of the other.
fn overlap(a: &str, b: &str) -> bool {
    let leads = |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
    a == b || leads(a, b) || leads(b, a)
}

/// The resources of a plan, found without a search.
pub(super) struct Resources<'a> {
    by_type: BTreeMap<&'a str, Vec<&'a Resource>>,
    plan: &'a Plan,
}

impl<'a> Resources<'a> {
    /// Indexes the resources of a plan.
    pub(super) fn of(plan: &'a Plan) -> Self {
        let mut by_type: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
        for resource in &plan.resources {
            by_type.entry(&resource.kind).or_default().push(resource);
        }
        Self { by_type, plan }
    }

    /// All resources, in the order of the plan.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Resource> {
        self.plan.resources.iter()
    }

    /// All resources of a type, in the order of the plan.
    pub(super) fn of_type(&self, kind: &str) -> impl Iterator<Item = &'a Resource> {
        self.by_type.get(kind).into_iter().flatten().copied()
    }

    /// Those that are managed and exist once the plan is applied.
    pub(super) fn existing(&self, kind: &str) -> impl Iterator<Item = &'a Resource> {
        self.of_type(kind).filter(|resource| resource.exists())
    }

    /// The resource of an address.
    pub(super) fn at(&self, address: &str) -> Option<&'a Resource> {
        self.plan.by_address.get(address).and_then(|at| self.plan.resources.get(*at))
    }

    /// The resources of a type that refer to this one for sure: the parts of a split resource.
    pub(super) fn linked(&self, resource: &'a Resource, kind: &str) -> impl Iterator<Item = &'a Resource> {
        resource.linked.get(kind).into_iter().flatten().filter_map(|address| self.at(address))
    }

    /// The addresses of the managed resources that an argument, or an element of it, refers to for sure.
    pub(super) fn at_end_of(&self, resource: &'a Resource, argument: &[Segment]) -> impl Iterator<Item = &'a str> {
        let exact = resource.references(argument).filter(|reference| reference.exact);
        exact
            .filter_map(|reference| self.at(&reference.to))
            .filter(|to| to.mode == "managed")
            .map(|to| to.address.as_str())
    }

    /// The resources and data sources that an argument, or a part of it, refers to for sure.
    pub(super) fn sources(&self, resource: &'a Resource, argument: &[Segment]) -> impl Iterator<Item = &'a Resource> {
        resource.references(argument).filter(|reference| reference.exact).filter_map(|reference| self.at(&reference.to))
    }

    /// The resources that an argument refers to for sure.
    pub(super) fn targets(&self, resource: &'a Resource, argument: &[Segment]) -> impl Iterator<Item = &'a Resource> {
        let wanted = dotted(argument);
        let exact = resource.refs.iter().filter(move |reference| reference.exact && reference.path == wanted);
        exact.filter_map(|reference| self.at(&reference.to))
    }
}

#[cfg(test)]
mod tests {
    use super::{dotted, overlaps, path};

    #[test]
    fn a_path_meets_what_it_leads_to_and_what_leads_to_it() {
        let paths = ["rule.0.status", "tags", "rules.1"].map(|path| (path.to_owned(), true)).into();
        for (wanted, expected) in [
            ("rule.0.status", true),
            ("rule.0", true),
            ("rule", true),
            ("rule.0.status.deep", true),
            ("rule.1", false),
            ("rul", false),
            ("tag", false),
            ("tags.a", true),
            ("rules", true),
            ("rules.10", false),
        ] {
            assert_eq!(overlaps(&paths, wanted), expected, "{wanted}");
        }
        assert!(!overlaps(&std::collections::BTreeMap::new(), "rule"));
        assert_eq!(dotted(&path("rule.0.status")), "rule.0.status");
    }
}
