//! What type a value has: `isinstance`, `issubclass`, `type`, `callable`.

use super::super::graph::last_segment;
use super::super::value::{Args, Kind, Value};
use super::Interpreter;
use super::branches::same;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// `isinstance(value, class)`, where that is certain.
    pub(super) fn is_instance(&mut self, value: &Value<'a>, of: &Value<'a>, at: Span) -> Option<bool> {
        if !self.enter(at.start) {
            return None;
        }
        let answer = self.is_instance_within(value, of, at);
        self.leave();
        answer
    }

    fn is_instance_within(&mut self, value: &Value<'a>, of: &Value<'a>, at: Span) -> Option<bool> {
        match (value, of) {
            (Value::Either(values), _) => agreed(values.iter().map(|value| self.is_instance(value, of, at)).collect()),
            (_, Value::List(_)) => {
                let (classes, open) = self.items_of(of, at)?;
                let each: Vec<Option<bool>> =
                    classes.iter().map(|class| self.is_instance(value, &class.value, at)).collect();
                any(&each).filter(|found| *found || !open)
            }
            (_, Value::Class(class)) => {
                let Some(own) = self.class_of(value) else { return self.is_of_python(value).then_some(false) };
                let mro = &self.heap.classes.get(own).mro;
                let found = mro.iter().any(|base| matches!(base, Value::Class(id) if id == class));
                (found || self.first_unknown_base(own).is_none()).then_some(found)
            }
            (_, Value::Symbol(name)) => self.is_instance_of(value, name),
            _ => None,
        }
    }

    /// Whether a value is of a type that Python has built in.
    fn is_of_python(&self, value: &Value<'a>) -> bool {
        match value {
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::Function(_)
            | Value::Package(_) => true,
            Value::Object(id) => self.heap.objects.get(*id).class.is_some(),
            _ => false,
        }
    }

    fn is_instance_of(&self, value: &Value<'a>, name: &str) -> Option<bool> {
        let last = last_segment(name);
        let is_typing = |names: &[&str]| names.contains(&last);
        let is_collection = is_typing(&["Iterable", "Collection", "Sized", "Container"]);
        let types: &[&str] = match value {
            Value::None => &["NoneType", "object", "Hashable"],
            Value::Bool(_) => &["bool", "int", "object", "Hashable", "Integral", "Number"],
            Value::Int(_) => &["int", "object", "Hashable", "Integral", "Number", "Real"],
            Value::Float(_) => &["float", "object", "Hashable", "Number", "Real"],
            // Bytes are kept as texts.
            Value::Text(_) if is_typing(&["str", "bytes"]) => return if last == "str" { Some(true) } else { None },
            Value::Text(_) => &["object", "Hashable", "Sequence", "Iterable", "Collection", "Sized", "Container"],
            Value::List(id) => match self.heap.lists.get(*id).kind {
                Kind::List | Kind::Jumbled | Kind::End => &["list", "object", "Sequence", "MutableSequence"],
                Kind::Tuple => &["tuple", "object", "Sequence", "Hashable"],
                Kind::Set => &["set", "object", "Set", "MutableSet"],
            },
            Value::Dict(_) => &["dict", "object", "Mapping", "MutableMapping"],
            Value::Function(_) => &["Callable", "FunctionType", "object", "Hashable"],
            Value::Class(_) => &["type", "Callable", "object", "Hashable"],
            Value::Package(_) => &["ModuleType", "object", "Hashable"],
            Value::Dag(_) if last.eq_ignore_ascii_case("dag") => return Some(true),
            Value::Group(_) if last == "TaskGroup" => return Some(true),
            Value::Task(id) => {
                let operator = &self.heap.tasks.get(*id).operator;
                let is_base = matches!(last, "BaseOperator" | "AbstractOperator" | "DAGNode" | "DependencyMixin");
                let found =
                    is_base || last == &*operator.name || operator.bases.iter().any(|base| last_segment(base) == last);
                return found.then_some(true);
            }
            Value::Dag(_) | Value::Group(_) if is_python_type(name) => return Some(last == "object"),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                let class = object.class?;
                if self.heap.classes.get(class).mro.iter().any(|base| same(base, &Value::Symbol(name.into()))) {
                    return Some(true);
                }
                let hidden = self.first_unknown_base(class).is_some();
                return (!hidden && is_python_type(name)).then_some(last == "object");
            }
            _ => return None,
        };
        if types.contains(&last) || (is_collection && matches!(value, Value::List(_) | Value::Dict(_))) {
            return Some(true);
        }
        (is_python_type(name) || !matches!(value, Value::Function(_) | Value::Class(_))).then_some(false)
    }

    /// `issubclass(class, of)`, where that is certain.
    pub(super) fn is_subclass(&mut self, class: &Value<'a>, of: &Value<'a>, at: Span) -> Option<bool> {
        if let Value::List(_) = of {
            let (classes, open) = self.items_of(of, at)?;
            if !self.enter(at.start) {
                return None;
            }
            let each: Vec<Option<bool>> =
                classes.iter().map(|other| self.is_subclass(class, &other.value, at)).collect();
            self.leave();
            return any(&each).filter(|found| *found || !open);
        }
        let Value::Class(id) = class else { return same(class, of).then_some(true) };
        let mro = &self.heap.classes.get(*id).mro;
        if matches!(of, Value::Symbol(name) if &**name == "object") || mro.iter().any(|base| same(base, of)) {
            return Some(true);
        }
        // A base that is not of the tree may be derived from anything that is not of the tree.
        let closed = mro.iter().all(|base| match base {
            Value::Class(_) => true,
            Value::Symbol(name) => &**name == "object" || name.ends_with(".ABC"),
            _ => false,
        });
        (closed || (matches!(of, Value::Class(_)) && self.first_unknown_base(*id).is_none())).then_some(false)
    }

    /// `callable(value)`, where that is certain.
    pub(super) fn is_callable(&self, value: &Value<'a>) -> Option<bool> {
        match value {
            Value::Function(_) | Value::Class(_) | Value::Blueprint(_) => Some(true),
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::Package(_) => Some(false),
            Value::Object(id) => {
                let class = self.heap.objects.get(*id).class?;
                let found = self.class_name(class, "__call__").is_some();
                (found || self.first_unknown_base(class).is_none()).then_some(found)
            }
            _ => None,
        }
    }

    /// `type(value)`.
    pub(super) fn type_of(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        if args.positional.len() == 3 {
            return self.class_by_call(args, at).unwrap_or_else(|| Value::unknown("type"));
        }
        let Some(item) = args.positional.first() else { return Value::unknown("type") };
        if let Some(class) = self.class_of(&item.value) {
            return Value::Class(class);
        }
        let name = match &item.value {
            Value::Int(_) => "int",
            Value::Bool(_) => "bool",
            Value::Float(_) => "float",
            Value::Dict(_) => "dict",
            Value::List(id) => match self.heap.lists.get(*id).kind {
                Kind::List | Kind::Jumbled | Kind::End => "list",
                Kind::Tuple => "tuple",
                Kind::Set => "set",
            },
            _ => return Value::unknown("type"),
        };
        Value::Symbol(name.into())
    }
}

/// Whether a type is one that Python has built in or that stands for such.
fn is_python_type(name: &str) -> bool {
    match name.split_once('.') {
        None => name.starts_with(|c: char| c.is_ascii_lowercase()),
        Some((package, _)) => {
            matches!(package, "typing" | "collections" | "numbers" | "types" | "datetime" | "pathlib")
        }
    }
}

/// Whether one of several answers is yes, where that is certain.
fn any(answers: &[Option<bool>]) -> Option<bool> {
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    answers.iter().all(|answer| *answer == Some(false)).then_some(false)
}

/// The answer that all give.
fn agreed(answers: Vec<Option<bool>>) -> Option<bool> {
    let mut answers = answers.into_iter();
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}
