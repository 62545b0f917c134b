//! Dataclasses and their kin: classes whose `__init__` follows from the names that their bodies annotate.

use std::rc::Rc;

use ruff_python_ast::Expr;

use super::super::arena::Id;
use super::super::graph::last_segment;
use super::super::object::{Field, Record};
use super::super::value::{Args, Class, Dict, Item, Object, Scope, Value};
use super::Interpreter;
use crate::source::Span;

/// Decorators that make a class a record.
const DECORATORS: &[&str] = &[
    "dataclasses.dataclass",
    "pydantic.dataclasses.dataclass",
    "attr.s",
    "attr.attrs",
    "attr.dataclass",
    "attr.define",
    "attr.frozen",
    "attr.mutable",
    "attrs.define",
    "attrs.frozen",
    "attrs.mutable",
];

/// Bases that make a class a record whose arguments are given by name.
const BY_NAME: &[&str] = &[
    "pydantic.BaseModel",
    "pydantic.v1.BaseModel",
    "pydantic.BaseSettings",
    "pydantic_settings.BaseSettings",
    "sqlmodel.SQLModel",
];

/// Decorators of pydantic whose functions return the value that a field then has.
const CHECKS: &[&str] = &["validator", "root_validator", "field_validator", "model_validator"];

/// What sets the settings of a single field.
const FIELDS: &[&str] = &["field", "Field", "ib", "attrib", "PrivateAttr"];

