//! Rules by which records are kept or deleted: what a rule of a resource says, before a plan and after it.

use serde_json::Value;

use super::change::{Change, Heir};
use super::condition::Condition;
use super::scope::Scope;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE, dotted, path};
use crate::input::terraform::facts::inside::hides;
use crate::input::terraform::facts::length::amount;
use crate::input::terraform::model::Resource;
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static RULES: Lookup<Vec<Wording>> =
    Lookup::new(&concepts::retention::RULES, |rows| rows.map(|row| Wording::of(&row)).collect());

/// How many rules of a resource are compared, each with each. S3 has at most twice as many, and nobody reads a hundred.
const MANY: usize = 500;

/// Why more are not.
const TOO_MANY: &str = "there are more rules than gate compares";

/// Why the length of a rule is not known that is none.
const NO_LENGTH: &str = "it is not a length that can be read";

/// How the rules of a type are written.
#[derive(Debug)]
pub(super) struct Wording {
    /// The type of the resource.
    pub(super) of: String,
    pub(super) list: Vec<Segment>,
    /// Whether a rule keeps something; else it deletes it.
    pub(super) keeps: bool,
    /// What it is about.
    pub(super) what: String,
    acts: Condition,
    /// The arguments that say how long, each with its unit.
    pub(super) lengths: Vec<(Vec<Segment>, String)>,
    forever: bool,
    scope: Vec<Vec<Segment>>,
    key: Vec<Segment>,
    pub(super) subject: Option<Subject>,
}

/// Whose records the rules of a type are about.
#[derive(Debug)]
pub(super) struct Subject {
    /// The argument that names it.
    pub(super) argument: Vec<Segment>,
    pub(super) kind: String,
    /// The argument of it that has the same value.
    pub(super) name: Vec<Segment>,
}

impl Subject {
    /// Who takes the place of rules about it.
    pub(super) fn heir(&self) -> Heir {
        Heir::Same(self.argument.clone())
    }
}

impl Wording {
    fn of(row: &Row<'_>) -> Self {
        let length = |text: &str| text.split_once(':').map(|(argument, unit)| (path(argument), unit.to_owned()));
        let subject = |text: &str| {
            let (argument, of) = text.split_once('=')?;
            let (kind, name) = of.split_once('.')?;
            Some(Subject { argument: path(argument), kind: kind.to_owned(), name: path(name) })
        };
        Self {
            of: row.text("type").to_owned(),
            list: path(row.text("list")),
            keeps: row.word("does") == "keeps",
            what: row.text("what").to_owned(),
            acts: Condition::of(row.text("while")),
            lengths: row.list("lengths").filter_map(length).collect(),
            forever: row.word("nothing") == "forever",
            scope: row.list("scope").map(path).collect(),
            key: path(row.text("key")),
            subject: row.given("subject").and_then(subject),
        }
    }
}

/// A rule that acts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    /// Its place in the list.
    pub(super) at: usize,
    pub(super) key: Option<String>,
    /// One for each length of the wording.
    pub(super) lengths: Vec<f64>,
    pub(super) scope: Scope,
}

impl Rule {
    /// Whether it is over at least as soon as another one in every way.
    pub(super) fn is_no_longer_than(&self, other: &Self) -> bool {
        self.lengths.iter().zip(&other.lengths).all(|(own, other)| own <= other)
    }

    /// The first length that is shorter than that of another one.
    pub(super) fn is_sooner_than(&self, other: &Self) -> Option<usize> {
        self.lengths.iter().zip(&other.lengths).position(|(own, other)| own < other)
    }
}

