//! Worlds that can no longer be told apart, or need not be.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::value::Value;
use super::world::{Ends, Env, Status, World};

/// The most worlds of one failing command that are kept apart.
const APART: usize = 4;

/// What the script does depends on more than can be followed.
pub(super) const DECIDED: &str = "the script decides it when it runs";

/// The worlds without those that say the same; where nothing fails that does not have to, one goes on. `work` grows with
/// the variables that had to be looked at.
pub(super) fn tidy<'s>(worlds: Vec<World<'s>>, work: &mut usize) -> Vec<World<'s>> {
    let mut kept: Vec<World<'_>> = Vec::with_capacity(worlds.len());
    let mut of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for world in worlds {
        let same = of.entry((world.who, world.flow)).or_default();
        let most = if world.who.is_none() { 1 } else { APART };
        if same.iter().filter_map(|at| kept.get(*at)).any(|known| known.is_same(&world, work)) {
            continue;
        }
        if let Some(last) = same.last().and_then(|at| kept.get_mut(*at)).filter(|_| same.len() >= most) {
            last.join(&world, work);
        } else {
            same.push(kept.len());
            kept.push(world);
        }
    }
    kept
}

impl World<'_> {
    /// Whether it cannot be told from another.
    fn is_same(&self, other: &Self, work: &mut usize) -> bool {
        self.env.variables.is_same(&other.env.variables, work) && self == other
    }

    /// Takes in another of the same command.
    fn join(&mut self, other: &Self, work: &mut usize) {
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
        self.env.join(&other.env, work);
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
    fn join(&mut self, other: &Self, work: &mut usize) {
        self.variables = self.variables.merged(&other.variables, &mut |_, here, there| {
            *work = work.saturating_add(1);
            either(here, there)
        });
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
        self.open |= other.open;
        self.exit_trap = self.exit_trap.or(other.exit_trap);
        self.error_trap = self.error_trap.or(other.error_trap);
    }
}

/// What a variable holds that holds one thing in one world and another in the other.
fn either(here: Option<&Value>, there: Option<&Value>) -> Option<Value> {
    match (here, there) {
        (Some(here), Some(there)) if here == there => Some(here.clone()),
        (Some(here), Some(there)) => Some(here.clone().or(there)),
        (Some(one), None) | (None, Some(one)) => Some(Value { unset: true, ..one.clone() }),
        (None, None) => None,
    }
}

/// Forgets the values of variables that differ from those of an earlier turn.
pub(super) fn forget(world: &mut World<'_>, before: &Env<'_>) {
    world.env.variables = world.env.variables.merged(&before.variables, &mut |_, now, before| {
        let now = now?;
        let is_same = before == Some(now);
        Some(if is_same { now.clone() } else { Value { unset: now.unset, job: now.job, ..Value::unknown(now.traced) } })
    });
}
