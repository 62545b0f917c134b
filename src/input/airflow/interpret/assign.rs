//! Assignments.

use std::rc::Rc;

use ruff_python_ast::{Expr, StmtAugAssign};

use super::super::arena::Id;
use super::super::value::{Args, Item, Scope, Value};
use super::Interpreter;
use crate::source::Span;

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
                let key = self.eval(&subscript.slice, scope);
                let span = self.at(target);
                self.set_item(&holder, &key, Item { value, span });
            }
            Expr::Attribute(attribute) => {
                let holder = self.eval(&attribute.value, scope);
                self.set_attribute(&holder, attribute.attr.as_str(), value);
            }
            _ => {}
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
            (Value::Dict(id), Value::Text(key)) if !key.is_partial() => {
                self.heap.dicts.get_mut(*id).insert(key.as_known().unwrap_or_default(), item);
            }
            (Value::Dict(id), Value::Int(key)) => self.heap.dicts.get_mut(*id).insert(&key.to_string(), item),
            (Value::Dict(id), _) => self.heap.dicts.get_mut(*id).open = true,
            (Value::List(id), Value::Int(index)) => {
                let list = self.heap.lists.get_mut(*id);
                match usize::try_from(*index).ok().and_then(|index| list.items.get_mut(index)) {
                    Some(slot) => *slot = item,
                    None => list.open = true,
                }
            }
            (Value::List(id), _) => self.heap.lists.get_mut(*id).open = true,
            (Value::Package(id), Value::Text(key)) => {
                self.set_attribute(&Value::Package(*id), &key.display(), item.value)
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

    /// `holder.name = value`; what Airflow's own objects are given later is kept as an argument.
    fn set_attribute(&mut self, holder: &Value<'a>, name: &str, value: Value<'a>) {
        match holder {
            Value::Object(id) => {
                self.heap.objects.get_mut(*id).attributes.insert(Rc::from(name), value);
            }
            Value::Class(id) => {
                let scope = self.heap.classes.get(*id).scope;
                self.bind(scope, name, value);
            }
            Value::Package(id) => {
                if let Some(scope) = self.heap.packages.get(*id).scope {
                    self.bind(scope, name, value);
                }
            }
            Value::Task(id) if name == "dag" => {
                if let (Value::Dag(dag), None) = (&value, self.heap.tasks.get(*id).dag) {
                    self.heap.attach(*id, *dag);
                }
            }
            Value::Task(id) => {
                let task = self.heap.tasks.get_mut(*id);
                let span = task.span;
                task.args.named.push((Rc::from(name), Item { value, span }));
            }
            Value::Dag(id) => {
                let dag = self.heap.dags.get_mut(*id);
                let span = dag.span;
                dag.args.named.push((Rc::from(name), Item { value, span }));
            }
            _ => {}
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
        let value = self.binary(&left, statement.op, &right, at);
        self.assign(&statement.target, value, scope);
    }
}
