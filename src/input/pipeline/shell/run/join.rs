//! Worlds that can no longer be told apart, or need not be.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::value::Value;
use super::world::{Ends, Env, Status, World};

/// The most worlds of one failing command that are kept apart.
const APART: usize = 4;

/// What the script does depends on more than can be followed.
pub(super) const DECIDED: &str = "the script decides it when it runs";

/// The worlds without those that say the same; where nothing fails that does not have to, one goes on.
pub(super) fn tidy(worlds: Vec<World<'_>>) -> Vec<World<'_>> {
    let mut kept: Vec<World<'_>> = Vec::with_capacity(worlds.len());
    let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for world in worlds {
        let same = of.entry((world.who, world.flow)).or_default();
        let most = if world.who.is_none() { 1 } else { APART };
        if same.iter().any(|at| kept.get(*at) == Some(&world)) {
            continue;
        }
        if let Some(last) = same.last().and_then(|at| kept.get_mut(*at)).filter(|_| same.len() >= most) {
            last.join(&world);
        } else {
            same.push(kept.len());
            kept.push(world);
        }
    }
    kept
}

impl World<'_> {
    /// Takes in another of the same command.
    fn join(&mut self, other: &Self) {
        self.status.join(&other.status);
        if self.pipe != other.pipe {
            self.pipe.clear();
        }
        self.diverged |= other.diverged;
        self.pending |= other.pending;
        self.printed |= other.printed;
        self.traces |= other.traces;
        self.handed = self.handed.or(other.handed);
        self.why = self.why.take().or_else(|| other.why.clone());
        self.sure &= other.sure;
        self.env.join(&other.env);
    }
}

impl Status {
    fn join(&mut self, other: &Self) {
        if self.ends != other.ends {
            let is_told = self.traced || other.traced;
            self.ends = if is_told { Ends::Unsure(DECIDED.to_owned()) } else { Ends::Assumed };
        }
        self.traced |= other.traced;
        self.quiet |= other.quiet;
    }
}

impl Env<'_> {
    fn join(&mut self, other: &Self) {
        if !Rc::ptr_eq(&self.variables, &other.variables) {
            variables(&mut self.variables, &other.variables);
        }
        if !Rc::ptr_eq(&self.functions, &other.functions) {
            let functions = Rc::make_mut(&mut self.functions);
            for (name, body) in other.functions.iter() {
                functions.entry(name.clone()).or_insert(body);
            }
        }
        if self.arguments != other.arguments {
            self.arguments = None;
        }
        if !Rc::ptr_eq(&self.exported, &other.exported) && self.exported != other.exported {
            let exported = Rc::make_mut(&mut self.exported);
            for (name, texts) in other.exported.iter() {
                let known = exported.entry(name.clone()).or_insert_with(|| texts.clone());
                if known != texts {
                    *known = None;
                }
            }
        }
        self.shell.errexit &= other.shell.errexit;
        self.shell.pipefail &= other.shell.pipefail;
        self.errtrace &= other.errtrace;
        self.inherits &= other.inherits;
        self.exit_trap = self.exit_trap.or(other.exit_trap);
        self.error_trap = self.error_trap.or(other.error_trap);
    }
}

fn variables(into: &mut Rc<BTreeMap<String, Value>>, other: &BTreeMap<String, Value>) {
    if **into == *other {
        return;
    }
    let variables = Rc::make_mut(into);
    for (name, value) in other {
        match variables.get_mut(name) {
            Some(known) if known == value => {}
            Some(known) => *known = std::mem::take(known).or(value),
            None => drop(variables.insert(name.clone(), Value { unset: true, ..value.clone() })),
        }
    }
    for (_, value) in variables.iter_mut().filter(|(name, _)| !other.contains_key(*name)) {
        value.unset = true;
    }
}

/// Forgets the values of variables that differ from those of an earlier turn.
pub(super) fn forget(world: &mut World<'_>, before: &Env<'_>) {
    if Rc::ptr_eq(&world.env.variables, &before.variables) {
        return;
    }
    for (name, value) in Rc::make_mut(&mut world.env.variables) {
        if before.variables.get(name) != Some(value) {
            *value = Value { unset: value.unset, job: value.job, ..Value::unknown(value.traced) };
        }
    }
}
