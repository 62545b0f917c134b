//! Code that may not run, and what it changes: the old value or the new one.

use super::super::arena::Id;
use super::super::graph::{Dag, Task};
use super::super::value::{Class, Dict, Item, List, Object, Scope, UNSET, Value};
use super::Interpreter;

/// A piece of code that may not run, or may run several times, and how much there was when it began. What is younger was made
/// in it and can be changed for certain; what is older keeps its old value besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    dicts: usize,
    lists: usize,
    objects: usize,
    tasks: usize,
    dags: usize,
    scopes: usize,
}

/// Something that code changes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'a> {
    Dict(Id<Dict<'a>>),
    List(Id<List<'a>>),
    Object(Id<Object<'a>>),
    Task(Id<Task<'a>>),
    Dag(Id<Dag<'a>>),
    Scope(Id<Scope<'a>>),
}

impl<'a> Interpreter<'a> {
    /// Follows code that may not run.
    pub(crate) fn undecided<T>(&mut self, follow: impl FnOnce(&mut Self) -> T) -> T {
        self.conditions += 1;
        let value = self.in_region(follow);
        self.conditions -= 1;
        value
    }

    /// Follows code that may run several times, or never.
    pub(super) fn repeated_code<T>(&mut self, follow: impl FnOnce(&mut Self) -> T) -> T {
        self.loops += 1;
        let value = self.in_region(follow);
        self.loops -= 1;
        value
    }

    fn in_region<T>(&mut self, follow: impl FnOnce(&mut Self) -> T) -> T {
        let heap = &self.heap;
        self.regions.push(Region {
            dicts: heap.dicts.len(),
            lists: heap.lists.len(),
            objects: heap.objects.len(),
            tasks: heap.tasks.len(),
            dags: heap.dags.len(),
            scopes: heap.scopes.len(),
        });
        let value = follow(self);
        self.regions.pop();
        value
    }

    /// Whether a change that is made now may not be made in the end.
    pub(super) fn may_stay(&self, holder: Holder<'a>) -> bool {
        self.regions.last().is_some_and(|region| match holder {
            Holder::Dict(id) => id.number() < region.dicts,
            Holder::List(id) => id.number() < region.lists,
            Holder::Object(id) => id.number() < region.objects,
            Holder::Task(id) => id.number() < region.tasks,
            Holder::Dag(id) => id.number() < region.dags,
            Holder::Scope(id) => id.number() < region.scopes,
        })
    }

    /// The value that something has after a change: the new one, or the old one as well.
    pub(super) fn changed(&self, holder: Holder<'a>, old: Option<Value<'a>>, new: Value<'a>) -> Value<'a> {
        match old {
            Some(old) if self.may_stay(holder) => Self::either(vec![old, new]),
            None if self.may_stay(holder) && matches!(holder, Holder::Dict(_) | Holder::Object(_)) => {
                Self::either(vec![new, Value::unknown(UNSET)])
            }
            _ => new,
        }
    }

    /// A value that is there because the code takes it: without it, Python raises an error.
    pub(super) fn present(value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Either(values) if value.may_be_unset() => {
                let is_set = |value: &&Value<'a>| !matches!(value, Value::Unknown(what) if &**what == UNSET);
                Self::either(values.iter().filter(is_set).cloned().collect())
            }
            other => other.clone(),
        }
    }

    /// Sets the value of a key of a dict.
    pub(super) fn set_key(&mut self, dict: Id<Dict<'a>>, key: &str, item: Item<'a>) {
        let old = self.heap.dicts.get(dict).get(key).map(|item| item.value.clone());
        let value = self.changed(Holder::Dict(dict), old, item.value);
        self.heap.dicts.get_mut(dict).insert(key, Item { value, span: item.span });
    }

    /// The scope of a class, whose names are its attributes.
    pub(super) fn scope_of_class(&self, class: Id<Class<'a>>) -> Id<Scope<'a>> {
        self.heap.classes.get(class).scope
    }
}
