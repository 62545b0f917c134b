//! Assignments.

use std::rc::Rc;

use ruff_python_ast::{Expr, StmtAugAssign, StmtDelete};

use super::super::arena::Id;
use super::super::value::{Args, Dict, Item, List, Scope, Value};
use super::Interpreter;
use super::regions::Holder;
use crate::source::Span;

/// How the callee of an event ends that is no call: the code of a task sets one of its arguments.
pub(crate) const SET: &str = ".__set__";

impl<'a> Interpreter<'a> {
    /// Binds a value to a target: a name, names to unpack into, an item, an attribute.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Value<'a>, scope: Id<Scope<'a>>) {
        match target {
            Expr::Name(name) => self.bind(scope, name.id.as_str(), value),
            Expr::Tuple(targets) => self.unpack(&targets.elts, &value, self.at(target), scope),
            Expr::List(targets) => self.unpack(&targets.elts, &value, self.at(target), scope),
            Expr::Starred(starred) => self.assign(&starred.value, value, scope),
            Expr::Subscript(subscript) => {
                let holder = self.eval(&subscript.value, scope);
                if let (true, Value::List(id)) = (is_whole(&subscript.slice), &holder) {
                    return self.set_whole(*id, &value, self.at(target));
                }
                let key = self.eval(&subscript.slice, scope);
                let span = self.at(target);
                self.set_item(&holder, &key, Item { value, span });
            }
            Expr::Attribute(attribute) => {
                let holder = self.eval(&attribute.value, scope);
                let span = self.at(target);
                self.note_late(&holder, attribute.attr.as_str(), Item { value: value.clone(), span });
                self.set_attribute(&holder, attribute.attr.as_str(), value);
            }
            _ => {}
        }
    }

    /// `list[:] = values`.
    fn set_whole(&mut self, id: Id<List<'a>>, value: &Value<'a>, at: Span) {
        let certain = !self.may_stay(Holder::List(id));
        let found = self.items_of(value, at).filter(|_| certain);
        let list = self.heap.lists.get_mut(id);
        match found {
            Some((items, open)) => (list.items, list.open) = (items, open),
            None => list.open = true,
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], value: &Value<'a>, at: Span, scope: Id<Scope<'a>>) {
        let items = self.items_of(value, at).filter(|(_, open)| !open).map(|(items, _)| items).unwrap_or_default();
        let starred = targets.iter().position(Expr::is_starred_expr);
        let fits = match starred {
            None => items.len() == targets.len(),
            Some(_) => items.len().saturating_add(1) >= targets.len(),
        };
        if !fits {
            let element = self.element(value);
            for target in targets {
                self.assign(target, element.clone(), scope);
            }
            return;
        }
        let extra = items.len().saturating_sub(targets.len().saturating_sub(usize::from(starred.is_some())));
        let mut items = items.into_iter();
        for (index, target) in targets.iter().enumerate() {
            if starred == Some(index) {
                let rest = items.by_ref().take(extra).collect();
                let rest = self.heap.list(rest, false);
                self.assign(target, rest, scope);
            } else if let Some(item) = items.next() {
                self.assign(target, item.value, scope);
            }
        }
    }

    /// `holder[key] = item`.
    fn set_item(&mut self, holder: &Value<'a>, key: &Value<'a>, item: Item<'a>) {
        match (holder, key) {
            (Value::Either(holders), _) => {
                for holder in holders.iter() {
                    self.undecided(|this| this.set_item(holder, key, item.clone()));
                }
            }
            (Value::Dict(id), Value::Text(known)) if !known.is_partial() => self.insert(*id, key, item),
            (Value::Dict(id), Value::Int(_) | Value::Bool(_) | Value::None) => self.insert(*id, key, item),
            (Value::Dict(id), _) => self.set_any_key(*id, key, &item),
            (Value::List(id), key) => self.set_index(*id, key, item),
            (Value::Bound(id), _) if &*self.heap.bounds.get(*id).name == "__dict__" => {
                let holder = self.heap.bounds.get(*id).receiver.clone();
                self.set_by_name(&holder, key, item.value, item.span);
            }
            (Value::Object(_) | Value::Dag(_) | Value::Task(_), _) if self.method(holder, "__setitem__").is_some() => {
                self.set_item_of_object(holder, key, item);
            }
            (Value::Package(id), Value::Text(key)) => {
                if key.is_partial() && self.importing() {
                    self.heap.packages.get_mut(*id).open = true;
                }
                self.set_attribute(&Value::Package(*id), &key.display(), item.value);
            }
            (Value::Symbol(name), Value::Text(key)) => {
                let callee = format!("{name}.__setitem__");
                let args = Args {
                    positional: vec![Item { value: Value::Text(Rc::clone(key)), span: item.span }, item.clone()],
                    ..Args::default()
                };
                self.note(&callee, &args, item.span);
            }
            _ => {}
        }
    }

    /// `dict[key] = item` with a key that is not known: each entry is the old value or the new one, and there may be more.
    fn set_any_key(&mut self, id: Id<Dict<'a>>, key: &Value<'a>, item: &Item<'a>) {
        let keys: Vec<Rc<str>> = self.heap.dicts.get(id).entries.iter().map(|(key, _)| Rc::clone(key)).collect();
        if !self.step(keys.len(), item.span.start) {
            return;
        }
        self.undecided(|this| keys.iter().for_each(|key| this.set_key(id, key, item.clone())));
        self.insert(id, key, item.clone());
    }

    fn set_index(&mut self, id: Id<List<'a>>, key: &Value<'a>, item: Item<'a>) {
        let list = self.heap.lists.get(id);
        let index = match key {
            Value::Int(index) if *index < 0 => {
                index.unsigned_abs().try_into().ok().and_then(|back| list.items.len().checked_sub(back))
            }
            Value::Int(index) => usize::try_from(*index).ok(),
            _ => None,
        };
        let old = index.and_then(|index| list.items.get(index)).map(|item| item.value.clone());
        let value = self.changed(Holder::List(id), old, item.value);
        let list = self.heap.lists.get_mut(id);
        if let Some(slot) = index.and_then(|index| list.items.get_mut(index)) {
            *slot = Item { value, span: item.span };
        } else {
            list.open = true;
            list.items.push(Item { value, span: item.span });
        }
    }

    /// Notes what the code of a task makes of an argument when it runs: whoever runs the argument then runs that.
    fn note_late(&mut self, holder: &Value<'a>, name: &str, item: Item<'a>) {
        if let (Value::Task(id), false) = (holder, self.importing()) {
            let callee = format!("{}.{name}{SET}", self.heap.tasks.get(*id).operator.name);
            let span = item.span;
            self.note(&callee, &Args { positional: vec![item], ..Args::default() }, span);
        }
    }

    /// `holder.name = value`; what Airflow's own objects are given later is kept as an argument.
    pub(super) fn set_attribute(&mut self, holder: &Value<'a>, name: &str, value: Value<'a>) {
        if self.set_by_object(holder, name, &value) {
            return;
        }
        match holder {
            Value::Either(holders) => {
                for holder in holders.iter() {
                    self.undecided(|this| this.set_attribute(holder, name, value.clone()));
                }
            }
            Value::Object(id) => self.keep(*id, name, value),
            Value::Class(id) => self.bind_elsewhere(self.scope_of_class(*id), name, value),
            Value::Package(id) => {
                if let Some(scope) = self.heap.packages.get(*id).scope {
                    self.bind_elsewhere(scope, name, value);
                }
            }
            Value::Task(id) if name == "dag" => {
                if let (Value::Dag(dag), None) = (&value, self.heap.tasks.get(*id).dag) {
                    self.heap.attach(*id, *dag);
                }
            }
            Value::Task(id) => {
                let importing = self.importing();
                let task = self.heap.tasks.get(*id);
                let late = task.late.iter().rev().find(|(other, _)| !importing && **other == *name);
                let old = late.map(|(_, item)| item).or_else(|| task.args.named(name));
                let (old, span) = (old.map(|item| item.value.clone()), task.span);
                let value = self.changed(Holder::Task(*id), old, value);
                let task = self.heap.tasks.get_mut(*id);
                let names = if importing { &mut task.args.named } else { &mut task.late };
                names.push((Rc::from(name), Item { value, span }));
            }
            Value::Dag(id) => {
                let dag = self.heap.dags.get(*id);
                let (old, span) = (dag.args.named(name).map(|item| item.value.clone()), dag.span);
                let value = self.changed(Holder::Dag(*id), old, value);
                self.heap.dags.get_mut(*id).args.named.push((Rc::from(name), Item { value, span }));
            }
            _ => {}
        }
    }

    /// `del name`, `del dict[key]`.
    pub(super) fn delete(&mut self, statement: &'a StmtDelete, scope: Id<Scope<'a>>) {
        for target in &statement.targets {
            match target {
                Expr::Name(name) if self.regions.is_empty() => {
                    self.heap.scopes.get_mut(scope).names.remove(name.id.as_str());
                }
                Expr::Subscript(subscript) => {
                    let holder = self.eval(&subscript.value, scope);
                    let key = self.eval(&subscript.slice, scope);
                    match (holder, key.as_str()) {
                        (Value::Dict(id), Some(key)) if !self.may_stay(Holder::Dict(id)) => {
                            self.heap.dicts.get_mut(id).entries.retain(|(name, _)| &**name != key);
                        }
                        (Value::Dict(id), _) => self.heap.dicts.get_mut(id).open = true,
                        (Value::List(id), _) => self.heap.lists.get_mut(id).open = true,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// `target += value` and its kin; a list grows in place.
    pub(super) fn augment(&mut self, statement: &'a StmtAugAssign, scope: Id<Scope<'a>>) {
        let at = self.at(&*statement.target);
        let left = self.eval(&statement.target, scope);
        let right = self.eval(&statement.value, scope);
        if let (Value::List(id), ruff_python_ast::Operator::Add) = (&left, statement.op) {
            let id = *id;
            self.extend(id, &right, at);
            return;
        }
        if let (Value::Dict(id), ruff_python_ast::Operator::BitOr) = (&left, statement.op) {
            return self.update(*id, &right);
        }
        let value = self.binary(&left, statement.op, &right, at);
        self.assign(&statement.target, value, scope);
    }
}

/// Whether a subscript is `[:]`.
fn is_whole(subscript: &Expr) -> bool {
    matches!(subscript, Expr::Slice(slice) if slice.lower.is_none() && slice.upper.is_none() && slice.step.is_none())
}
