//! Python's own functions and library, as far as DAG files need them. What has side effects through functions that it is
//! given is followed into them; what only computes is exact or unknown.

mod builtins;
mod collections;
mod constants;
mod dates;
mod decoders;
mod inspection;
mod iterators;
mod moments;
mod numbers;
mod paths;
mod runners;
mod sorting;
mod specs;
mod texts;

use std::rc::Rc;

use super::super::value::{Args, Item, Value};
use super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A function of Python's library; `None` for what nothing is known about.
    pub(super) fn call_library(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (package, function) = name.split_once('.')?;
        match package {
            "itertools" => self.call_itertools(function, args, at),
            "functools" | "contextlib" | "abc" | "atexit" | "typing" | "typing_extensions" => {
                self.call_functools(name, args, at)
            }
            "operator" => self.call_operator(function, args, at),
            "collections" => self.call_collections(function, args, at),
            "copy" => self.copied(function, args, at),
            "os" | "posixpath" | "pathlib" => self.call_paths(name, args, at),
            "base64" | "binascii" | "codecs" | "bytes" | "bytearray" | "json" | "urllib" | "textwrap" | "html" => {
                self.decode(name, args)
            }
            "dict" | "str" | "list" | "object" | "int" | "tuple" => self.call_of_type(name, args, at),
            "dataclasses" | "attr" | "attrs" => self.call_dataclasses(function, args, at),
            "asyncio" | "code" | "runpy" | "imp" => self.call_runner(name, args, at),
            "math" => call_math(function, args),
            "datetime" | "calendar" | "pendulum" | "dateutil" => self.call_dates(name, args, at),
            "inspect" => self.call_inspect(function, args),
            _ => None,
        }
    }

    /// A method of what a function of the library made.
    pub(super) fn library_method(
        &mut self,
        id: super::Id<super::super::value::Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let object = self.heap.objects.get(id);
        if object.class.is_some() {
            return None;
        }
        let callee = Rc::clone(&object.callee);
        if let Some(value) = self.date_method(id, name, args) {
            return Some(value);
        }
        if super::strings::is_path(&callee) {
            return self.path_method(id, name, args, at);
        }
        if name == "substitute" || name == "safe_substitute" {
            return (&*callee == "string.Template").then(|| self.substituted(id, args));
        }
        self.runner_method(id, &callee, name, args, at)
    }

    /// `copy.copy(x)` and `copy.deepcopy(x)`.
    fn copied(&mut self, function: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let value = args.positional.first()?.value.clone();
        Some(self.copy_of(&value, function == "deepcopy", at))
    }

    /// A copy of a value: of what it holds too when it is a deep one. DAGs and tasks stay themselves.
    pub(super) fn copy_of(&mut self, value: &Value<'a>, deep: bool, at: Span) -> Value<'a> {
        if !self.step(1, at.start) || !self.enter(at.start) {
            return Value::unknown("copy");
        }
        let inner = |this: &mut Self, item: &Item<'a>| {
            if !deep {
                return item.clone();
            }
            Item { value: this.copy_of(&item.value, true, at), span: item.span }
        };
        let copy = match value {
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                let (items, open, kind) = (list.items.clone(), list.open, list.kind);
                let items = items.iter().map(|item| inner(self, item)).collect();
                Value::List(self.heap.lists.add(super::super::value::List { items, open, kind }))
            }
            Value::Dict(id) => {
                let dict = self.heap.dicts.get(*id);
                let (entries, open, keys) = (dict.entries.clone(), dict.open, dict.keys);
                let entries = entries.iter().map(|(name, item)| (Rc::clone(name), inner(self, item))).collect();
                Value::Dict(self.heap.dicts.add(super::super::value::Dict { entries, open, keys }))
            }
            Value::Object(id) if self.heap.objects.get(*id).class.is_some() && self.value_of(value).is_none() => {
                let copy = self.replaced(*id, &Args::default(), None);
                if let (Value::Object(copy), true) = (&copy, deep) {
                    let names: Vec<Rc<str>> = self.heap.objects.get(*copy).attributes.keys().cloned().collect();
                    for name in names {
                        let old = self.heap.objects.get(*copy).attributes.get(&name).cloned();
                        let new = self.copy_of(&old.unwrap_or(Value::None), true, at);
                        self.heap.objects.get_mut(*copy).attributes.insert(name, new);
                    }
                }
                copy
            }
            other => other.clone(),
        };
        self.leave();
        copy
    }

    /// `dataclasses.asdict(x)` and its kin.
    fn call_dataclasses(&mut self, function: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first()?.value.clone();
        match (function, &first) {
            ("asdict", Value::Object(_)) => Some(self.record_as_dict(&first, at)),
            ("astuple", Value::Object(_)) => match self.record_as_dict(&first, at) {
                Value::Dict(dict) => Some(self.dict_method(dict, "values", &Args::default(), at)),
                other => Some(other),
            },
            ("replace" | "evolve", Value::Object(id)) => Some(self.replaced(*id, args, None)),
            ("dataclass" | "define" | "frozen" | "s", Value::Class(id)) => {
                let decorator = Value::Symbol(Rc::from("dataclasses.dataclass"));
                self.make_record(&decorator, *id);
                Some(first)
            }
            ("is_dataclass", Value::Object(id)) => {
                let class = self.heap.objects.get(*id).class?;
                Some(Value::Bool(self.heap.classes.get(class).record.is_some()))
            }
            ("fields", value) => {
                let class = match value {
                    Value::Class(id) => *id,
                    other => self.class_of(other)?,
                };
                let names = self.heap.classes.get(class).record.as_ref()?.fields.clone();
                let field = |this: &mut Self, name: Rc<str>| {
                    let name = Item { value: Value::text(&*name), span: at };
                    this.object("dataclasses.Field", Args { named: vec![("name".into(), name)], ..Args::default() })
                };
                let fields = names.into_iter().map(|it| field(self, it.name)).collect();
                Some(self.heap.list_of(fields, at))
            }
            _ => None,
        }
    }
}

/// Functions of `math` on whole numbers.
fn call_math<'a>(function: &str, args: &Args<'a>) -> Option<Value<'a>> {
    match (function, &args.positional.first()?.value) {
        ("ceil" | "floor" | "trunc", Value::Int(number)) => Some(Value::Int(*number)),
        _ => None,
    }
}
