//! Shells and functions inside of a script.

use std::rc::Rc;

use super::super::syntax::{AndOr, List, Part};
use super::value::{Job, Value};
use super::world::{Ends, Flow, Status, World};
use super::{Around, Run};

/// How deep functions may call each other; what is deeper is not followed.
const DEPTH: usize = 8;

impl<'s> Run<'s> {
    /// Runs something in a subshell: what it sets ends with it, and it alone ends with `exit`.
    pub(super) fn subshell(
        &mut self,
        mut world: World<'s>,
        around: Around,
        run: impl FnOnce(&mut Self, World<'s>, Around) -> Vec<World<'s>>,
    ) -> Vec<World<'s>> {
        let (outer, traces, sure) = (world.env.clone(), world.traces, world.sure);
        world.env.exit_trap = None;
        let inner = Around { subshells: around.subshells.saturating_add(1), ..around };
        let mut worlds = Vec::new();
        for mut world in run(self, world, inner) {
            match world.env.exit_trap.take().and_then(|at| self.traps.get(&at)) {
                Some(list) => {
                    let (status, who) = (world.status.clone(), world.who);
                    world.flow = Flow::Runs;
                    let inner = Around { foreign: true, kept: true, ..inner };
                    for mut world in self.list(list, vec![world], inner) {
                        if world.flow != Flow::Exits && world.who == who {
                            world.status = status.clone();
                        }
                        worlds.push(world);
                    }
                }
                None => worlds.push(world),
            }
        }
        for world in &mut worlds {
            world.env = outer.clone();
            world.traces |= traces;
            world.flow = Flow::Runs;
            world.status.quiet = false;
            world.sure = sure;
        }
        self.tidy(worlds)
    }

    /// `$(…)` or `<(…)`.
    pub(super) fn captured(
        &mut self,
        list: &'s List,
        is_file: bool,
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let (before, who) = (world.status.clone(), world.who);
        let inner = Around { kept: true, tested: false, handing: None, ..around };
        let mut worlds = self.subshell(world, inner, |run, mut world, inner| {
            world.env.shell.errexit &= world.env.inherits;
            run.list(list, vec![world], inner)
        });
        for world in &mut worlds {
            world.printed |= world.who.is_some() && world.who != who;
            if is_file {
                if world.status.is_failure() {
                    world.because(|| "`<(…)`".to_owned());
                }
                world.status = before.clone();
            }
        }
        worlds
    }

    /// `… &`
    pub(super) fn background(&mut self, and_or: &'s AndOr, world: World<'s>, around: Around) -> Vec<World<'s>> {
        let who = world.who;
        let mut worlds = self.subshell(world, around, |run, world, around| run.pipelines(and_or, world, around));
        for world in &mut worlds {
            let fails = world.who.is_some() && world.who != who && world.status.traced;
            let job = match world.status.ends {
                Ends::NonZero | Ends::Unsure(_) if fails => Job::Is,
                _ => Job::No,
            };
            if job == Job::Is {
                world.pending = true;
                world.because(|| "`&`".to_owned());
            }
            world.status = Status::of(Ends::Zero);
            let id = if job == Job::Is { Value::unknown(true) } else { Value::text("another job") };
            world.set("!", Value { job, ..id });
        }
        self.tidy(worlds)
    }

    /// Calls a function, if there is one of this name.
    pub(super) fn call(
        &mut self,
        part: &'s Part,
        name: &str,
        values: &[Value],
        mut world: World<'s>,
        around: Around,
    ) -> Result<Vec<World<'s>>, Box<World<'s>>> {
        let Some(body) = world.env.functions.get(name).copied() else { return Err(Box::new(world)) };
        if around.functions >= DEPTH {
            // What stands in a function that calls itself was seen before.
            self.is_cut |= !self.entered.contains(&body.span.start);
            world.status = Status::of(Ends::Assumed);
            return Ok(vec![world]);
        }
        self.entered.insert(body.span.start);
        let next = self.calls.len().saturating_add(1);
        let call = *self.calls.entry((around.call, part.span.start)).or_insert(next);
        let functions = around.functions.saturating_add(1);
        let inner = Around { functions, call, foreign: false, ..around };
        let outer = world.env.arguments.replace(Rc::new(values.iter().skip(1).cloned().collect()));
        let locals = std::mem::take(Rc::make_mut(&mut world.locals));
        let mut worlds = self.part(body, world, inner);
        for world in &mut worlds {
            if matches!(world.flow, Flow::Returns | Flow::Breaks(_) | Flow::Continues(_)) {
                world.flow = Flow::Runs;
            }
            world.status.quiet = false;
            world.env.arguments.clone_from(&outer);
            let mine = std::mem::replace(&mut world.locals, Rc::new(locals.clone()));
            for (name, before) in mine.iter() {
                match before {
                    Some(value) => world.set(name, value.clone()),
                    None => world.unset(name),
                }
            }
        }
        Ok(self.tidy(worlds))
    }
}

impl<'s> World<'s> {
    /// `name() …`
    pub(super) fn defines(mut self, name: &str, body: &'s Part) -> Self {
        Rc::make_mut(&mut self.env.functions).insert(name.to_owned(), body);
        self.status = Status::of(Ends::Zero);
        self
    }

    /// `local name`: what it was before comes back with the end of the function.
    pub(super) fn local(&mut self, name: &str) {
        if !self.locals.contains_key(name) {
            let before = self.env.variables.get(name).cloned();
            Rc::make_mut(&mut self.locals).insert(name.to_owned(), before);
        }
    }
}
