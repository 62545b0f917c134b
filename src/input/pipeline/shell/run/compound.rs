//! `if`, `case` and loops.

use std::collections::BTreeMap;

use super::super::syntax::{Arm, List, Word};
use super::join::{DECIDED, forget};
use super::pattern::matches;
use super::value::{Job, Value};
use super::world::{Ends, Flow, Status, Who, World};
use super::{Around, Run};

/// How often a loop is gone through before what changes in it is forgotten.
const TURNS: usize = 3;

impl<'s> Run<'s> {
    pub(super) fn branches(
        &mut self,
        branches: &'s [(List, List)],
        otherwise: Option<&'s List>,
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let (diverged, sure, left) = (world.diverged, world.sure, self.left);
        let mut asks = vec![world];
        let mut after = Vec::new();
        for (condition, body) in branches {
            let mut others = Vec::new();
            for world in self.list(condition, asks, around.tested()) {
                if !world.runs() {
                    after.push(world);
                    continue;
                }
                let (holds, fails) = world.decided("an `if` after which the script goes on");
                others.extend(fails);
                after.extend(holds.into_iter().flat_map(|world| self.list(body, vec![world], around)));
            }
            asks = self.tidy(others);
        }
        match otherwise {
            Some(body) => after.extend(self.list(body, asks, around)),
            None => after.extend(asks.into_iter().map(|world| {
                let traced = world.status.traced;
                world.with(Status::traced(Ends::Zero, traced))
            })),
        }
        for world in &mut after {
            world.comes_together(diverged);
        }
        self.together(after, sure, left)
    }

