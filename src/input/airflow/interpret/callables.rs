//! What is called like a function and is none: objects with `__call__`, `functools.partial`, decorators of `functools`.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::tasks_in;
use super::super::value::{Args, Bound, Class, Form, Function, Item, Object, Value};
use super::Interpreter;
use super::functions::joined;
use super::hidden::is_of_texts;
use crate::source::Span;

/// Decorators that leave a function as it is, as far as a DAG file can tell.
const TRANSPARENT: &[&str] = &[
    "functools.lru_cache",
    "functools.cache",
    "functools.singledispatch",
    "functools.singledispatchmethod",
    "functools.total_ordering",
    "abc.abstractmethod",
    "typing.no_type_check",
    "typing.overload",
    "typing.final",
    "typing_extensions.override",
    "atexit.register",
];

impl<'a> Interpreter<'a> {
    /// An object, called.
    pub(super) fn call_object(&mut self, id: Id<Object<'a>>, args: Args<'a>, at: Span) -> Value<'a> {
        let object = self.heap.objects.get(id);
        let (callee, class) = (Rc::clone(&object.callee), object.class);
        if let Some(class) = class {
            if let Some(Value::Function(call)) = self.class_name(class, "__call__") {
                return self.call_with_self(call, &Value::Object(id), args, at);
            }
            self.note_unknown_base(class, "__call__", at);
        }
        let given = self.heap.objects.get(id).args.clone();
        match &*callee {
            "functools.partial" if class.is_none() => {
                let mut given = given;
                let function = given.positional.first().map(|item| item.value.clone());
                let Some(function) = function else { return Value::unknown("partial") };
                given.positional.remove(0);
                return self.call(&function, joined(&given, &args), at);
            }
            "functools.wraps" | "functools.update_wrapper" if class.is_none() => {
                let wrapped = given.positional.first().map(|item| item.value.clone());
                if let (Some(wrapped), Some(Item { value: Value::Function(inner), .. })) =
                    (wrapped, args.positional.first())
                {
                    return self.wrapped(&wrapped, *inner);
                }
            }
            "operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller" if class.is_none() => {
                return self.get_with(&callee, &given, &args, at);
            }
            // `@lru_cache(maxsize=1)`.
            name if TRANSPARENT.contains(&name) => {
                if let Some(item) = args.positional.first() {
                    return item.value.clone();
                }
            }
            super::managers::MANAGER => {
                // A context manager as a decorator runs around each call.
                if let Some(item) = args.positional.first() {
                    return item.value.clone();
                }
            }
            _ => {}
        }
        let name = format!("{callee}()");
        self.note(&name, &args, at);
        self.outcome_of_unknown(&name, args, at)
    }

    /// `functools.wraps(wrapped)(inner)`: the inner function under the other's name.
    fn wrapped(&mut self, wrapped: &Value<'a>, inner: Id<Function<'a>>) -> Value<'a> {
        let name = match wrapped {
            Value::Function(id) => self.heap.functions.get(*id).name(),
            Value::Class(id) => Rc::clone(&self.heap.classes.get(*id).name),
            _ => return Value::Function(inner),
        };
        Value::Function(self.form_of(inner, |function| function.alias = Some(name)))
    }

    /// Names of `functools` and its kin, called.
    pub(super) fn call_functools(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("functools.partial", Some(Value::Function(id))) => {
                let mut ahead = args.clone();
                ahead.positional.remove(0);
                Some(Value::Function(self.given_ahead(id, &ahead)))
            }
            // One partial of another is a partial of what that is of: a chain of them needs no recursion.
            ("functools.partial", Some(Value::Object(id)))
                if &*self.heap.objects.get(id).callee == "functools.partial"
                    && self.heap.objects.get(id).class.is_none() =>
            {
                let mut rest = args.clone();
                rest.positional.remove(0);
                let all = joined(&self.heap.objects.get(id).args, &rest);
                self.step(all.named.len().saturating_add(all.positional.len()), at.start);
                Some(self.object(name, all))
            }
            ("functools.partial" | "functools.partialmethod" | "functools.wraps", Some(_)) => {
                Some(self.object(name, args.clone()))
            }
            ("functools.update_wrapper", Some(Value::Function(inner))) => {
                let wrapped = args.get("wrapped", 1).map(|item| item.value.clone())?;
                Some(self.wrapped(&wrapped, inner))
            }
            ("functools.reduce", Some(function)) => Some(self.reduced(&function, args, at)),
            ("contextlib.contextmanager" | "contextlib.asynccontextmanager", Some(Value::Function(id))) => {
                Some(self.as_manager(id))
            }
            (name, Some(value @ (Value::Function(_) | Value::Class(_)))) if TRANSPARENT.contains(&name) => Some(value),
            _ => None,
        }
    }

    /// `functools.reduce(function, items, initial)`.
    fn reduced(&mut self, function: &Value<'a>, args: &Args<'a>, at: Span) -> Value<'a> {
        let items = args.positional.get(1).and_then(|item| self.items_of(&item.value, at));
        let Some((items, open)) = items else {
            let element = args.positional.get(1).map_or(Value::unknown("item"), |item| self.element(&item.value));
            let item = |value: Value<'a>| Item { value, span: at };
            let so_far = args.positional.get(2).map_or(Value::unknown("reduced"), |item| item.value.clone());
            let args = Args { positional: vec![item(so_far), item(element)], ..Args::default() };
            let result = self.repeated_code(|this| this.call(function, args, at));
            return Self::either(vec![result, Value::unknown("reduced")]);
        };
        let mut items = items.into_iter();
        let initial = args.positional.get(2).cloned().or_else(|| items.next());
        let Some(mut so_far) = initial else { return Value::unknown("reduced") };
        let follow = |this: &mut Self| {
            for item in items {
                if !this.step(1, at.start) {
                    break;
                }
                let args = Args { positional: vec![so_far.clone(), item], ..Args::default() };
                so_far = Item { value: this.call(function, args, at), span: at };
            }
            so_far.value
        };
        if open { self.repeated_code(follow) } else { follow(self) }
    }

    /// `functools.partialmethod(method, …)` of a class, as a method of an instance.
    pub(super) fn partial_method(
        &mut self,
        id: Id<Object<'a>>,
        receiver: &Value<'a>,
        class: Id<Class<'a>>,
        at: Span,
    ) -> Value<'a> {
        let mut args = self.heap.objects.get(id).args.clone();
        if args.positional.is_empty() {
            return Value::unknown("partialmethod");
        }
        let function = args.positional.remove(0).value;
        match self.bind_to(function, receiver, class, at) {
            Value::Function(method) => Value::Function(self.given_ahead(method, &args)),
            other => other,
        }
    }

    /// A callable as a function of the tree, where it is one: a method, a partial, an object with `__call__`.
    pub(crate) fn as_function(&mut self, value: &Value<'a>) -> Option<Id<Function<'a>>> {
        match value {
            Value::Function(id) => Some(*id),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                if &*object.callee == "functools.partial" && object.class.is_none() {
                    let mut args = object.args.clone();
                    let inner = args.positional.first()?.value.clone();
                    args.positional.remove(0);
                    let function = self.as_function(&inner)?;
                    return Some(self.given_ahead(function, &args));
                }
                let at = object.span;
                let Value::Function(call) = self.class_name(object.class?, "__call__")? else { return None };
                let method = self.method_of(call, value, at);
                if let Value::Function(id) = method { Some(id) } else { None }
            }
            Value::Bound(id) => {
                let Bound { receiver, name } = self.heap.bounds.get(*id);
                let (receiver, name) = (receiver.clone(), Rc::clone(name));
                let method = self.method(&receiver, &name)?;
                let bound = self.method_of(method, &receiver, Span::default());
                if let Value::Function(id) = bound { Some(id) } else { None }
            }
            _ => None,
        }
    }

    /// `object.name(…)`.
    pub(super) fn object_method(&mut self, id: Id<Object<'a>>, name: &str, args: Args<'a>, at: Span) -> Value<'a> {
        let object = self.heap.objects.get(id);
        let receiver = Value::Object(id);
        if let Some(made) = object.made.clone() {
            return self.call_builtin_method(&made, name, &args, at);
        }
        if let Some(value) = self.call_beyond(id, name, &args, at) {
            return value;
        }
        if let Some(value) = self.record_method(id, name, &args, at) {
            return value;
        }
        if let Some(value) = self.file_method(id, name, &args, at) {
            return value;
        }
        if let Some(value) = self.loader_method(id, name, &args, at) {
            return value;
        }
        if let Some(value) = self.builder_method(id, name, &args, at) {
            return value;
        }
        if let Some(value) = self.library_method(id, name, &args, at) {
            return value;
        }
        let object = self.heap.objects.get(id);
        if let (Some(class), "__setattr__" | "__init__" | "__exit__" | "__repr__" | "__str__") = (object.class, name) {
            return match name {
                "__init__" => {
                    let mro = Rc::clone(&self.heap.classes.get(class).mro);
                    self.initialise_after(&receiver, &mro, args, at);
                    Value::None
                }
                "__setattr__" => self.set_attribute_plainly(&receiver, &args, at),
                "__exit__" => Value::None,
                _ => Value::unknown(name),
            };
        }
        let class = object.class;
        let callee = format!("{}().{name}", object.callee);
        self.note(&callee, &args, at);
        match class {
            Some(class) => self.note_unknown_base(class, name, at),
            None if is_of_texts(&callee) => {}
            None => self.note_hidden(&callee, &args, at),
        }
        if let made @ Value::Task(_) = self.outcome_of_unknown(&callee, args.clone(), at) {
            return made;
        }
        let mut args = args;
        if let Some(task) = tasks_in(&self.heap, &receiver).first() {
            args.positional.push(Item { value: Value::Task(*task), span: at });
        }
        self.outcome(&callee, args)
    }

    /// `object.__setattr__(holder, name, value)`, where `args` begin with the name.
    pub(super) fn set_attribute_plainly(&mut self, holder: &Value<'a>, args: &Args<'a>, at: Span) -> Value<'a> {
        match (args.positional.first(), args.positional.get(1)) {
            (Some(Item { value: Value::Text(name), .. }), Some(value)) if !name.is_partial() => {
                self.set_plainly(holder, name.as_known().unwrap_or_default(), value.value.clone());
            }
            _ => self.lose_attributes(holder, at),
        }
        Value::None
    }

    /// A method of a function: those of properties, and `lru_cache`'s.
    pub(super) fn function_method(&mut self, id: Id<Function<'a>>, name: &str, args: &Args<'a>) -> Value<'a> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("setter", Some(Value::Function(set))) => {
                Value::Function(self.form_of(id, |function| function.form = Form::Property(Some(set))))
            }
            ("getter", Some(value)) => value,
            ("deleter", Some(_)) => Value::Function(id),
            // `@f.register` of `singledispatch`: another body for other types, which is not chosen here.
            ("register", _) => {
                self.objects.dispatching.insert(id);
                Value::unknown("register")
            }
            ("__call__", _) => self.call_function(id, args),
            ("__get__", Some(receiver)) => self.method_of(id, &receiver, Span::default()),
            _ => Value::unknown(format!("{name}()")),
        }
    }
}