impl<'a> Interpreter<'a> {
    /// Makes a class a record when a decorator says so.
    pub(super) fn make_record(&mut self, decorator: &Value<'a>, id: Id<Class<'a>>) -> bool {
        let (name, settings) = match decorator {
            Value::Symbol(name) => (Rc::clone(name), None),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                (Rc::clone(&object.callee), Some(object.args.clone()))
            }
            _ => return false,
        };
        if !DECORATORS.contains(&&*name) {
            return false;
        }
        let set = |name: &str| {
            let setting = settings.as_ref().and_then(|settings| settings.named(name));
            matches!(setting, Some(Item { value: Value::Bool(true), .. }))
        };
        let by_name = set("kw_only");
        let fields = self.fields(id, by_name);
        self.heap.classes.get_mut(id).record = Some(Record { fields, by_name: false, from_environment: false });
        true
    }

    /// Makes a class a record when one of its bases says so.
    pub(super) fn inherit_record(&mut self, id: Id<Class<'a>>) {
        let named = |names: &[&str]| names.iter().any(|name| self.derives_from(id, name));
        let by_name = named(BY_NAME);
        if !by_name && !named(&["typing.NamedTuple", "msgspec.Struct"]) {
            return;
        }
        let from_environment =
            self.derives_from(id, "pydantic_settings.BaseSettings") || self.derives_from(id, "pydantic.BaseSettings");
        let fields = self.fields(id, by_name);
        self.heap.classes.get_mut(id).record = Some(Record { fields, by_name, from_environment });
    }

    /// The fields of a class: those of its bases, then its own.
    fn fields(&self, id: Id<Class<'a>>, by_name: bool) -> Vec<Field<'a>> {
        let class = self.heap.classes.get(id);
        let mut fields: Vec<Field<'a>> = Vec::new();
        for base in class.mro.iter().skip(1).rev() {
            let Value::Class(base) = base else { continue };
            let inherited = self.heap.classes.get(*base).record.iter().flat_map(|record| record.fields.iter());
            for field in inherited {
                put(&mut fields, field.clone());
            }
        }
        let names = self.names(class.scope);
        let mut by_name = by_name;
        for (name, annotation) in &class.annotated {
            match words_of(annotation) {
                "ClassVar" => {}
                "KW_ONLY" => by_name = true,
                _ => {
                    let mut field = self.field_of(name, names.get(*name), by_name);
                    field.annotation = Some((annotation, class.scope));
                    put(&mut fields, field);
                }
            }
        }
        // `x = attr.ib(…)` annotates nothing.
        let annotated = |name: &str| class.annotated.iter().any(|(other, _)| *other == name);
        let by_call = names.iter().filter_map(|(name, value)| match value {
            Value::Object(id) if !annotated(name) => {
                let object = self.heap.objects.get(*id);
                matches!(last_segment(&object.callee), "ib" | "attrib").then(|| (object.span.start, name, value))
            }
            _ => None,
        });
        let mut by_call: Vec<_> = by_call.collect();
        by_call.sort_by_key(|(at, ..)| *at);
        for (_, name, value) in by_call {
            put(&mut fields, self.field_of(name, Some(value), by_name));
        }
        fields
    }

    fn field_of(&self, name: &str, value: Option<&Value<'a>>, by_name: bool) -> Field<'a> {
        let mut field = Field {
            name: Rc::from(name),
            default: value.cloned(),
            factory: None,
            init: true,
            by_name,
            annotation: None,
        };
        let Some(Value::Object(id)) = value else { return field };
        let object = self.heap.objects.get(*id);
        if object.class.is_some() || !FIELDS.contains(&last_segment(&object.callee)) {
            return field;
        }
        let args = &object.args;
        let is_set = |name: &str, to: bool| matches!(args.named(name), Some(Item { value: Value::Bool(value), .. }) if *value == to);
        let first = args.positional.first().filter(|_| last_segment(&object.callee) == "Field");
        field.default = args.named("default").or(first).map(|item| item.value.clone());
        // `Field(...)`: there is no default.
        if matches!(&field.default, Some(Value::Unknown(what)) if &**what == "expression") {
            field.default = None;
        }
        field.factory = args.named("default_factory").or_else(|| args.named("factory")).map(|item| item.value.clone());
        field.init = !is_set("init", false) && last_segment(&object.callee) != "PrivateAttr";
        field.by_name |= is_set("kw_only", true);
        field
    }

    /// The `__init__` of a record.
    pub(super) fn set_fields(&mut self, object: Id<Object<'a>>, class: Id<Class<'a>>, args: &Args<'a>, at: Span) {
        let Some(record) = self.heap.classes.get(class).record.clone() else { return };
        let mut given = args.positional.iter().filter(|_| !record.by_name);
        for field in &record.fields {
            let by_position = if field.init && !field.by_name { given.next() } else { None };
            // The private attribute of attrs is given without its underscore.
            let bare = field.name.trim_start_matches('_');
            let item = by_position.or_else(|| args.named(&field.name)).or_else(|| args.named(bare));
            let value = match (item.filter(|_| field.init), &field.factory, &field.default) {
                (Some(item), ..) if record.by_name => self.coerced(item.value.clone(), field.annotation, at),
                (Some(item), ..) => item.value.clone(),
                _ if (args.open || record.from_environment) && field.init => Value::unknown(&*field.name),
                (None, Some(factory), _) => self.call(&factory.clone(), Args::default(), at),
                (None, None, Some(default)) => default.clone(),
                (None, None, None) => Value::unknown(&*field.name),
            };
            self.heap.objects.get_mut(object).attributes.insert(Rc::clone(&field.name), value);
        }
        let known = |name: &str| record.fields.iter().any(|field| &*field.name == name);
        for (name, item) in args.named.iter().filter(|(name, _)| record.by_name && !known(name)) {
            let attributes = &mut self.heap.objects.get_mut(object).attributes;
            attributes.entry(Rc::clone(name)).or_insert_with(|| item.value.clone());
        }
        let Some(of) = self.heap.objects.get(object).class else { return };
        for hook in ["__post_init__", "__attrs_post_init__", "model_post_init"] {
            if let Some(Value::Function(hook)) = self.class_name(of, hook) {
                let args = Args { open: true, ..Args::default() };
                self.call_with_self(hook, &Value::Object(object), args, at);
            }
        }
        self.check_values(object, of);
    }

    /// Notes that a decorator makes a method of a class check the values of its fields.
    pub(super) fn note_check(&mut self, decorator: &Value<'a>, body: Id<Scope<'a>>) {
        let name = match decorator {
            Value::Symbol(name) => name,
            Value::Object(id) if self.heap.objects.get(*id).class.is_none() => &self.heap.objects.get(*id).callee,
            _ => return,
        };
        if CHECKS.contains(&last_segment(name))
            && let Some(class) = self.heap.scopes.get(body).class
        {
            self.objects.checking.insert(class);
        }
    }

    /// Functions of pydantic that check values may change them.
    fn check_values(&mut self, object: Id<Object<'a>>, class: Id<Class<'a>>) {
        let changes = self.heap.classes.get(class).mro.iter().any(|base| match base {
            Value::Class(id) => self.objects.checking.contains(id),
            _ => false,
        });
        if changes {
            for (name, value) in &mut self.heap.objects.get_mut(object).attributes {
                *value = Self::either(vec![value.clone(), Value::unknown(&**name)]);
            }
        }
    }

    /// Methods that records have by themselves.
    pub(super) fn record_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let class = self.heap.objects.get(id).class?;
        self.heap.classes.get(class).record.as_ref()?;
        match name {
            "dict" | "model_dump" | "_asdict" | "to_dict" => Some(self.record_as_dict(&Value::Object(id), at)),
            "_replace" | "copy" | "model_copy" => {
                let changed = args.named("update").map(|item| item.value.clone());
                Some(self.replaced(id, args, changed.as_ref()))
            }
            "json" | "model_dump_json" => Some(Value::unknown("json")),
            _ => None,
        }
    }

    /// `dataclasses.asdict(record)`: records in it are dicts too.
    pub(super) fn record_as_dict(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        if !self.step(1, at.start) || !self.enter(at.start) {
            return Value::unknown("asdict");
        }
        let made = self.as_dict_within(value, at);
        self.leave();
        made
    }

    fn as_dict_within(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        if let Some(fields) = self.values_of(value) {
            let dict = self.heap.dicts.add(Dict::default());
            for (name, value) in fields {
                let value = self.record_as_dict(&value, at);
                self.heap.dicts.get_mut(dict).insert(&name, Item { value, span: at });
            }
            return Value::Dict(dict);
        }
        match value {
            Value::List(list) if self.holds_records(*list) => {
                let (items, open) = (self.heap.lists.get(*list).items.clone(), self.heap.lists.get(*list).open);
                let plain = |item: &Item<'a>| Item { value: self.record_as_dict(&item.value, at), span: item.span };
                let items = items.iter().map(plain).collect();
                self.heap.list(items, open)
            }
            other => other.clone(),
        }
    }

    /// The fields of a record with their values.
    fn values_of(&self, value: &Value<'a>) -> Option<Vec<(Rc<str>, Value<'a>)>> {
        let Value::Object(id) = value else { return None };
        let object = self.heap.objects.get(*id);
        let record = self.heap.classes.get(object.class?).record.as_ref()?;
        let value = |name: &Rc<str>| object.attributes.get(name).cloned().unwrap_or(Value::None);
        Some(record.fields.iter().map(|field| (Rc::clone(&field.name), value(&field.name))).collect())
    }

    fn holds_records(&self, list: Id<super::super::value::List<'a>>) -> bool {
        self.heap.lists.get(list).items.iter().any(|item| matches!(item.value, Value::Object(_)))
    }

    /// `dataclasses.replace(record, name=value)`.
    pub(super) fn replaced(&mut self, id: Id<Object<'a>>, args: &Args<'a>, update: Option<&Value<'a>>) -> Value<'a> {
        let old = self.heap.objects.get(id);
        let mut new = Object::of(Rc::clone(&old.callee), old.args.clone());
        (new.class, new.open, new.span) = (old.class, old.open || args.open, old.span);
        new.attributes.clone_from(&old.attributes);
        for (name, item) in args.named.iter().filter(|(name, _)| !matches!(&**name, "update" | "deep")) {
            new.attributes.insert(Rc::clone(name), item.value.clone());
        }
        match update {
            Some(Value::Dict(dict)) => {
                let dict = self.heap.dicts.get(*dict);
                new.open |= dict.open;
                for (name, item) in &dict.entries {
                    new.attributes.insert(Rc::clone(name), item.value.clone());
                }
            }
            Some(_) => new.open = true,
            None => {}
        }
        Value::Object(self.heap.objects.add(new))
    }

    /// `collections.namedtuple(name, fields)`: a class with these fields.
    pub(super) fn named_tuple(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let name: Rc<str> = Rc::from(args.get("typename", 0)?.value.as_str()?);
        let names: Vec<Rc<str>> = match &args.get("field_names", 1).or_else(|| args.named("fields"))?.value {
            Value::Text(text) => {
                text.as_known()?.split([',', ' ', '\n']).filter(|name| !name.is_empty()).map(Rc::from).collect()
            }
            list => {
                let (items, open) = self.items_of(list, at)?;
                let name = |item: &Item<'a>| match &item.value {
                    Value::List(pair) => self.heap.lists.get(*pair).items.first()?.value.as_str().map(Rc::from),
                    other => other.as_str().map(Rc::from),
                };
                items.iter().map(name).collect::<Option<Vec<_>>>().filter(|_| !open)?
            }
        };
        let defaults = args.named("defaults").and_then(|item| self.items_of(&item.value, at));
        let defaults: Vec<Item<'a>> = defaults.map(|(items, _)| items).unwrap_or_default();
        let without = names.len().saturating_sub(defaults.len());
        let field = |(at, name): (usize, Rc<str>)| {
            let default = at.checked_sub(without).and_then(|at| defaults.get(at)).map(|item| item.value.clone());
            Field { name, default, factory: None, init: true, by_name: false, annotation: None }
        };
        let fields = names.into_iter().enumerate().map(field).collect();
        let bases = vec![Value::Symbol(Rc::from("typing.NamedTuple"))];
        let id = self.new_class(name, bases, self.standing.module, Vec::new());
        self.heap.classes.get_mut(id).record = Some(Record { fields, by_name: false, from_environment: false });
        Some(Value::Class(id))
    }

    /// The values of a named tuple in order.
    pub(super) fn tuple_of(&self, id: Id<Object<'a>>) -> Option<Vec<Item<'a>>> {
        let object = self.heap.objects.get(id);
        let class = object.class.filter(|class| self.derives_from(*class, "typing.NamedTuple"))?;
        let record = self.heap.classes.get(class).record.as_ref()?;
        let value = |name: &Rc<str>| object.attributes.get(name).cloned().unwrap_or_else(|| Value::unknown(&**name));
        Some(record.fields.iter().map(|field| Item { value: value(&field.name), span: object.span }).collect())
    }

    pub(super) fn is_typed_dict(&self, id: Id<Class<'a>>) -> bool {
        ["typing.TypedDict", "typing_extensions.TypedDict"].iter().any(|name| self.derives_from(id, name))
    }
}

/// Adds a field; one of the same name is replaced where it stands.
fn put<'a>(fields: &mut Vec<Field<'a>>, field: Field<'a>) {
    match fields.iter_mut().find(|other| other.name == field.name) {
        Some(old) => *old = field,
        None => fields.push(field),
    }
}

/// The last name of an annotation: `ClassVar` of `typing.ClassVar[int]`.
fn words_of(annotation: &Expr) -> &str {
    match annotation {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Subscript(subscript) => match &*subscript.value {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => "",
        },
        Expr::StringLiteral(text) if text.value.to_str().contains("ClassVar") => "ClassVar",
        _ => "",
    }
}
