//! What the interpreter knows about a Python value.
//!
//! The rule of the lattice: a value is exact, or it says where it stops being exact. Nothing is guessed.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::arena::{Arena, Id};
use super::graph::{Dag, Group, Taken, Task};
use super::modules::Number;
pub(crate) use super::object::{Bound, Class, Code, Form, Function, Object};
use super::text::Text;
use crate::source::{RepoPath, Span};

/// How the description of an unknown value begins that an environment variable gives.
pub(crate) const ENVIRONMENT: &str = "environment variable ";

/// How the description of an unknown value begins that an Airflow Variable gives.
pub(crate) const VARIABLE: &str = "Variable ";

/// What stands beside the value of a key or attribute that is only set under a condition.
pub(crate) const UNSET: &str = "nothing, unless a condition sets it";

/// A Python value.
#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer that fits 64 bits.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string or bytes, perhaps partly known.
    Text(Rc<Text>),
    /// A list, tuple or set.
    List(Id<List<'a>>),
    /// A dict.
    Dict(Id<Dict<'a>>),
    /// Something imported or built in, by its dotted name.
    Symbol(Rc<str>),
    /// What a call made: an instance of a class, or the result of a function that is not in this file.
    Object(Id<Object<'a>>),
    /// An attribute of a value, taken but not called yet.
    Bound(Id<Bound<'a>>),
    /// A function or lambda of this file.
    Function(Id<Function<'a>>),
    /// A class of this file.
    Class(Id<Class<'a>>),
    /// A module or package of the tree.
    Package(Id<Package<'a>>),
    /// Something that makes tasks, groups or DAGs when it is called.
    Blueprint(Id<Blueprint<'a>>),
    /// A DAG.
    Dag(Id<Dag<'a>>),
    /// A task, or what it will return.
    Task(Id<Task<'a>>),
    /// A task group.
    Group(Id<Group<'a>>),
    /// A `Label` on the way from some tasks to others.
    Label(Id<Label<'a>>),
    /// One of several, depending on a condition.
    Either(Rc<[Value<'a>]>),
    /// Only a run will know; the text says what it is. It begins with [`ENVIRONMENT`] or [`VARIABLE`] where the
    /// deployment decides.
    Unknown(Rc<str>),
}

/// A value and the expression that gave it.
#[derive(Debug, Clone)]
pub(crate) struct Item<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) span: Span,
}

/// A list, tuple or set.
#[derive(Debug, Default)]
pub(crate) struct List<'a> {
    pub(crate) items: Vec<Item<'a>>,
    /// Whether there may be other items, or fewer.
    pub(crate) open: bool,
    pub(crate) kind: Kind,
}

/// Which of Python's collections a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    #[default]
    List,
    Tuple,
    Set,
    /// A list whose items stand in an order that is not known.
    Jumbled,
    /// The end of a list of which the beginning is not known.
    End,
}

/// A dict with string keys in the order of insertion; other keys are kept by their text.
#[derive(Debug, Default)]
pub(crate) struct Dict<'a> {
    pub(crate) entries: Vec<(Rc<str>, Item<'a>)>,
    /// Whether there may be other keys.
    pub(crate) open: bool,
    pub(crate) keys: Keys,
}

/// What the keys of a dict are that are kept by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Keys {
    /// Strings all.
    #[default]
    Texts,
    /// Whole numbers all.
    Numbers,
    /// Some of this and some of that.
    Mixed,
}

impl Keys {
    /// What a key is.
    pub(crate) const fn of(key: &Value<'_>) -> Self {
        match key {
            Value::Text(_) => Self::Texts,
            Value::Int(_) => Self::Numbers,
            _ => Self::Mixed,
        }
    }
}

impl<'a> Dict<'a> {
    /// An own dict of entries whose keys are strings.
    pub(crate) const fn of(entries: Vec<(Rc<str>, Item<'a>)>, open: bool) -> Self {
        Self { entries, open, keys: Keys::Texts }
    }

    /// Notes what a key is that is going to be set.
    pub(crate) fn take_kind(&mut self, keys: Keys) {
        self.keys = if self.entries.is_empty() || self.keys == keys { keys } else { Keys::Mixed };
    }

    /// The value of a key that is kept by its text.
    pub(crate) fn key<'k>(&self, text: &str) -> Value<'k> {
        let number = text.parse().ok().map(Value::Int);
        match (self.keys, number) {
            (Keys::Numbers, Some(number)) => number,
            // A number may be meant, or its text.
            (Keys::Numbers, None) | (Keys::Mixed, Some(_)) => Value::unknown("key"),
            (Keys::Mixed, None) if matches!(text, "True" | "False" | "None" | "{key}") => Value::unknown("key"),
            (Keys::Texts, _) | (Keys::Mixed, None) => Value::text(text),
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Item<'a>> {
        self.entries.iter().find(|(name, _)| &**name == key).map(|(_, item)| item)
    }

    /// Sets the value of a key.
    pub(crate) fn insert(&mut self, key: &str, item: Item<'a>) {
        match self.entries.iter_mut().find(|(name, _)| &**name == key) {
            Some((_, old)) => *old = item,
            None => self.entries.push((Rc::from(key), item)),
        }
    }
}

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Args<'a> {
    pub(crate) positional: Vec<Item<'a>>,
    pub(crate) named: Vec<(Rc<str>, Item<'a>)>,
    /// Whether `*args` or `**kwargs` of unknown content were passed too.
    pub(crate) open: bool,
}

impl<'a> Args<'a> {
    /// A keyword argument; the last one of a name counts.
    pub(crate) fn named(&self, name: &str) -> Option<&Item<'a>> {
        self.named.iter().rev().find(|(key, _)| &**key == name).map(|(_, item)| item)
    }

    /// A keyword argument, or the positional one at `index`.
    pub(crate) fn get(&self, name: &str, index: usize) -> Option<&Item<'a>> {
        self.named(name).or_else(|| self.positional.get(index))
    }

    /// Every argument.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.positional.iter().chain(self.named.iter().map(|(_, item)| item))
    }

    /// Takes over the keywords of `other`, which win.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.named.extend(other.named.iter().cloned());
        self.open |= other.open;
    }
}

/// A module or package of the tree.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    /// Its dotted name, as it was imported first.
    pub(crate) name: Rc<str>,
    /// Its names; `None` when it has no code or none that could be read.
    pub(crate) scope: Option<Id<Scope<'a>>>,
    /// The folder of the modules in it; `None` for a plain module.
    pub(crate) folder: Option<RepoPath>,
    /// Whether there may be other names in it than those of `scope`.
    pub(crate) open: bool,
    /// The modules that are not in the tree and that it took all names from.
    pub(crate) stars: Vec<Rc<str>>,
}

/// What a blueprint makes.
#[derive(Debug, Clone)]
pub(crate) enum Makes<'a> {
    /// A task from a decorated function; the decorator as written: `@task`, `@task.branch`.
    Flow { decorator: Rc<str>, function: Option<Id<Function<'a>>> },
    /// A task of an operator class, after `.partial(…)`.
    Operator(Operator),
    /// A task of an operator class of the tree, after `.partial(…)`.
    Class(Id<Class<'a>>),
    /// A group from a decorated function.
    Group(Option<Id<Function<'a>>>),
    /// A DAG from a decorated function.
    Dag(Option<Id<Function<'a>>>),
    /// An asset, with a DAG that makes it, from a decorated function.
    Asset,
}

/// Something that makes tasks, groups or DAGs.
#[derive(Debug, Clone)]
pub(crate) struct Blueprint<'a> {
    pub(crate) makes: Makes<'a>,
    /// Arguments of the decorator or of `partial`.
    pub(crate) settings: Args<'a>,
    /// Arguments for the function given ahead by `partial`.
    pub(crate) ahead: Args<'a>,
    pub(crate) role: Role,
    pub(crate) span: Span,
}

/// An operator class.
#[derive(Debug, Clone)]
pub(crate) struct Operator {
    /// Its name as Airflow shows it.
    pub(crate) name: Rc<str>,
    /// Its dotted name; the bare name for a class of this file.
    pub(crate) qualified: Rc<str>,
    /// The dotted names of the operators that it is derived from.
    pub(crate) bases: Vec<Rc<str>>,
}

/// Whether a task prepares or cleans up for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    #[default]
    Work,
    Setup,
    Teardown,
}

/// A label and what is already joined to it.
#[derive(Debug, Default)]
pub(crate) struct Label<'a> {
    pub(crate) before: Vec<Value<'a>>,
    pub(crate) after: Vec<Value<'a>>,
}

/// The names of a module, function or class.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    pub(crate) names: BTreeMap<Rc<str>, Value<'a>>,
    pub(crate) parent: Option<Id<Scope<'a>>>,
    /// Names that `global` and `nonlocal` take from a scope around this one.
    pub(crate) outer: BTreeMap<Rc<str>, Id<Scope<'a>>>,
    /// The file of the code.
    pub(crate) file: Number,
    /// The class whose body it is. Functions in it do not see its names.
    pub(crate) class: Option<Id<Class<'a>>>,
}

/// Everything that the interpreter made.
#[derive(Debug, Default)]
pub(crate) struct Heap<'a> {
    pub(crate) lists: Arena<List<'a>>,
    pub(crate) dicts: Arena<Dict<'a>>,
    pub(crate) objects: Arena<Object<'a>>,
    pub(crate) bounds: Arena<Bound<'a>>,
    pub(crate) functions: Arena<Function<'a>>,
    pub(crate) classes: Arena<Class<'a>>,
    pub(crate) blueprints: Arena<Blueprint<'a>>,
    pub(crate) labels: Arena<Label<'a>>,
    pub(crate) scopes: Arena<Scope<'a>>,
    pub(crate) dags: Arena<Dag<'a>>,
    pub(crate) tasks: Arena<Task<'a>>,
    pub(crate) groups: Arena<Group<'a>>,
    pub(crate) packages: Arena<Package<'a>>,
    pub(crate) taken: Taken<'a>,
    /// How often tasks were joined.
    pub(crate) edges: usize,
}

impl<'a> Heap<'a> {
    /// A list of items.
    pub(crate) fn list(&mut self, items: Vec<Item<'a>>, open: bool) -> Value<'a> {
        Value::List(self.lists.add(List { items, open, kind: Kind::List }))
    }

    /// A tuple of items.
    pub(crate) fn tuple(&mut self, items: Vec<Item<'a>>) -> Value<'a> {
        Value::List(self.lists.add(List { items, open: false, kind: Kind::Tuple }))
    }

    /// A list of values that one expression gave.
    pub(crate) fn list_of(&mut self, values: Vec<Value<'a>>, span: Span) -> Value<'a> {
        self.list(values.into_iter().map(|value| Item { value, span }).collect(), false)
    }
}

impl Value<'_> {
    /// A known string.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Value::Text(Rc::new(Text::known(text)))
    }

    /// Whether a key or attribute of this value may not be there.
    pub(crate) fn may_be_unset(&self) -> bool {
        matches!(self, Value::Either(values) if values.iter().any(|value| matches!(value, Value::Unknown(what) if &**what == UNSET)))
    }

    /// Something that only a run will know.
    pub(crate) fn unknown(what: impl AsRef<str>) -> Self {
        Value::Unknown(Rc::from(what.as_ref()))
    }

    /// The string, when it is a fully known one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Value::Text(text) => text.as_known(),
            _ => None,
        }
    }

    /// The truth of the value, where it is certain.
    pub(crate) fn truth(&self, heap: &Heap<'_>) -> Option<bool> {
        match self {
            Value::None => Some(false),
            Value::Bool(value) => Some(*value),
            Value::Int(value) => Some(*value != 0),
            Value::Float(value) => Some(*value != 0.0),
            Value::Text(text) => text.as_known().map(|known| !known.is_empty()).or_else(|| {
                let something = !text.prefix().is_empty();
                something.then_some(true)
            }),
            Value::List(id) => truth_of(heap.lists.get(*id).items.len(), heap.lists.get(*id).open),
            Value::Dict(id) => truth_of(heap.dicts.get(*id).entries.len(), heap.dicts.get(*id).open),
            Value::Symbol(name) if &**name == "typing.TYPE_CHECKING" => Some(false),
            Value::Function(_)
            | Value::Class(_)
            | Value::Package(_)
            | Value::Blueprint(_)
            | Value::Dag(_)
            | Value::Task(_)
            | Value::Group(_) => Some(true),
            Value::Object(id) => heap.objects.get(*id).truth(heap),
            _ => None,
        }
    }
}

/// The truth of a collection of `length` known items.
const fn truth_of(length: usize, open: bool) -> Option<bool> {
    if open { None } else { Some(length > 0) }
}
