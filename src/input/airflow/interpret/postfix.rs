//! Attributes, subscripts and calls: `a.b[c](d).e`, followed from the left without recursion.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprSubscript};

use super::super::arena::Id;
use super::super::graph::tasks_in;
use super::super::value::{Args, Bound, Class, ENVIRONMENT, Item, Object, Scope, Value};
use super::Interpreter;
use super::strings::is_path;
use crate::source::Span;

/// Characters of a dotted name; a longer one is not followed.
const LONGEST_NAME: usize = 256;

impl<'a> Interpreter<'a> {
    pub(super) fn postfix(&mut self, expression: &'a Expr, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut steps = Vec::new();
        let mut base = expression;
        loop {
            let inner: &'a Expr = match base {
                Expr::Attribute(attribute) => &attribute.value,
                Expr::Subscript(subscript) => &subscript.value,
                Expr::Call(call) => &call.func,
                _ => break,
            };
            steps.push(base);
            base = inner;
        }
        let mut value = self.eval(base, scope);
        for step in steps.into_iter().rev() {
            let at = self.at(step);
            if !self.step(1, at.start) {
                return Value::unknown("not followed");
            }
            value = match step {
                Expr::Attribute(attribute) => self.attribute(&value, attribute.attr.as_str(), at),
                Expr::Subscript(subscript) => self.subscript(&value, subscript, scope, at),
                Expr::Call(call) => {
                    let args = self.arguments(&call.arguments, scope);
                    self.call(&value, args, at)
                }
                _ => value,
            };
        }
        value
    }

    /// `value.name`.
    pub(super) fn attribute(&mut self, value: &Value<'a>, name: &str, at: Span) -> Value<'a> {
        match value {
            // The members of Airflow's enumerations are strings.
            Value::Symbol(base) if base.ends_with(".TriggerRule") || base.ends_with(".WeightRule") => {
                Value::text(name.to_ascii_lowercase())
            }
            Value::Symbol(base) if base.len() < LONGEST_NAME => Value::Symbol(Rc::from(format!("{base}.{name}"))),
            Value::Dag(id) => self.dag_attribute(*id, name, at),
            Value::Task(id) => match name {
                "output" | "operator" => value.clone(),
                "task_id" | "node_id" => Value::Text(Rc::new(self.heap.tasks.get(*id).id.clone())),
                "dag" => self.heap.tasks.get(*id).dag.map_or(Value::None, Value::Dag),
                _ => match self.heap.tasks.get(*id).args.named(name) {
                    Some(item) => item.value.clone(),
                    None => self.bound(value, name),
                },
            },
            Value::Group(id) if name == "group_id" => Value::Text(Rc::new(self.heap.groups.get(*id).id.clone())),
            Value::Object(id) => self.object_attribute(*id, name, at),
            Value::Package(id) => self.package_attribute(*id, name, at),
            Value::Class(id) => self.class_name(*id, name).unwrap_or_else(|| self.bound(value, name)),
            Value::Text(_) if matches!(name, "value" | "name") => value.clone(),
            Value::Either(values) => {
                let values = values.iter().filter(|value| !matches!(value, Value::None));
                let values = values.map(|value| self.undecided(|this| this.attribute(value, name, at))).collect();
                Self::either(values)
            }
            Value::Unknown(what) if what.len() < LONGEST_NAME => Value::unknown(format!("{what}.{name}")),
            Value::Unknown(_) | Value::Symbol(_) => Value::unknown("long name"),
            _ => self.bound(value, name),
        }
    }

    pub(super) fn bound(&mut self, receiver: &Value<'a>, name: &str) -> Value<'a> {
        Value::Bound(self.heap.bounds.add(Bound { receiver: receiver.clone(), name: Rc::from(name) }))
    }

    fn dag_attribute(&mut self, dag: Id<super::Dag<'a>>, name: &str, at: Span) -> Value<'a> {
        let tasks = self.heap.dags.get(dag).tasks.clone();
        let heap = &self.heap;
        let kept: Vec<Value<'a>> = match name {
            "dag_id" => return Value::Text(Rc::new(heap.dags.get(dag).id.clone())),
            "default_args" | "params" => {
                let argument = heap.dags.get(dag).args.named(name);
                return argument.map_or_else(|| Value::unknown(name), |item| item.value.clone());
            }
            "tasks" => tasks.into_iter().map(Value::Task).collect(),
            "roots" => {
                tasks.into_iter().filter(|id| heap.tasks.get(*id).upstream.is_empty()).map(Value::Task).collect()
            }
            "leaves" => {
                tasks.into_iter().filter(|id| heap.tasks.get(*id).downstream.is_empty()).map(Value::Task).collect()
            }
            _ => {
                let argument = heap.dags.get(dag).args.named(name).map(|item| item.value.clone());
                return argument.unwrap_or_else(|| self.bound(&Value::Dag(dag), name));
            }
        };
        self.heap.list_of(kept, at)
    }

    fn object_attribute(&mut self, id: Id<Object<'a>>, name: &str, at: Span) -> Value<'a> {
        let object = self.heap.objects.get(id);
        if let Some(value) = object.attributes.get(name) {
            return value.clone();
        }
        if let Some(value) = object.class.and_then(|class| self.class_name(class, name)) {
            return if matches!(value, Value::Function(_)) { self.bound(&Value::Object(id), name) } else { value };
        }
        let object = self.heap.objects.get(id);
        if let Some(path) = is_path(&object.callee).then(|| self.as_text(&Value::Object(id))) {
            let last = path.after_last("/");
            match name {
                "name" => return Value::Text(Rc::new(last)),
                "stem" => {
                    return match last.as_known().and_then(|known| known.rsplit_once('.')) {
                        Some((stem, _)) => Value::text(stem),
                        None => Value::Text(Rc::new(last)),
                    };
                }
                "parent" => {
                    let mut folder = super::Text::default();
                    folder.push_hole("folder");
                    return self.path(folder, at);
                }
                _ => {}
            }
        }
        if object.class.is_none()
            && let Some(item) = object.args.named(name)
        {
            return item.value.clone();
        }
        self.bound(&Value::Object(id), name)
    }

    /// A name that a class or one of its bases in this file defines.
    pub(super) fn class_name(&self, class: Id<Class<'a>>, name: &str) -> Option<Value<'a>> {
        let (mut waiting, mut seen) = (vec![class], std::collections::BTreeSet::new());
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let class = self.heap.classes.get(id);
            if let Some(value) = self.heap.scopes.get(class.scope).names.get(name) {
                return Some(value.clone());
            }
            waiting.extend(
                class.bases.iter().rev().filter_map(|base| if let Value::Class(id) = base { Some(*id) } else { None }),
            );
        }
        None
    }

    fn subscript(
        &mut self,
        value: &Value<'a>,
        subscript: &'a ExprSubscript,
        scope: Id<Scope<'a>>,
        at: Span,
    ) -> Value<'a> {
        if let Expr::Slice(slice) = &*subscript.slice {
            let bound = |this: &mut Self, edge: &'a Option<Box<Expr>>| edge.as_ref().map(|edge| this.eval(edge, scope));
            let (lower, upper) = (bound(self, &slice.lower), bound(self, &slice.upper));
            return self.slice(value, lower.as_ref(), upper.as_ref(), slice.step.is_none());
        }
        let key = self.eval(&subscript.slice, scope);
        self.item(value, &key, at)
    }

    /// `value[key]`.
    pub(super) fn item(&mut self, value: &Value<'a>, key: &Value<'a>, at: Span) -> Value<'a> {
        match value {
            Value::Task(_) => value.clone(),
            Value::Either(values) => {
                let values: Vec<&Value<'a>> = values.iter().filter(|value| !matches!(value, Value::None)).collect();
                Self::either(values.into_iter().map(|value| self.item(value, &key, at)).collect())
            }
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                let Value::Int(index) = *key else { return self.any_of(value) };
                let length = i64::try_from(list.items.len()).unwrap_or(i64::MAX);
                let index = if index < 0 { index.saturating_add(length) } else { index };
                let item = usize::try_from(index).ok().and_then(|index| list.items.get(index));
                match item {
                    Some(item) if !list.open => item.value.clone(),
                    _ => Value::unknown("item"),
                }
            }
            Value::Dict(id) => self.dict_item(*id, key),
            Value::Package(id) => {
                let name = self.as_text(key).display();
                self.package_name(*id, &name, at).unwrap_or_else(|| Value::unknown(name))
            }
            Value::Symbol(name) => {
                let args = Args { positional: vec![Item { value: key.clone(), span: at }], ..Args::default() };
                let callee = format!("{name}.__getitem__");
                self.note(&callee, &args, at);
                let key = self.as_text(key).display();
                let environment = &**name == "os.environ";
                Value::unknown(if environment { format!("{ENVIRONMENT}{key}") } else { format!("{name}[{key}]") })
            }
            Value::Unknown(what) if what.len() < LONGEST_NAME => {
                Value::unknown(format!("{what}[{}]", self.as_text(key).display()))
            }
            Value::Object(id) => {
                let tasks = tasks_in(&self.heap, value);
                match tasks.first() {
                    Some(task) => Value::Task(*task),
                    None => Value::unknown(format!("{}[…]", self.heap.objects.get(*id).callee)),
                }
            }
            _ => Value::unknown("item"),
        }
    }

    /// The value of a key that may not be known.
    pub(super) fn dict_item(&mut self, id: Id<super::super::value::Dict<'a>>, key: &Value<'a>) -> Value<'a> {
        let name = self.as_text(key);
        let dict = self.heap.dicts.get(id);
        match name.as_known() {
            Some(known) => {
                dict.get(known).map_or_else(|| Value::unknown(format!("[{known}]")), |item| item.value.clone())
            }
            None => self.any_of(&Value::Dict(id)),
        }
    }

    /// An item of a collection when it is not known which: one of a few, or unknown.
    fn any_of(&mut self, value: &Value<'a>) -> Value<'a> {
        let values: Vec<Value<'a>> = match value {
            Value::List(id) => self.heap.lists.get(*id).items.iter().map(|item| item.value.clone()).collect(),
            Value::Dict(id) => self.heap.dicts.get(*id).entries.iter().map(|(_, item)| item.value.clone()).collect(),
            _ => Vec::new(),
        };
        if values.is_empty() || values.len() > 64 {
            return Value::unknown("item");
        }
        Self::either(values)
    }

    fn slice(
        &mut self,
        value: &Value<'a>,
        lower: Option<&Value<'a>>,
        upper: Option<&Value<'a>>,
        plain: bool,
    ) -> Value<'a> {
        let edge = |edge: Option<&Value<'a>>, length: usize, otherwise: usize| match edge {
            None | Some(Value::None) => Some(otherwise),
            Some(Value::Int(index)) => {
                let length = i64::try_from(length).ok()?;
                let index = if *index < 0 { index.saturating_add(length) } else { *index };
                usize::try_from(index.clamp(0, length)).ok()
            }
            Some(_) => None,
        };
        match value {
            Value::Task(_) => value.clone(),
            Value::List(id) if plain && !self.heap.lists.get(*id).open => {
                let items = &self.heap.lists.get(*id).items;
                let range = (edge(lower, items.len(), 0), edge(upper, items.len(), items.len()));
                let kept = match range {
                    (Some(from), Some(to)) => items.get(from..to.max(from)).map(<[Item<'a>]>::to_vec),
                    _ => None,
                };
                kept.map_or(Value::unknown("slice"), |kept| self.heap.list(kept, false))
            }
            Value::Text(text) if plain => {
                let Some(known) = text.as_known() else { return Value::Text(Rc::new(super::Text::hole("slice"))) };
                let length = known.chars().count();
                match (edge(lower, length, 0), edge(upper, length, length)) {
                    (Some(from), Some(to)) => {
                        Value::text(known.chars().skip(from).take(to.saturating_sub(from)).collect::<String>())
                    }
                    _ => Value::unknown("slice"),
                }
            }
            _ => Value::unknown("slice"),
        }
    }
}
