//! Assignments.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::syntax::{AndOr, Assignment, List, Part, PieceWhat, Simple, What, Word};
use super::command::added;
use super::value::Value;
use super::world::{Ends, Status, World};
use super::{Around, DEPTH, Run};

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
                // What is set by another name of it is not followed.
                if word.text.contains('n') && name != "export" {
                    self.may_set(None, &mut world);
                }
                continue;
            }
            let (variable, value) = match self.declared(word, value, &world) {
                Some((variable, value)) => (variable, Some(value)),
                None if word.literal().is_none() => {
                    // `export $(cat .env)`: the names stand elsewhere.
                    self.may_set(None, &mut world);
                    continue;
                }
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

impl<'s> Run<'s> {
    /// A script may have set variables that is not followed here: those that it names, or any where it is not read.
    pub(super) fn may_set(&mut self, script: Option<&List>, world: &mut World<'s>) {
        let mut names = BTreeSet::new();
        let known = script.is_some_and(|list| list.iter().all(|and_or| set_by(and_or, &mut names, 0)));
        if known {
            for name in names {
                let traced = world.diverged || world.env.variables.get(name).is_some_and(|value| value.traced);
                world.set(name, Value::unknown(traced));
            }
        } else {
            self.work = self.work.saturating_add(world.env.variables.len());
            world.opens();
        }
    }
}

/// Adds the variables that commands set; whether these are all.
fn set_by<'l>(and_or: &'l AndOr, names: &mut BTreeSet<&'l str>, depth: usize) -> bool {
    let parts = and_or.pipelines.iter().flat_map(|(_, pipeline)| &pipeline.parts);
    depth < DEPTH && parts.into_iter().all(|part| set_by_part(part, names, depth.saturating_add(1)))
}

fn set_by_part<'l>(part: &'l Part, names: &mut BTreeSet<&'l str>, depth: usize) -> bool {
    let mut all = |list: &'l List| list.iter().all(|and_or| set_by(and_or, names, depth));
    match &part.what {
        What::Simple(simple) => {
            names.extend(simple.assignments.iter().map(|assignment| assignment.name.as_str()));
            let Some((program, words)) = simple.words.split_first() else { return true };
            match program.literal() {
                None | Some("source" | "." | "eval" | "read" | "mapfile" | "readarray" | "getopts" | "let") => false,
                Some("export" | "local" | "declare" | "typeset" | "readonly") => words.iter().all(|word| {
                    let text = word.text.as_str();
                    names.insert(text.split('=').next().unwrap_or_default().trim_end_matches('+'));
                    !text.starts_with("-n") && text.starts_with(|first: char| first != '$' && first != '`')
                }),
                Some("printf") => words.first().is_none_or(|word| !word.text.starts_with("-v")),
                Some(_) => true,
            }
        }
        What::Group { list, .. } => all(list),
        What::If { branches, otherwise } => {
            branches.iter().all(|(condition, body)| all(condition) && all(body)) && otherwise.iter().all(all)
        }
        What::While { condition, body, .. } => all(condition) && all(body),
        What::For { variable, body, .. } => {
            let is_read = all(body);
            names.extend(variable.as_deref());
            is_read
        }
        What::Case { arms, .. } => arms.iter().all(|arm| all(&arm.body)),
        // It is called in this script or in the other, and sets what it names then.
        What::Function { body, .. } => set_by_part(body, names, depth.saturating_add(1)),
        What::Test(_) => true,
        What::Arithmetic => false,
    }
}