/// The rules of a resource that act, and of those that cannot be read, the place and the reason.
pub(super) type Read = Vec<Result<Rule, (usize, &'static str)>>;

/// A resource at one of two times.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    Before(&'a Resource),
    After(Change<'a>),
}

impl<'a> Side<'a> {
    fn read(self, path: &[Segment]) -> Argument<'a> {
        match self {
            Self::Before(resource) => resource.before(path),
            Self::After(change) if change.leaves(path) => Argument::Absent,
            Self::After(change) => change.after(path),
        }
    }

    /// A value as a whole.
    fn whole(self, path: &[Segment]) -> Result<Option<&'a Value>, &'static str> {
        let value = match self {
            Self::Before(resource) => match resource.before(path) {
                Argument::Unknown(why) => return Err(why),
                argument => argument.known(),
            },
            Self::After(change) if change.leaves(path) => return Ok(None),
            Self::After(change) => match change.after.in_part(path) {
                Some(LATER) if !is_open(change.after, path) => change.after.raw(path),
                Some(why) => return Err(why),
                None => change.after.raw(path),
            },
        };
        if value.is_some_and(hides) { Err(SENSITIVE) } else { Ok(value) }
    }

    fn count(self, list: &[Segment]) -> Result<usize, &'static str> {
        let count = match self {
            Self::Before(resource) => match resource.before(list) {
                Argument::Unknown(why) => return Err(why),
                argument => argument.known().and_then(Value::as_array).map_or(0, Vec::len),
            },
            Self::After(change) => change.after.count_inside(list)?,
        };
        if count > MANY { Err(TOO_MANY) } else { Ok(count) }
    }
}

/// Whether something that the code writes at or below a path comes after apply. What it leaves out is as it was.
fn is_open(resource: &Resource, at: &[Segment]) -> bool {
    let wanted = dotted(at);
    let leads =
        |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let mut unknown = resource.unknown.keys().filter(|name| leads(name, &wanted) || leads(&wanted, name));
    // Nothing is written of what a `dynamic` block makes.
    let is_static = resource.is_written(at.get(..2).unwrap_or(at));
    unknown.any(|name| !is_static || resource.is_written(&path(name)))
}

impl Wording {
    /// The rules of a resource at one time.
    ///
    /// # Errors
    /// Why it is not known how many there are.
    pub(super) fn rules(&self, side: Side<'_>) -> Result<Read, &'static str> {
        let count = side.count(&self.list)?;
        let rules = (0..count).map(|at| self.rule(side, at).map_err(|why| (at, why)).transpose());
        Ok(rules.flatten().collect())
    }

    /// The rule at a place; none if it does not act.
    fn rule(&self, side: Side<'_>, at: usize) -> Result<Option<Rule>, &'static str> {
        let below = |path: &[Segment]| self.at(at, path);
        if !self.acts.holds(|path| side.read(&below(path)))? {
            return Ok(None);
        }
        let lengths = self.lengths.iter().map(|(path, _)| self.length(side.read(&below(path))));
        let lengths = lengths.collect::<Result<Vec<f64>, _>>()?;
        let mut scope = Scope::default();
        for path in &self.scope {
            let name = path.iter().rev().find_map(|step| match step {
                Segment::Key(name) => Some(name.as_str()),
                Segment::Index(_) => None,
            });
            if let Some(value) = side.whole(&below(path))? {
                scope.add(name.unwrap_or_default(), value);
            }
        }
        let key = if self.key.is_empty() { None } else { side.read(&below(&self.key)).text().map(str::to_owned) };
        Ok(Some(Rule { at, key, lengths, scope }))
    }

    fn length(&self, argument: Argument<'_>) -> Result<f64, &'static str> {
        let nothing = if self.forever { f64::INFINITY } else { 0.0 };
        match argument {
            Argument::Absent => Ok(nothing),
            Argument::Unknown(why) => Err(why),
            Argument::Known(value) => match amount(value) {
                Some(length) if length > 0.0 => Ok(length),
                Some(length) if length >= 0.0 => Ok(nothing),
                _ => Err(NO_LENGTH),
            },
        }
    }

    /// The path of something in the rule at a place.
    pub(super) fn at(&self, at: usize, path: &[Segment]) -> Vec<Segment> {
        [self.list.as_slice(), &[Segment::Index(at)], path].concat()
    }
}
