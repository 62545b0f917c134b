//! The functions that Python has built in.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::value::{Args, Dict, Item, Kind, List, Value};
use super::super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A built-in function; `None` for any other name.
    pub(in super::super) fn call_builtin(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let name = name.strip_prefix("builtins.").unwrap_or(name);
        if name.contains('.') {
            return None;
        }
        if let Some(value) = self.call_collecting(name, args, at) {
            return Some(value);
        }
        let first = args.positional.first().map(|item| item.value.clone());
        let second = args.positional.get(1).map(|item| item.value.clone());
        Some(match (name, first, second) {
            ("str", Some(value), _) => self.string_of(&value, at),
            ("repr" | "ascii", Some(value), _) => {
                let text = self.repr_of(&value);
                text.map_or_else(|| Value::unknown("repr"), Value::text)
            }
            ("str", None, _) => Value::text(""),
            ("int" | "float" | "abs" | "round" | "chr" | "ord" | "hex" | "bin" | "oct" | "divmod" | "pow", ..) => {
                return self.call_number(name, args);
            }
            ("len", Some(value), _) => self.length(&value, at),
            ("bool", None, _) => Value::Bool(false),
            ("print", ..) => Value::None,
            ("isinstance" | "issubclass" | "callable" | "hasattr" | "bool" | "any" | "all", Some(value), second) => {
                let answer = self.ask(name, &value, second.as_ref(), at);
                answer.map_or_else(|| Value::unknown(if name == "bool" { "condition" } else { name }), Value::Bool)
            }
            ("getattr", ..) => self.get_by_name(args, at),
            ("setattr", Some(holder), Some(name)) => {
                let value = args.positional.get(2).map_or(Value::unknown("value"), |item| item.value.clone());
                self.set_by_name(&holder, &name, value, at);
                Value::None
            }
            ("delattr", Some(holder), _) => {
                self.lose_attributes(&holder, at);
                Value::None
            }
            ("super", ..) => self.super_of(args),
            ("type", ..) => self.type_of(args, at),
            ("object", ..) => self.object("object", Args::default()),
            ("property" | "staticmethod" | "classmethod", Some(function), _) => {
                let decorator = Value::Symbol(Rc::from(name));
                self.decorate(&decorator, function, at)
            }
            ("globals", ..) => Value::Package(self.standing.package),
            ("locals" | "vars", None, _) => self.own_names(at),
            ("vars", Some(value), _) => self.attribute(&value, "__dict__", at),
            ("sum", Some(value), start) => self.sum(&value, start, at),
            ("min" | "max", Some(_), _) => self.extreme(name == "max", args, at),
            ("format", Some(value), spec) => {
                let spec = spec.as_ref().map_or(Some(""), |spec| spec.as_str());
                let text = spec.and_then(|spec| self.formatted(&value, spec));
                text.map_or_else(|| Value::unknown("formatted value"), |text| Value::Text(Rc::new(text)))
            }
            ("id" | "hash", ..) => Value::unknown(name),
            _ => return None,
        })
    }

    /// Built-in functions whose answer is yes or no, where that is certain.
    fn ask(&mut self, name: &str, value: &Value<'a>, second: Option<&Value<'a>>, at: Span) -> Option<bool> {
        match (name, second) {
            ("isinstance", Some(of)) => self.is_instance(value, of, at),
            ("issubclass", Some(of)) => self.is_subclass(value, of, at),
            ("callable", _) => self.is_callable(value),
            ("hasattr", Some(Value::Text(of))) => self.has_attribute(value, of.as_known()?),
            ("bool", _) => self.truth_of(value, at),
            ("any" | "all", _) => self.any_or_all(name == "any", value, at),
            _ => None,
        }
    }

    /// Built-in functions that make or go through collections.
    fn call_collecting(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().map(|item| item.value.clone());
        Some(match (name, first) {
            ("range", Some(_)) => self.range(&args.positional, at),
            ("zip", Some(_)) => self.zip(&args.positional, at),
            ("enumerate", Some(_)) => {
                let start = match args.get("start", 1).map(|item| &item.value) {
                    None => Some(0),
                    Some(Value::Int(start)) => Some(*start),
                    Some(_) => None,
                };
                self.enumerate(&args.positional, start, at)
            }
            ("list" | "iter", _) => self.collected(&args.positional, at, Kind::List),
            ("tuple", _) => self.collected(&args.positional, at, Kind::Tuple),
            ("set" | "frozenset", _) => self.collected(&args.positional, at, Kind::Set),
            ("reversed", Some(_)) => {
                let list = self.collected(&args.positional, at, Kind::List);
                if let Value::List(id) = list {
                    self.heap.lists.get_mut(id).items.reverse();
                }
                list
            }
            ("sorted", Some(_)) => self.sorted(args, at),
            ("dict", _) => self.new_dict(args, at),
            ("map", Some(function)) => {
                let columns = args.positional.get(1..).unwrap_or_default();
                self.mapped(&function, columns, false, at)
            }
            ("filter", Some(function)) => self.filtered(&function, args, false, at),
            ("next", Some(iterator)) => self.next_of(&iterator, args, at),
            _ => return None,
        })
    }

    /// `dict(pairs, name=value)`.
    pub(super) fn new_dict(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let dict = self.heap.dicts.add(Dict::of(Vec::new(), args.open));
        match args.positional.first().map(|item| item.value.clone()) {
            Some(Value::List(pairs)) => self.dict_from_pairs(dict, pairs, at),
            Some(other) => self.update(dict, &other),
            None => {}
        }
        for (key, item) in &args.named {
            self.heap.dicts.get_mut(dict).insert(key, item.clone());
        }
        Value::Dict(dict)
    }

    /// Takes over pairs of keys and values.
    pub(in super::super) fn dict_from_pairs(&mut self, dict: Id<Dict<'a>>, pairs: Id<List<'a>>, at: Span) {
        let items = self.heap.lists.get(pairs).items.clone();
        let open = self.heap.lists.get(pairs).open;
        self.heap.dicts.get_mut(dict).open |= open;
        self.step(items.len(), at.start);
        for item in items {
            match self.items_of(&item.value, at).as_ref().map(|(pair, open)| (pair.as_slice(), open)) {
                Some(([key, value], false)) => self.insert(dict, &key.value, value.clone()),
                _ => self.heap.dicts.get_mut(dict).open = true,
            }
        }
    }

    /// `locals()`: the names of the function that runs, or those of the module.
    fn own_names(&mut self, at: Span) -> Value<'a> {
        let Some(scope) = self.scope_of_call() else { return Value::Package(self.standing.package) };
        let names = self.names(scope).iter();
        let entries = names.map(|(name, value)| (Rc::clone(name), Item { value: value.clone(), span: at })).collect();
        Value::Dict(self.heap.dicts.add(Dict::of(entries, false)))
    }

    /// How many items a value has.
    fn length(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        if let Some(method) = self.method(value, "__len__") {
            return self.call_with_self(method, value, Args::default(), at);
        }
        match (value, self.items_of(value, at)) {
            (Value::List(id), _) if self.heap.lists.get(*id).kind == Kind::Set && !self.all_differ(*id) => {
                Value::unknown("length")
            }
            (_, Some((items, false))) => i64::try_from(items.len()).map_or(Value::unknown("length"), Value::Int),
            _ => Value::unknown("length"),
        }
    }

    /// Whether the items of a set are known to differ.
    pub(in super::super) fn all_differ(&self, id: Id<List<'a>>) -> bool {
        let mut seen = std::collections::BTreeSet::new();
        self.heap.lists.get(id).items.iter().all(|item| match &item.value {
            Value::Text(text) => text.as_known().is_some_and(|known| seen.insert(known.to_owned())),
            Value::Int(number) => seen.insert(format!("{number}#")),
            _ => false,
        })
    }

    /// What `bool(value)` gives, where that is certain.
    pub(super) fn truth_of(&mut self, value: &Value<'a>, at: Span) -> Option<bool> {
        for name in ["__bool__", "__len__"] {
            if let Some(method) = self.method(value, name) {
                return self.call_with_self(method, value, Args::default(), at).truth(&self.heap);
            }
        }
        value.truth(&self.heap)
    }

    fn any_or_all(&mut self, wanted: bool, value: &Value<'a>, at: Span) -> Option<bool> {
        let (items, open) = self.items_of(value, at)?;
        let answers: Vec<Option<bool>> = items.iter().map(|item| self.truth_of(&item.value, at)).collect();
        if answers.contains(&Some(wanted)) {
            return Some(wanted);
        }
        (!open && answers.iter().all(|answer| *answer == Some(!wanted))).then_some(!wanted)
    }

    fn sum(&mut self, value: &Value<'a>, start: Option<Value<'a>>, at: Span) -> Value<'a> {
        let Some((items, open)) = self.items_of(value, at) else { return Value::unknown("sum") };
        let mut total = start.unwrap_or(Value::Int(0));
        for item in items {
            if !self.step(1, at.start) {
                break;
            }
            total = self.binary(&total, ruff_python_ast::Operator::Add, &item.value, at);
        }
        match total {
            Value::List(id) => {
                self.heap.lists.get_mut(id).open |= open;
                Value::List(id)
            }
            other if !open => other,
            _ => Value::unknown("sum"),
        }
    }

    /// What `str(value)` gives: an object of the tree may say so itself.
    pub(in super::super) fn string_of(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        for name in ["__str__", "__repr__"] {
            if let Some(method) = self.method(value, name) {
                return match self.call_with_self(method, value, Args::default(), at) {
                    Value::Text(text) => Value::Text(text),
                    other => Value::Text(Rc::new(self.as_text(&other))),
                };
            }
        }
        Value::Text(Rc::new(self.as_text(value)))
    }
}
