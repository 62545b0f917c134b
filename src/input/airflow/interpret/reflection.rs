//! Attributes by names that the code computes: `setattr`, `getattr`, `hasattr`, `vars`, `__dict__`.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::value::{Args, Dict, Form, Item, Object, Value};
use super::Interpreter;
use super::regions::Holder;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// What an object of the tree does by itself when an attribute is set; `false` leaves it to the caller.
    pub(super) fn set_by_object(&mut self, holder: &Value<'a>, name: &str, value: &Value<'a>) -> bool {
        if let Value::Function(id) = holder
            && name == "__name__"
            && let Some(name) = value.as_str()
        {
            self.heap.functions.get_mut(*id).alias = Some(Rc::from(name));
            return true;
        }
        let Some(object) = self.object_of(holder) else { return false };
        if let (Value::Object(_), Some(made)) = (holder, self.heap.objects.get(object).made.clone()) {
            self.set_attribute(&made, name, value.clone());
            return true;
        }
        let Some(class) = self.heap.objects.get(object).class else { return false };
        let at = self.heap.objects.get(object).span;
        if let Some(Value::Function(property)) = self.class_name(class, name)
            && let Form::Property(set) = self.heap.functions.get(property).form
        {
            if let Some(set) = set {
                let args = Args { positional: vec![Item { value: value.clone(), span: at }], ..Args::default() };
                self.call_with_self(set, holder, args, at);
                return true;
            }
        } else if let Some(Value::Function(hook)) = self.class_name(class, "__setattr__") {
            let item = |value: Value<'a>| Item { value, span: at };
            let args = Args { positional: vec![item(Value::text(name)), item(value.clone())], ..Args::default() };
            self.call_with_self(hook, holder, args, at);
            return true;
        }
        self.keep(object, name, value.clone());
        matches!(holder, Value::Object(_)) || name.starts_with('_')
    }

    /// `object.__setattr__(holder, name, value)`: past what the class of the object would do.
    pub(super) fn set_plainly(&mut self, holder: &Value<'a>, name: &str, value: Value<'a>) {
        match self.object_of(holder) {
            Some(object) => self.keep(object, name, value),
            None => self.set_attribute(holder, name, value),
        }
    }

    /// Sets an attribute of an object; until then it is that of its class.
    pub(super) fn keep(&mut self, object: Id<Object<'a>>, name: &str, value: Value<'a>) {
        let kept = self.heap.objects.get(object);
        let own = kept.attributes.get(name).cloned();
        let old = own.or_else(|| kept.class.and_then(|class| self.class_name(class, name)));
        let value = self.changed(Holder::Object(object), old, value);
        self.heap.objects.get_mut(object).attributes.insert(Rc::from(name), value);
    }

    /// `setattr(holder, name, value)`, also as `holder.__dict__[name] = value`.
    pub(super) fn set_by_name(&mut self, holder: &Value<'a>, name: &Value<'a>, value: Value<'a>, at: Span) {
        match (holder, name) {
            (_, Value::Either(names)) => {
                for name in names.iter() {
                    self.undecided(|this| this.set_by_name(holder, name, value.clone(), at));
                }
            }
            (_, Value::Text(text)) if !text.is_partial() => {
                self.set_attribute(holder, text.as_known().unwrap_or_default(), value);
            }
            _ => self.lose_attributes(holder, at),
        }
    }

    /// Any attribute of a value may be set.
    pub(super) fn lose_attributes(&mut self, holder: &Value<'a>, at: Span) {
        let why = "sets attributes whose names are not known";
        match holder {
            Value::Dag(id) => {
                self.heap.dags.get_mut(*id).args.open = true;
                self.lose(*id, at, why);
            }
            Value::Task(id) => {
                let task = self.heap.tasks.get_mut(*id);
                task.args.open = true;
                match task.dag {
                    Some(dag) => self.lose(dag, at, why),
                    None => self.lose_all(at, why),
                }
            }
            Value::Object(id) => {
                let object = self.heap.objects.get_mut(*id);
                object.open = true;
                for (name, value) in &mut object.attributes {
                    *value = Value::unknown(&**name);
                }
            }
            Value::Package(id) => {
                self.heap.packages.get_mut(*id).open = true;
                self.lose_all(at, why);
            }
            Value::Class(id) => {
                let scope = self.scope_of_class(*id);
                for (name, value) in &mut self.heap.scopes.get_mut(scope).names {
                    if !matches!(value, Value::Function(_)) {
                        *value = Value::unknown(&**name);
                    }
                }
            }
            Value::Either(holders) => holders.iter().for_each(|holder| self.lose_attributes(holder, at)),
            Value::Group(_) => self.lose_all(at, why),
            _ => {}
        }
    }

    /// `getattr(holder, name, default)`.
    pub(super) fn get_by_name(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let (Some(holder), Some(name)) = (args.positional.first(), args.positional.get(1)) else {
            return Value::unknown("attribute");
        };
        let default = args.positional.get(2).map(|item| item.value.clone());
        let (holder, name) = (holder.value.clone(), name.value.clone());
        match name {
            Value::Either(names) => {
                let one = |name: &Value<'a>| {
                    let name = name.as_str().map(str::to_owned);
                    name.map_or(Value::unknown("attribute"), |name| self.named_or(&holder, &name, default.clone(), at))
                };
                Self::either(names.iter().map(one).collect())
            }
            Value::Text(name) if !name.is_partial() => {
                self.named_or(&holder, name.as_known().unwrap_or_default(), default, at)
            }
            _ => Value::unknown("attribute"),
        }
    }

    fn named_or(&mut self, holder: &Value<'a>, name: &str, default: Option<Value<'a>>, at: Span) -> Value<'a> {
        match (self.has_attribute(holder, name), default) {
            (Some(false), Some(default)) => default,
            (None, Some(default)) => {
                let value = self.attribute(holder, name, at);
                Self::either(vec![value, default])
            }
            (Some(true), Some(default)) if self.may_lack(holder, name) => {
                let value = self.attribute(holder, name, at);
                Self::either(vec![value, default])
            }
            _ => self.attribute(holder, name, at),
        }
    }

    /// Whether an attribute of an object is only set under a condition.
    fn may_lack(&self, holder: &Value<'a>, name: &str) -> bool {
        let Value::Object(id) = holder else { return false };
        self.heap.objects.get(*id).attributes.get(name).is_some_and(Value::may_be_unset)
    }

    /// Whether a value has an attribute, where that is certain.
    pub(super) fn has_attribute(&mut self, holder: &Value<'a>, name: &str) -> Option<bool> {
        let of_class = |this: &Self, class| {
            let found = this.class_name(class, name).is_some();
            let closed = this.first_unknown_base(class).is_none() && this.class_name(class, "__getattr__").is_none();
            if found { Some(true) } else { closed.then_some(false) }
        };
        match holder {
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                if object.attributes.contains_key(name) {
                    return Some(true);
                }
                let (class, open, made) = (object.class?, object.open, object.made.is_some());
                of_class(self, class).filter(|found| *found || !(open || made))
            }
            Value::Class(id) => of_class(self, *id),
            Value::Package(id) => {
                let open = self.heap.packages.get(*id).open;
                match self.package_name(*id, name, Span::default()) {
                    Some(_) => Some(true),
                    None => (!open).then_some(false),
                }
            }
            Value::None | Value::Bool(_) | Value::Int(_) if !name.starts_with("__") => Some(false),
            Value::Task(id) => self.heap.tasks.get(*id).args.named(name).map(|_| true),
            Value::Dag(id) => self.heap.dags.get(*id).args.named(name).map(|_| true),
            _ => None,
        }
    }

    /// The attributes of a value as a dict: a copy, since what is set in it is seen where it is set.
    pub(super) fn attributes_of(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        let mut dict = Dict::default();
        match self.object_of(value) {
            Some(id) => {
                let object = self.heap.objects.get(id);
                dict.open = object.open || object.class.is_none() || object.made.is_some();
                for (name, value) in &object.attributes {
                    dict.insert(name, Item { value: value.clone(), span: at });
                }
            }
            None => dict.open = true,
        }
        Value::Dict(self.heap.dicts.add(dict))
    }

    /// A method of `holder.__dict__`.
    pub(super) fn dict_of_attributes(
        &mut self,
        holder: &Value<'a>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Value<'a> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("update", first) => {
                match first.map(|value| (self.known_entries(&value), value)) {
                    Some((Some(entries), _)) => {
                        for (name, item) in entries {
                            self.set_attribute(holder, &name, item.value);
                        }
                    }
                    Some((None, _)) => self.lose_attributes(holder, at),
                    None => {}
                }
                for (name, item) in args.named.clone() {
                    self.set_attribute(holder, &name, item.value);
                }
                if args.open {
                    self.lose_attributes(holder, at);
                }
                Value::None
            }
            ("__setitem__" | "setdefault", Some(key)) => {
                let value = args.positional.get(1).map_or(Value::None, |item| item.value.clone());
                self.set_by_name(holder, &key, value, at);
                Value::None
            }
            ("pop" | "popitem" | "clear", _) => {
                self.lose_attributes(holder, at);
                Value::unknown("attribute")
            }
            ("get", Some(Value::Text(key))) if !key.is_partial() => {
                let default = args.positional.get(1).map_or(Value::None, |item| item.value.clone());
                self.named_or(holder, key.as_known().unwrap_or_default(), Some(default), at)
            }
            _ => match self.attributes_of(holder, at) {
                Value::Dict(dict) => self.dict_method(dict, name, args, at),
                other => other,
            },
        }
    }

    /// The entries of a dict of which all are known.
    fn known_entries(&self, value: &Value<'a>) -> Option<Vec<(Rc<str>, Item<'a>)>> {
        let Value::Dict(id) = value else { return None };
        let dict = self.heap.dicts.get(*id);
        (!dict.open).then(|| dict.entries.clone())
    }
}
