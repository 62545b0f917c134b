//! Pipes: which of the parts decides how the whole ends.

use super::super::syntax::Part;
use super::world::{Ends, Status, World};
use super::{Around, Run, command};

impl<'s> Run<'s> {
    /// `a | b`: each part in a subshell of its own.
    pub(super) fn pipe(&mut self, parts: &'s [Part], world: World<'s>, around: Around) -> Vec<World<'s>> {
        let pipefail = world.env.shell.pipefail;
        let mut worlds: Vec<(World<'s>, Vec<Status>)> = vec![(world, Vec::new())];
        for (index, part) in parts.iter().enumerate() {
            // How the parts before it ended is kept beside the world.
            let inner = Around { kept: around.kept || index > 0, ..around };
            let mut after = Vec::new();
            for (world, ends) in worlds {
                let worlds = self.subshell(world, inner, |run, world, around| run.part(part, world, around));
                let ended = worlds.into_iter().map(|world| {
                    let status = world.status.clone();
                    (world.with(Status::of(Ends::Zero)), status)
                });
                after.extend(command::added(ended.collect(), ends));
            }
            worlds = after;
        }
        let judges = parts.last().is_some_and(|part| !command::only_shows(part));
        let ended = worlds.into_iter().map(|(mut world, ends)| {
            world.status = of_pipe(&ends, pipefail, judges && around.tested);
            if ends.iter().any(|status| status.traced && status.is_failure()) && !world.status.is_failure() {
                world.because(|| "a pipe without `pipefail`".to_owned());
            }
            world.pipe = ends;
            world
        });
        ended.collect()
    }
}

/// The status of a pipe. `judges` says that a condition asks the last of its parts what it makes of the others.
fn of_pipe(ends: &[Status], pipefail: bool, judges: bool) -> Status {
    let last = ends.last().cloned().unwrap_or_else(|| Status::of(Ends::Zero));
    let failed = |status: &&Status| !matches!(status.ends, Ends::Zero | Ends::Assumed);
    let decides = if pipefail { ends.iter().rev().find(failed).cloned().unwrap_or(last) } else { last };
    let is_told = ends.iter().any(|status| status.traced);
    if judges && is_told && matches!(decides.ends, Ends::Assumed) {
        return Status::traced(Ends::Unsure("a command that reads what it prints decides".to_owned()), true);
    }
    Status { quiet: false, ..decides }
}
