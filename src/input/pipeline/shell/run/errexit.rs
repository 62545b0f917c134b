//! What the shell does when a command fails.

use super::world::{Ends, Flow, Status, World};
use super::{Around, Run};

impl<'s> Run<'s> {
    /// What `set -e` and the `ERR` trap do with a status.
    pub(super) fn judged_by_shell(&mut self, mut world: World<'s>, around: Around) -> Vec<World<'s>> {
        if around.tested || world.status.quiet || self.steps == 0 {
            return vec![world];
        }
        match &world.status.ends {
            Ends::NonZero => self.failed(world, around),
            Ends::Unsure(_) if world.env.shell.errexit => {
                let traced = world.status.traced;
                let failed = world.clone().with(Status::traced(Ends::NonZero, traced));
                world.status = Status::traced(Ends::Zero, traced);
                let mut worlds = self.failed(failed, around);
                worlds.push(world);
                worlds
            }
            _ => vec![world],
        }
    }

    fn failed(&mut self, world: World<'s>, around: Around) -> Vec<World<'s>> {
        let sees_trap = around.functions == 0 && around.subshells == 0 || world.env.errtrace;
        let trap = world.env.error_trap.filter(|_| sees_trap && !around.foreign);
        let worlds = match trap.and_then(|at| self.traps.get(&at)) {
            Some(list) => {
                // What the trap does counts, not that it ran under a condition.
                let status = world.status.clone();
                let inner = Around { foreign: true, kept: true, ..around };
                let mut worlds = self.list(list, vec![world], inner);
                for world in &mut worlds {
                    match world.flow {
                        Flow::Runs => world.status = status.clone(),
                        _ => world.because(|| "`trap … ERR`".to_owned()),
                    }
                }
                worlds
            }
            None => vec![world],
        };
        let mut after = Vec::new();
        for world in worlds {
            if world.runs() && world.env.shell.errexit {
                after.extend(self.ends(world, around));
            } else {
                after.push(world);
            }
        }
        after
    }

    /// The shell ends with the status of the world.
    pub(super) fn ends(&mut self, mut world: World<'s>, around: Around) -> Option<World<'s>> {
        world.flow = Flow::Exits;
        if around.subshells > 0 || around.foreign {
            return Some(world);
        }
        self.finish(world);
        None
    }
}
