//! Attributes of objects, classes and functions of the tree, and `super()`.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::value::{Args, Class, Form, Function, Item, Object, Value};
use super::Interpreter;
use super::strings::is_path;
use crate::source::Span;

/// What `super()` goes by.
const SUPER: &str = "super";

impl<'a> Interpreter<'a> {
    /// `object.name`.
    pub(super) fn object_attribute(&mut self, id: Id<Object<'a>>, name: &str, at: Span) -> Value<'a> {
        let object = self.heap.objects.get(id);
        if let Some(made) = object.made.clone() {
            return self.attribute(&made, name, at);
        }
        let receiver = Value::Object(id);
        let Some(class) = object.class else {
            return self.attribute_from_elsewhere(id, name, at).unwrap_or_else(|| self.bound(&receiver, name));
        };
        let open = object.open;
        if let Some(value) = self.instance_attribute(&receiver, id, class, name, at) {
            return Self::present(&value);
        }
        if open {
            return Value::unknown(format!("{}().{name}", self.heap.classes.get(class).name));
        }
        if let Some(Value::Function(hook)) = self.class_name(class, "__getattr__").filter(|_| !is_special(name)) {
            let args = Args { positional: vec![Item { value: Value::text(name), span: at }], ..Args::default() };
            return self.call_with_self(hook, &receiver, args, at);
        }
        self.bound(&receiver, name)
    }

    /// An attribute that the class of the tree gives a DAG, task or group, or that was set on it.
    pub(super) fn attribute_of_made(&mut self, value: &Value<'a>, name: &str, at: Span) -> Option<Value<'a>> {
        if !matches!(value, Value::Dag(_) | Value::Task(_) | Value::Group(_)) {
            return None;
        }
        if name == "__dict__" {
            return Some(self.bound(value, name));
        }
        let id = self.object_of(value)?;
        let class = self.heap.objects.get(id).class?;
        self.instance_attribute(value, id, class, name, at).map(|value| Self::present(&value))
    }

    /// An attribute that an object of the tree has: what is set on it, or what its class defines.
    pub(super) fn instance_attribute(
        &mut self,
        receiver: &Value<'a>,
        id: Id<Object<'a>>,
        class: Id<Class<'a>>,
        name: &str,
        at: Span,
    ) -> Option<Value<'a>> {
        if name == "__class__" {
            return Some(Value::Class(class));
        }
        if name == "__dict__" {
            return Some(self.bound(receiver, name));
        }
        let defined = self.class_name(class, name);
        let is_property = |this: &Self, value: &Value<'a>| {
            let Value::Function(id) = value else { return false };
            matches!(this.heap.functions.get(*id).form, Form::Property(_))
        };
        let kept = self.heap.objects.get(id).attributes.get(name).cloned();
        match (defined, kept) {
            (Some(defined), _) if is_property(self, &defined) => Some(self.bind_to(defined, receiver, class, at)),
            (_, Some(kept)) => Some(kept),
            (Some(_), None) if self.heap.objects.get(id).open => None,
            (Some(defined), None) => Some(self.bind_to(defined, receiver, class, at)),
            (None, None) => None,
        }
    }

