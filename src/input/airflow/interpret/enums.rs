//! Enumerations of the tree.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::last_segment;
use super::super::value::{Args, Class, Dict, Item, Object, Value};
use super::Interpreter;
use super::branches::same;
use crate::source::Span;

/// Python's classes of enumerations.
const ENUMERATIONS: &[&str] = &["Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"];

impl<'a> Interpreter<'a> {
    /// Whether a class is derived from something outside of the tree.
    pub(super) fn derives_from(&self, id: Id<Class<'a>>, name: &str) -> bool {
        self.heap.classes.get(id).mro.iter().any(|base| matches!(base, Value::Symbol(base) if **base == *name))
    }

    fn is_enumeration(&self, id: Id<Class<'a>>) -> bool {
        self.heap.classes.get(id).mro.iter().any(|base| match base {
            Value::Symbol(name) => {
                let package = name.split('.').next().unwrap_or_default();
                matches!(package, "enum" | "aenum" | "strenum" | "backports")
                    && ENUMERATIONS.contains(&last_segment(name))
            }
            _ => false,
        })
    }

    /// Whether the members of an enumeration are strings or numbers besides.
    fn is_of_values(&self, id: Id<Class<'a>>) -> bool {
        ["str", "int", "enum.StrEnum", "enum.IntEnum", "strenum.StrEnum"].iter().any(|name| self.derives_from(id, name))
    }

    /// Makes the names that the body of an enumeration sets its members.
    pub(super) fn name_members(&mut self, id: Id<Class<'a>>, names: &[&'a str]) {
        if !self.is_enumeration(id) {
            return;
        }
        let scope = self.scope_of_class(id);
        let mut members = Vec::new();
        let mut last = Value::Int(0);
        for name in names.iter().filter(|name| !name.starts_with('_')) {
            let Some(value) = self.names(scope).get(*name).cloned() else { continue };
            if matches!(value, Value::Function(_) | Value::Class(_)) {
                continue;
            }
            let value = match &value {
                Value::Object(object) if last_segment(&self.heap.objects.get(*object).callee) == "auto" => {
                    self.next_value(id, name, &last)
                }
                _ => value,
            };
            last = value.clone();
            let member = self.member(id, name, &value);
            self.heap.scopes.get_mut(scope).names.insert(Rc::from(*name), member);
            members.push(Rc::from(*name));
        }
        self.heap.classes.get_mut(id).members = Some(members);
    }

    /// What `auto()` gives.
    fn next_value(&self, id: Id<Class<'a>>, name: &str, last: &Value<'a>) -> Value<'a> {
        if self.class_name(id, "_generate_next_value_").is_some() {
            return Value::unknown("auto");
        }
        match last {
            _ if self.derives_from(id, "enum.StrEnum") => Value::text(name.to_lowercase()),
            Value::Int(last) => last.checked_add(1).map_or(Value::unknown("auto"), Value::Int),
            _ => Value::unknown("auto"),
        }
    }

    fn member(&mut self, id: Id<Class<'a>>, name: &str, value: &Value<'a>) -> Value<'a> {
        let object = self.allocate(id);
        let attributes = &mut self.heap.objects.get_mut(object).attributes;
        for key in ["name", "_name_"] {
            attributes.insert(Rc::from(key), Value::text(name));
        }
        for key in ["value", "_value_"] {
            attributes.insert(Rc::from(key), value.clone());
        }
        // A member whose `__init__` takes its value apart.
        if let Some(Value::Function(init)) = self.class_name(id, "__init__") {
            let items = match value {
                Value::List(list) => self.heap.lists.get(*list).items.clone(),
                other => vec![Item { value: other.clone(), span: Span::default() }],
            };
            let args = Args { positional: items, ..Args::default() };
            self.call_with_self(init, &Value::Object(object), args, Span::default());
        }
        Value::Object(object)
    }

    /// The members of an enumeration in order.
    pub(super) fn members(&self, id: Id<Class<'a>>) -> Option<Vec<(Rc<str>, Value<'a>)>> {
        let class = self.heap.classes.get(id);
        let names = self.names(class.scope);
        let members = class.members.as_ref()?;
        Some(members.iter().filter_map(|name| Some((Rc::clone(name), names.get(name)?.clone()))).collect())
    }

    /// `Enumeration.__members__`.
    pub(super) fn members_by_name(&mut self, id: Id<Class<'a>>, span: Span) -> Value<'a> {
        let members = self.members(id).unwrap_or_default();
        let entries = members.into_iter().map(|(name, value)| (name, Item { value, span })).collect();
        Value::Dict(self.heap.dicts.add(Dict::of(entries, false)))
    }

    /// `Enumeration(value)`.
    pub(super) fn member_of_value(&mut self, id: Id<Class<'a>>, args: &Args<'a>) -> Value<'a> {
        let Some(wanted) = args.get("value", 0).map(|item| item.value.clone()) else { return Value::unknown("member") };
        let members = self.members(id).unwrap_or_default();
        let is_wanted = |this: &Self, member: &Value<'a>| {
            same(member, &wanted) || this.value_of(member).is_some_and(|value| same(&value, &wanted))
        };
        let found = members.iter().find(|(_, member)| is_wanted(self, member));
        found.map_or_else(|| Value::unknown("member"), |(_, member)| member.clone())
    }

    /// The value of a member of an enumeration.
    pub(super) fn value_of(&self, member: &Value<'a>) -> Option<Value<'a>> {
        let Value::Object(id) = member else { return None };
        let object = self.heap.objects.get(*id);
        self.heap.classes.get(object.class?).members.as_ref()?;
        object.attributes.get("value").cloned()
    }

    /// The string or number that a member of an enumeration is besides.
    pub(crate) fn plain_value(&self, object: &Object<'a>) -> Option<Value<'a>> {
        let class = object.class?;
        self.heap.classes.get(class).members.as_ref()?;
        if !self.is_of_values(class) {
            return None;
        }
        object.attributes.get("value").cloned()
    }

    /// The arguments of a call of code that is not of the tree, which sees members as the strings and numbers that they are.
    pub(super) fn plain_arguments(&self, mut args: Args<'a>) -> Args<'a> {
        let named = args.named.iter_mut().map(|(_, item)| item);
        for item in args.positional.iter_mut().chain(named) {
            if let Value::Object(id) = item.value
                && let Some(value) = self.plain_value(self.heap.objects.get(id))
            {
                item.value = value;
            }
        }
        args
    }
}
