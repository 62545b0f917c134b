//! Assignments.

use std::rc::Rc;

use super::super::syntax::{Assignment, PieceWhat, Simple, Word};
use super::command::added;
use super::value::Value;
use super::world::{Ends, Status, World};
use super::{Around, Run};

/// The most variables that are kept.
const VARIABLES: usize = 500;

/// The most of them that programs are taken to see.
const EXPORTED: usize = 50;

impl<'s> Run<'s> {
    /// What assignments set, after running what stands in them. A command without words ends as the last of that.
    pub(super) fn assignments(
        &mut self,
        assignments: &'s [Assignment],
        world: World<'s>,
        around: Around,
    ) -> Vec<(World<'s>, Vec<(&'s str, Value)>)> {
        let runs = assignments.iter().any(|assignment| !assignment.value.scripts().is_empty());
        let mut ready = vec![(world, Vec::new())];
        for assignment in assignments {
            let mut after = Vec::with_capacity(ready.len());
            for (world, sets) in ready {
                let worlds = self.put_in(&assignment.value, world, around);
                let set = |(world, value): (World<'s>, Value)| {
                    let value = self.assigned(assignment, value, &world);
                    (world, (assignment.name.as_str(), value))
                };
                let worlds = worlds.into_iter().map(set).collect();
                after.extend(added(worlds, sets));
            }
            ready = after;
        }
        if !assignments.is_empty() && !runs {
            for (world, _) in &mut ready {
                let traced = world.diverged;
                world.status = Status::traced(Ends::Zero, traced);
            }
        }
        ready
    }

    /// The value that a variable has after an assignment.
    fn assigned(&self, assignment: &'s Assignment, value: Value, world: &World<'s>) -> Value {
        let is_list = self.text.get(assignment.value.span.start..).is_some_and(|rest| rest.starts_with('('));
        let is_output = value.traced && value.texts.is_none() && !value.code;
        let mut value = if is_list && !is_output { self.elements(&assignment.value, world) } else { value };
        if assignment.adds {
            let target = self.text.get(assignment.span.start..assignment.value.span.start).unwrap_or_default();
            value = match self.held(&assignment.name, world) {
                Some(_) if target.contains('[') => Value::unknown(value.traced),
                Some(before) if is_list => before.then(&Value::text(" ")).then(&value),
                Some(before) => before.then(&value),
                None => value,
            };
        }
        value.traced |= world.diverged;
        if world.env.variables.len() >= VARIABLES { Value::unknown(value.traced) } else { value }
    }

    /// `local`, `export`, `declare`: they end with 0, whatever stands in their words.
    pub(super) fn declares(
        &mut self,
        name: &str,
        simple: &'s Simple,
        values: &[Value],
        mut world: World<'s>,
        around: Around,
    ) -> World<'s> {
        let exports = name == "export" || simple.words.iter().any(|word| word.text == "-x");
        let is_local = around.functions > 0 && name != "export" && name != "readonly";
        for (word, value) in simple.words.iter().zip(values).skip(1) {
            if word.text.starts_with(['-', '+']) {
                continue;
            }
            let (variable, value) = match self.declared(word, value, &world) {
                Some((variable, value)) => (variable, Some(value)),
                None => (word.text.as_str(), None),
            };
            if is_local {
                world.local(variable);
            }
            if let Some(mut value) = value.clone() {
                value.traced |= world.diverged;
                world.set(variable, value);
            }
            if exports && world.env.exported.len() < EXPORTED {
                let texts = value.or_else(|| self.held(variable, &world)).and_then(|value| value.texts);
                Rc::make_mut(&mut world.env.exported).insert(variable.to_owned(), texts);
            }
        }
        let traced = world.diverged;
        world.with(Status::traced(Ends::Zero, traced))
    }

    /// The name and the value of `NAME=value` as a word.
    fn declared(&self, word: &'s Word, whole: &Value, world: &World<'s>) -> Option<(&'s str, Value)> {
        let (first, rest) = word.pieces.split_first()?;
        let PieceWhat::Text(text) = &first.what else { return None };
        let (name, begins) = text.split_once('=')?;
        let name = name.trim_end_matches('+');
        if whole.traced && whole.texts.is_none() && word.scripts().iter().any(|list| !list.is_empty()) {
            return Some((name, Value::unknown(true)));
        }
        Some((name, Value::text(begins).then(&self.value(rest, world))))
    }
}
