//! Objects, classes and functions of the code that is followed.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{Expr, ExprLambda, Parameters, StmtFunctionDef};

use super::arena::Id;
use super::value::{Args, Heap, Scope, Value};
use crate::source::Span;

/// What a call made.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    /// The dotted name of what was called.
    pub(crate) callee: Rc<str>,
    /// The class, when it is of the tree.
    pub(crate) class: Option<Id<Class<'a>>>,
    pub(crate) args: Args<'a>,
    pub(crate) attributes: BTreeMap<Rc<str>, Value<'a>>,
    /// The DAG, task or group that Airflow's own `__init__` made of it.
    pub(crate) made: Option<Value<'a>>,
    /// Whether it may have other attributes than those that are known.
    pub(crate) open: bool,
    /// The call that made it.
    pub(crate) span: Span,
}

impl<'a> Object<'a> {
    /// What a call of something outside of the tree made.
    pub(crate) fn of(callee: Rc<str>, args: Args<'a>) -> Self {
        let (attributes, span) = (BTreeMap::new(), Span::default());
        Self { callee, class: None, args, attributes, made: None, open: false, span }
    }

    /// Whether it counts as true: an object of the tree does, unless its class says otherwise.
    pub(super) fn truth(&self, heap: &Heap<'a>) -> Option<bool> {
        let is_loader = self.class.is_none() && self.callee.starts_with("importlib.machinery.");
        if &*self.callee == "functools.partial" || is_loader {
            return Some(true);
        }
        let class = heap.classes.get(self.class?);
        let decides = |base: &Value<'a>| match base {
            Value::Class(id) => {
                let names = &heap.scopes.get(heap.classes.get(*id).scope).names;
                names.contains_key("__bool__") || names.contains_key("__len__")
            }
            Value::Symbol(name) => &**name != "object" && !name.ends_with(".ABC"),
            _ => true,
        };
        (!self.open && !class.mro.iter().any(decides)).then_some(true)
    }
}

/// An attribute of a value.
#[derive(Debug)]
pub(crate) struct Bound<'a> {
    pub(crate) receiver: Value<'a>,
    pub(crate) name: Rc<str>,
}

/// The code of a function.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Code<'a> {
    Def(&'a StmtFunctionDef),
    Lambda(&'a ExprLambda),
}

impl<'a> Code<'a> {
    /// What it takes.
    pub(crate) fn parameters(self) -> Option<&'a Parameters> {
        match self {
            Code::Def(def) => Some(&def.parameters),
            Code::Lambda(lambda) => lambda.parameters.as_deref(),
        }
    }
}

/// How a function behaves as an attribute of a class, and when it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Form<'a> {
    #[default]
    Plain,
    /// `@staticmethod`.
    Static,
    /// `@classmethod`.
    OfClass,
    /// `@property`, and the function that sets it.
    Property(Option<Id<Function<'a>>>),
    /// `@contextmanager`: a call waits for `with`.
    Manager,
}

/// A function of the tree.
#[derive(Debug, Clone)]
pub(crate) struct Function<'a> {
    pub(crate) code: Code<'a>,
    /// The scope around it.
    pub(crate) scope: Id<Scope<'a>>,
    /// The class whose body it stands in.
    pub(crate) class: Option<Id<Class<'a>>>,
    /// The values of its defaults, which Python makes once, with the function.
    pub(crate) defaults: Rc<[(&'a str, Value<'a>)]>,
    /// Arguments that it was given ahead: `self` of a method, those of `functools.partial`.
    pub(crate) ahead: Option<Rc<Args<'a>>>,
    pub(crate) form: Form<'a>,
    /// The name that it was given later.
    pub(crate) alias: Option<Rc<str>>,
    /// The function that this one is a form of.
    pub(crate) origin: Option<Id<Function<'a>>>,
}

impl Function<'_> {
    /// Its name.
    pub(crate) fn name(&self) -> Rc<str> {
        match (&self.alias, self.code) {
            (Some(alias), _) => Rc::clone(alias),
            (None, Code::Def(def)) => Rc::from(def.name.as_str()),
            (None, Code::Lambda(_)) => Rc::from("lambda"),
        }
    }
}

/// A class of the tree.
#[derive(Debug)]
pub(crate) struct Class<'a> {
    pub(crate) name: Rc<str>,
    pub(crate) bases: Vec<Value<'a>>,
    pub(crate) scope: Id<Scope<'a>>,
    /// The class itself and those that it is derived from, in the order in which Python looks for names.
    pub(crate) mro: Rc<[Value<'a>]>,
    /// The names that its body annotates, in order.
    pub(crate) annotated: Vec<(&'a str, &'a Expr)>,
    /// The fields of a dataclass and its kin.
    pub(crate) record: Option<Record<'a>>,
    /// The names of the members of an enumeration, in order.
    pub(crate) members: Option<Vec<Rc<str>>>,
    /// The class of the class.
    pub(crate) metaclass: Option<Value<'a>>,
}

/// What an `__init__` that nobody wrote takes and sets.
#[derive(Debug, Clone)]
pub(crate) struct Record<'a> {
    pub(crate) fields: Vec<Field<'a>>,
    /// Whether the arguments may only be given by name.
    pub(crate) by_name: bool,
    /// Whether values that are not given come out of the environment.
    pub(crate) from_environment: bool,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    pub(crate) name: Rc<str>,
    pub(crate) default: Option<Value<'a>>,
    /// What is called for the default.
    pub(crate) factory: Option<Value<'a>>,
    /// Whether `__init__` takes it.
    pub(crate) init: bool,
    pub(crate) by_name: bool,
    /// What its value is made into, and the scope in which that is named.
    pub(crate) annotation: Option<(&'a Expr, Id<Scope<'a>>)>,
}
