//! Binary operators, the arrows between tasks among them.

use std::rc::Rc;

use ruff_python_ast::Operator;

use super::super::arena::Id;
use super::super::graph::End;
use super::super::text::Text;
use super::super::value::{Args, Item, Kind, Label, List, Object, Value};
use super::Interpreter;
use super::arithmetic::{Number, computed};
use super::regions::Holder;
use super::strings::is_path;
use crate::source::Span;

/// Items that one list may have.
const LONGEST: usize = 20_000;

impl<'a> Interpreter<'a> {
    pub(super) fn binary(&mut self, left: &Value<'a>, op: Operator, right: &Value<'a>, at: Span) -> Value<'a> {
        if let Some(value) = self.overloaded(left, op, right, at) {
            return value;
        }
        if let (Some(left), Some(right)) = (Number::of(left), Number::of(right)) {
            return computed(op, left, right);
        }
        if let Some(value) = self.date_arithmetic(left, op, right) {
            return value;
        }
        match (op, left, right) {
            (Operator::RShift, left, right) if self.is_arrow(left, right) => {
                self.arrow(left, right, at);
                right.clone()
            }
            (Operator::LShift, left, right) if self.is_arrow(left, right) => {
                self.arrow(right, left, at);
                right.clone()
            }
            (Operator::Add, Value::List(left), Value::List(_)) => self.sum_of_lists(*left, right, at),
            (Operator::BitOr, Value::List(left), Value::List(_)) if self.is_set(*left) => {
                self.list_method(*left, "union", &one(right, at), at)
            }
            (Operator::BitAnd, Value::List(left), Value::List(_)) if self.is_set(*left) => {
                self.compared_sets(*left, "intersection", right, at)
            }
            (Operator::Sub, Value::List(left), Value::List(_)) if self.is_set(*left) => {
                self.compared_sets(*left, "difference", right, at)
            }
            (Operator::Mult, Value::Text(text), Value::Int(times))
            | (Operator::Mult, Value::Int(times), Value::Text(text)) => repeated_text(text, *times),
            (Operator::Add, Value::Text(_), _) | (Operator::Add, _, Value::Text(_)) => {
                let mut text = self.as_text(left);
                text.push(&self.as_text(right));
                Value::Text(Rc::new(text))
            }
            (Operator::Mod, Value::Text(format), value) => self.percent(&Rc::clone(format), value, at),
            (Operator::Mult, Value::List(list), Value::Int(times)) => self.repeated(*list, *times, at),
            (Operator::BitOr, Value::Dict(left), Value::Dict(_)) => self.merged(*left, right),
            (Operator::Div, path, part) if self.path_text(path).is_some() => {
                let parts = [Item { value: path.clone(), span: at }, Item { value: part.clone(), span: at }];
                let text = self.joined_path(&parts);
                self.path(text, at)
            }
            (Operator::BitOr | Operator::BitAnd, _, _) => {
                // Asset expressions: both sides stay visible.
                let args = vec![Item { value: left.clone(), span: at }, Item { value: right.clone(), span: at }];
                self.object("asset expression", Args { positional: args, ..Args::default() })
            }
            _ => Value::unknown("computed value"),
        }
    }

    /// Appends what a value yields to a list.
    pub(super) fn extend(&mut self, list: Id<List<'a>>, with: &Value<'a>, at: Span) {
        let more = self.items_of(with, at);
        let uncertain = self.may_stay(Holder::List(list));
        let list = self.heap.lists.get_mut(list);
        match more {
            Some((items, open)) if list.items.len().saturating_add(items.len()) <= LONGEST => {
                list.items.extend(items);
                list.open |= open || uncertain;
            }
            _ => list.open = true,
        }
    }

    fn repeated(&mut self, list: Id<List<'a>>, times: i64, at: Span) -> Value<'a> {
        let items = self.heap.lists.get(list).items.clone();
        let times = usize::try_from(times).unwrap_or(0);
        if items.len().saturating_mul(times) > LONGEST {
            return self.heap.list(Vec::new(), true);
        }
        self.step(items.len().saturating_mul(times), at.start);
        let open = self.heap.lists.get(list).open;
        self.heap.list(std::iter::repeat_n(items, times).flatten().collect(), open)
    }

    /// An object that nothing in the file defines.
    pub(crate) fn object(&mut self, callee: &str, args: Args<'a>) -> Value<'a> {
        Value::Object(self.heap.objects.add(Object::of(Rc::from(callee), args)))
    }

    fn is_set(&self, list: Id<List<'a>>) -> bool {
        self.heap.lists.get(list).kind == Kind::Set
    }

    /// A file path.
    pub(super) fn path(&mut self, text: Text, at: Span) -> Value<'a> {
        let argument = Item { value: Value::Text(Rc::new(text)), span: at };
        self.object("pathlib.Path", Args { positional: vec![argument], ..Args::default() })
    }

    /// The text of a file path.
    pub(super) fn path_text(&self, value: &Value<'a>) -> Option<Text> {
        match value {
            Value::Object(id) if is_path(&self.heap.objects.get(*id).callee) => Some(self.as_text(value)),
            _ => None,
        }
    }

    /// Whether `>>` or `<<` stands between things of a DAG and not between numbers.
    fn is_arrow(&self, left: &Value<'a>, right: &Value<'a>) -> bool {
        let joins = |value: &Value<'a>| match value {
            Value::Task(_) | Value::Group(_) | Value::Label(_) | Value::Dag(_) => true,
            Value::Either(values) => values.iter().any(|value| matches!(value, Value::Task(_) | Value::Group(_))),
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                list.items.iter().any(|item| matches!(item.value, Value::Task(_) | Value::Group(_) | Value::List(_)))
            }
            _ => false,
        };
        joins(left) || joins(right)
    }

    /// The edges `from → to`, whatever tasks, groups, lists and labels stand on either side.
    pub(crate) fn arrow(&mut self, from: &Value<'a>, to: &Value<'a>, at: Span) {
        match (from, to) {
            (Value::Dag(dag), other) | (other, Value::Dag(dag)) => {
                for task in self.ends(other, End::Roots).0 {
                    if self.heap.tasks.get(task).dag.is_none() {
                        self.heap.attach(task, *dag);
                    }
                }
            }
            (Value::Label(before), Value::Label(_)) => {
                let before = self.heap.labels.get(*before).before.clone();
                for value in before {
                    self.arrow(&value, to, at);
                }
            }
            (_, Value::Label(label)) => self.arrow_to_label(from, *label, at),
            (Value::Label(label), _) => {
                let before = self.heap.labels.get(*label).before.clone();
                self.heap.labels.get_mut(*label).after.push(to.clone());
                for value in before {
                    self.arrow(&value, to, at);
                }
            }
            _ => self.arrow_between(from, to, at),
        }
    }

    fn arrow_to_label(&mut self, from: &Value<'a>, label: Id<Label<'a>>, at: Span) {
        let after = self.heap.labels.get(label).after.clone();
        self.heap.labels.get_mut(label).before.push(from.clone());
        for value in after {
            self.arrow(from, &value, at);
        }
    }

    fn arrow_between(&mut self, from: &Value<'a>, to: &Value<'a>, at: Span) {
        let (before, open_before) = self.ends(from, End::Leaves);
        let (after, open_after) = self.ends(to, End::Roots);
        if !self.step(before.len().saturating_mul(after.len()), at.start) {
            return;
        }
        if let Value::Group(group) = to {
            self.heap.groups.get_mut(*group).before.extend(&before);
        }
        for task in &before {
            for other in &after {
                self.heap.join(*task, *other);
            }
            let may_not_be = self.may_stay(Holder::Task(*task));
            self.heap.tasks.get_mut(*task).loose_downstream |= open_after || may_not_be;
        }
        for task in &after {
            let may_not_be = self.may_stay(Holder::Task(*task));
            self.heap.tasks.get_mut(*task).loose_upstream |= open_before || may_not_be;
        }
    }

    /// Whether the imports say that the code is written for Airflow 3.
    fn is_for_airflow_3(&self) -> bool {
        self.imported.iter().any(|name| name.starts_with("airflow.sdk"))
    }

    /// The tasks that an arrow to or from a value touches, and whether it may touch others.
    pub(super) fn ends(&mut self, value: &Value<'a>, end: End) -> (Vec<Id<super::Task<'a>>>, bool) {
        let (mut tasks, mut open) = (Vec::new(), false);
        let mut waiting = vec![value.clone()];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(value) = waiting.pop() {
            match value {
                Value::Task(id) => tasks.push(id),
                Value::Group(id) => {
                    let members = self.heap.members(id).len();
                    self.step(members, 0);
                    if members == 0 && end == End::Leaves {
                        // Airflow 3 leads arrows through an empty group, Airflow 2 ends them there.
                        tasks.extend(&self.heap.groups.get(id).before);
                        open |= !self.is_for_airflow_3();
                    }
                    tasks.extend(self.heap.edge_of_group(id, end));
                }
                Value::List(id) if seen.insert(id) => {
                    let list = self.heap.lists.get(id);
                    open |= list.open;
                    waiting.extend(list.items.iter().rev().map(|item| item.value.clone()));
                }
                Value::Either(values) => {
                    open = true;
                    waiting.extend(values.iter().cloned());
                }
                Value::None | Value::List(_) | Value::Dag(_) | Value::Label(_) => {}
                _ => open = true,
            }
        }
        (tasks, open)
    }
}

/// One argument.
fn one<'a>(value: &Value<'a>, span: Span) -> Args<'a> {
    Args { positional: vec![Item { value: value.clone(), span }], ..Args::default() }
}

/// `text * times`.
fn repeated_text<'a>(text: &Rc<Text>, times: i64) -> Value<'a> {
    let times = usize::try_from(times).unwrap_or(0);
    match text.as_known() {
        Some(known) if known.len().saturating_mul(times) <= LONGEST => Value::text(known.repeat(times)),
        _ => Value::Text(Rc::new(Text::hole("repeated text"))),
    }
}