    pub(super) fn case(&mut self, word: &'s Word, arms: &'s [Arm], world: World<'s>, around: Around) -> Vec<World<'s>> {
        let (diverged, sure, left) = (world.diverged, world.sure, self.left);
        let mut after = Vec::new();
        for (mut world, value) in self.put_in(word, world, around) {
            world.diverged |= value.traced;
            if value.traced {
                world.because(|| "a `case` after which the script goes on".to_owned());
            }
            let mut open = Some(world);
            let mut falls: Vec<World<'s>> = Vec::new();
            for arm in arms {
                let answer = open.as_ref().map_or(Some(false), |world| self.fits(arm, &value, world));
                let mut enters = std::mem::take(&mut falls);
                match answer {
                    Some(true) => enters.extend(open.take()),
                    Some(false) => {}
                    None => {
                        open.as_mut().into_iter().for_each(|world| world.sure = false);
                        enters.extend(open.clone());
                    }
                }
                let enters = self.tidy(enters);
                let mut ran = self.list(&arm.body, enters, around);
                if arm.body.is_empty() {
                    for world in &mut ran {
                        world.status = Status::traced(Ends::Zero, world.diverged);
                    }
                }
                if arm.falls { falls = ran } else { after.extend(ran) }
            }
            after.extend(falls);
            after.extend(open.map(|world| world.with(Status::of(Ends::Zero))));
        }
        for world in &mut after {
            world.comes_together(diverged);
        }
        self.together(after, sure, left)
    }

    /// Whether one of the patterns takes the value.
    fn fits(&self, arm: &'s Arm, value: &Value, world: &World<'s>) -> Option<bool> {
        let mut answer = Some(false);
        for pattern in &arm.patterns {
            let fits = match pattern.literal() {
                Some("*") => Some(true),
                Some("0") if value.code => Some(false),
                Some(_) if pattern.is_quoted() && pattern.text.contains(['*', '?', '[']) => None,
                // The command that fails is taken to end with 1 where it is asked for one number.
                Some(text) if value.code => matches(text, "1").filter(|fits| *fits && value.traced),
                Some(text) => value.known().and_then(|texts| {
                    let mut answers = texts.iter().map(|it| matches(text, it));
                    let first = answers.next()??;
                    answers.all(|answer| answer == Some(first)).then_some(first)
                }),
                None => {
                    let wanted = self.value(&pattern.pieces, world);
                    wanted.single().and_then(|wanted| value.every(|text| text == wanted)).filter(|same| *same)
                }
            };
            match fits {
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    }

    pub(super) fn each(
        &mut self,
        variable: Option<&str>,
        words: Option<&'s [Word]>,
        body: &'s List,
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let (sure, left) = (world.sure, self.left);
        let mut ready = vec![(world, None)];
        for word in words.unwrap_or_default() {
            let mut after = Vec::new();
            for (world, values) in ready {
                for (world, value) in self.put_in(word, world, around) {
                    let values: Option<Value> = values.clone();
                    after.push((world, Some(values.map_or(value.clone(), |values| values.or(&value)))));
                }
            }
            ready = after;
        }
        let is_empty = variable.is_some() && words.is_some_and(<[Word]>::is_empty);
        let runs_once = words.is_some_and(|words| words.iter().any(|word| word.literal().is_some()));
        let mut after = Vec::new();
        for (world, value) in ready {
            let names_job = value.as_ref().is_some_and(|value| value.job != Job::No);
            let value = if words.is_none() { self.held("@", &world) } else { value };
            let runs_once = runs_once || names_job;
            if is_empty || !runs_once {
                after.push(world.clone().with(Status::of(Ends::Zero)));
            }
            if !is_empty {
                let element = element(value.unwrap_or_default());
                let mut ran = self.turns(variable, &element, body, world, runs_once, around);
                // The job that fails need not be the last that is waited for.
                for world in ran.iter_mut().filter(|world| names_job && world.runs() && world.status.is_failure()) {
                    world.status.ends = Ends::Unsure(DECIDED.to_owned());
                }
                after.extend(ran);
            }
        }
        self.together(after, sure, left)
    }

    /// The body of a `for`, and where nothing fails once more with what the first turn has left.
    fn turns(
        &mut self,
        variable: Option<&str>,
        element: &Value,
        body: &'s List,
        mut world: World<'s>,
        runs_once: bool,
        around: Around,
    ) -> Vec<World<'s>> {
        world.sure &= runs_once;
        let before = world.env.variables.clone();
        // What a later turn makes good where nothing fails says nothing about this one.
        let around = Around { kept: true, ..around };
        let mut after = Vec::new();
        let turn = |run: &mut Self, mut world: World<'s>| {
            if let Some(name) = variable {
                world.set(name, element.clone());
            }
            let worlds = run.list(body, vec![world], around);
            worlds.into_iter().map(World::leaves_turn).collect::<Vec<_>>()
        };
        let mut again = None;
        for (world, is_done) in turn(self, world) {
            if world.who.is_none() && !is_done && world.env.variables != before {
                again = Some(world.clone());
            }
            after.push(world);
        }
        if let Some(mut world) = again {
            world.sure = false;
            after.extend(turn(self, world).into_iter().map(|(world, _)| world));
        }
        after
    }

    pub(super) fn repeated(
        &mut self,
        until: bool,
        condition: &'s List,
        body: &'s List,
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let (diverged, sure, left) = (world.diverged, world.sure, self.left);
        let mut asks = vec![world];
        let mut after = Vec::new();
        // A loop ends as the last turn of its body.
        let mut turned: BTreeMap<Option<Who>, Status> = BTreeMap::new();
        for turn in 0..=TURNS {
            if asks.is_empty() {
                break;
            }
            let before: Vec<_> = asks.iter().map(|world| (world.who, world.env.clone())).collect();
            let mut bodies = Vec::new();
            for world in self.list(condition, asks, around.tested()) {
                if !world.runs() {
                    after.push(world);
                    continue;
                }
                let (holds, fails) = world.decided("a loop after which the script goes on");
                let (goes_on, ends) = if until { (fails, holds) } else { (holds, fails) };
                after.extend(ends.map(|world| {
                    let none = Status::traced(Ends::Zero, world.status.traced);
                    let status = turned.get(&world.who).cloned().unwrap_or(none);
                    world.with(status)
                }));
                bodies.extend(goes_on);
            }
            asks = Vec::new();
            let bodies = self.tidy(bodies);
            for world in self.list(body, bodies, Around { kept: true, ..around }) {
                let (mut world, is_done) = world.leaves_turn();
                turned.insert(world.who, world.status.clone());
                if is_done {
                    after.push(world);
                    continue;
                }
                if turn.saturating_add(1) == TURNS {
                    let env = before.iter().find(|(who, _)| *who == world.who).map(|(_, env)| env);
                    if let Some(env) = env {
                        forget(&mut world, env);
                    }
                }
                asks.push(world);
            }
            asks = self.tidy(asks);
        }
        // What still goes round ends with the time that the job has.
        for world in asks {
            self.goes_round(&world);
        }
        for world in &mut after {
            world.comes_together(diverged);
        }
        self.together(after, sure, left)
    }
}

impl World<'_> {
    /// In which a condition holds, and in which it does not.
    pub(super) fn decided(mut self, why: &str) -> (Option<Self>, Option<Self>) {
        let (holds, fails) = self.status.answers();
        if self.status.traced {
            self.because(|| why.to_owned());
            self.diverged = true;
        }
        self.sure &= !(holds && fails);
        let is_open = holds && fails;
        let with = |world: &Self, ends: Ends| {
            let status = if is_open { Status { ends, ..world.status.clone() } } else { world.status.clone() };
            world.clone().with(status)
        };
        (holds.then(|| with(&self, Ends::Zero)), fails.then(|| with(&self, Ends::NonZero)))
    }

    /// Behind branches of which the failure may have chosen one.
    fn comes_together(&mut self, diverged: bool) {
        if self.diverged && !diverged && self.runs() {
            self.status.traced = true;
            self.status.quiet = true;
        }
        self.diverged &= diverged;
    }

    /// At the end of a turn: whether the loop is left.
    fn leaves_turn(mut self) -> (Self, bool) {
        let (flow, is_done) = match self.flow {
            Flow::Continues(0 | 1) | Flow::Runs => (Flow::Runs, false),
            Flow::Breaks(0 | 1) => (Flow::Runs, true),
            Flow::Breaks(more) => (Flow::Breaks(more.saturating_sub(1)), true),
            Flow::Continues(more) => (Flow::Continues(more.saturating_sub(1)), true),
            other => (other, true),
        };
        self.flow = flow;
        (self, is_done)
    }
}

/// One of the words that a value is.
fn element(value: Value) -> Value {
    let job = if value.job == Job::No { Job::No } else { Job::Is };
    let split = |texts: std::collections::BTreeSet<String>| {
        texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
    };
    Value { texts: value.texts.map(split), job, ..value }
}