    /// What a name of a class is for an instance of it.
    pub(super) fn bind_to(
        &mut self,
        value: Value<'a>,
        receiver: &Value<'a>,
        class: Id<Class<'a>>,
        at: Span,
    ) -> Value<'a> {
        match value {
            Value::Function(id) => match self.heap.functions.get(id).form {
                Form::Static => Value::Function(id),
                Form::OfClass => self.method_of(id, &Value::Class(class), at),
                Form::Plain | Form::Manager => self.method_of(id, receiver, at),
                Form::Property(_) => self.call_with_self(id, receiver, Args::default(), at),
            },
            Value::Object(id) if &*self.heap.objects.get(id).callee == "functools.partialmethod" => {
                self.partial_method(id, receiver, class, at)
            }
            Value::Object(id) => self.described(id, receiver, class, at).unwrap_or(Value::Object(id)),
            other => other,
        }
    }

    /// What the `__get__` of an attribute of a class gives.
    fn described(
        &mut self,
        id: Id<Object<'a>>,
        receiver: &Value<'a>,
        class: Id<Class<'a>>,
        at: Span,
    ) -> Option<Value<'a>> {
        let Value::Function(get) = self.class_name(self.heap.objects.get(id).class?, "__get__")? else { return None };
        let item = |value: Value<'a>| Item { value, span: at };
        let args = Args { positional: vec![item(receiver.clone()), item(Value::Class(class))], ..Args::default() };
        Some(self.call_with_self(get, &Value::Object(id), args, at))
    }

    /// `Class.name`.
    pub(super) fn class_attribute(&mut self, id: Id<Class<'a>>, name: &str, at: Span) -> Value<'a> {
        let class = self.heap.classes.get(id);
        match name {
            "__name__" | "__qualname__" => return Value::text(&*class.name),
            "__module__" => return self.name_of_module(class.scope),
            "__dict__" => return self.bound(&Value::Class(id), name),
            "__members__" if class.members.is_some() => return self.members_by_name(id, at),
            _ => {}
        }
        match self.class_name(id, name) {
            Some(Value::Function(function)) if self.heap.functions.get(function).form == Form::OfClass => {
                self.method_of(function, &Value::Class(id), at)
            }
            Some(value) => value,
            None => {
                let metaclass = self.heap.classes.get(id).metaclass.clone();
                let Some(Value::Class(metaclass)) = metaclass else { return self.bound(&Value::Class(id), name) };
                match self.class_name(metaclass, name) {
                    Some(value) => self.bind_to(value, &Value::Class(id), metaclass, at),
                    None => self.bound(&Value::Class(id), name),
                }
            }
        }
    }

    /// An attribute of a function.
    pub(super) fn function_attribute(&mut self, id: Id<Function<'a>>, name: &str) -> Value<'a> {
        let function = self.heap.functions.get(id);
        match name {
            "__name__" | "__qualname__" => Value::text(&*function.name()),
            "__wrapped__" | "__func__" => Value::Function(id),
            "__self__" => {
                let first = function.ahead.as_ref().and_then(|ahead| ahead.positional.first());
                first.map_or(Value::None, |item| item.value.clone())
            }
            "__module__" => self.name_of_module(function.scope),
            "__dict__" | "__doc__" => Value::unknown(name),
            _ => self.bound(&Value::Function(id), name),
        }
    }

    /// `super()`, `super(Class, self)`.
    pub(super) fn super_of(&mut self, args: &Args<'a>) -> Value<'a> {
        let given = match args.positional.as_slice() {
            [] => self.method_in_progress(),
            [class, receiver, ..] => match class.value {
                Value::Class(id) => Some((id, receiver.value.clone())),
                _ => None,
            },
            _ => None,
        };
        let Some((class, receiver)) = given else { return Value::unknown(SUPER) };
        let mut object = Object::of(Rc::from(SUPER), Args::default());
        object.attributes.insert(Rc::from("__self__"), receiver);
        object.attributes.insert(Rc::from("__thisclass__"), Value::Class(class));
        Value::Object(self.heap.objects.add(object))
    }

    /// What `super()` stands for: the value, its class, and the classes after the one whose method runs.
    fn beyond(&self, id: Id<Object<'a>>) -> Option<(Value<'a>, Id<Class<'a>>, Vec<Value<'a>>)> {
        let object = self.heap.objects.get(id);
        if &*object.callee != SUPER {
            return None;
        }
        let receiver = object.attributes.get("__self__")?.clone();
        let Some(Value::Class(this)) = object.attributes.get("__thisclass__") else { return None };
        let class = match &receiver {
            Value::Class(id) => *id,
            other => self.class_of(other).unwrap_or(*this),
        };
        let mro = &self.heap.classes.get(class).mro;
        let at = mro.iter().position(|base| matches!(base, Value::Class(id) if id == this));
        let after = mro.iter().skip(at.map_or(1, |at| at.saturating_add(1))).cloned().collect();
        Some((receiver, class, after))
    }

    /// Attributes of objects that are not of the tree.
    fn attribute_from_elsewhere(&mut self, id: Id<Object<'a>>, name: &str, at: Span) -> Option<Value<'a>> {
        if let Some((receiver, class, after)) = self.beyond(id) {
            let value = self.name_in(&after, name)?;
            return Some(self.bind_to(value, &receiver, class, at));
        }
        let object = self.heap.objects.get(id);
        if let Some(value) = object.attributes.get(name) {
            return Some(value.clone());
        }
        if let Some(value) = self.date_attribute(id, name) {
            return Some(value);
        }
        if is_path(&object.callee) {
            return self.path_attribute(id, name, at);
        }
        if &*object.callee == "functools.partial" && matches!(name, "func" | "args" | "keywords") {
            return None;
        }
        object.args.named(name).map(|item| item.value.clone())
    }

    /// `super().name(…)` where no class of the tree after the one whose method runs has the method.
    pub(super) fn call_beyond(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let (receiver, class, after) = self.beyond(id)?;
        Some(match name {
            "__init__" => {
                self.initialise_after(&receiver, &after, args.clone(), at);
                Value::None
            }
            "__new__" => match (args.positional.first().map(|item| &item.value), self.objects.being_made.last()) {
                (Some(Value::Class(meta)), Some(made)) if self.derives_from(*meta, "type") => Value::Class(*made),
                (Some(Value::Class(class)), _) => Value::Object(self.allocate(*class)),
                _ => Value::Object(self.allocate(class)),
            },
            "__call__" => match receiver {
                Value::Class(id) => self.instantiate(id, args.clone(), at),
                _ => return None,
            },
            "__init_subclass__" | "__set_name__" | "__post_init__" | "__del__" | "__exit__" => Value::None,
            "__setattr__" => {
                let (name, value) = (args.positional.first()?, args.positional.get(1)?);
                let name = name.value.as_str()?.to_owned();
                self.set_plainly(&receiver, &name, value.value.clone());
                Value::None
            }
            "__getattribute__" | "__getattr__" => {
                let name = args.positional.first()?.value.as_str()?.to_owned();
                self.attribute(&receiver, &name, at)
            }
            "__enter__" => self.open_for_the_rest(&receiver, at),
            _ => {
                let base = after.iter().find_map(|base| match base {
                    Value::Symbol(name) if &**name != "object" => Some(name.to_string()),
                    _ => None,
                });
                let callee = format!("{}().{name}", base.unwrap_or_else(|| SUPER.to_owned()));
                self.note(&callee, args, at);
                if let Value::Dag(_) | Value::Task(_) | Value::Group(_) = receiver {
                    return Some(self.call_builtin_method(&receiver, name, args, at));
                }
                if self.first_unknown_base(class).is_some() {
                    self.note_hidden(&callee, args, at);
                }
                self.outcome(&callee, args.clone())
            }
        })
    }
}

/// Whether Python looks a name up by itself, and not by `__getattr__`.
fn is_special(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}
