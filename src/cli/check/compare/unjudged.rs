//! Whether something that could not be judged was there before: the same thing about a file that the change leaves alone.

use super::before::{Before, Run};
use super::run::obstacle;
use super::side::Side;
use crate::config::PlanRoot;
use crate::outcome::Unjudged;
use crate::source::same::same_file;
use crate::source::{Entry, RepoPath};

/// Whether it was there in every tree. What is about the run as a whole, or about evidence, is of this run.
pub(super) fn was_there(it: &Unjudged, before: &Before, run: &Run<'_>) -> bool {
    let Some(path) = &it.path else { return false };
    let is_configured_plan = |entry: &PlanRoot| RepoPath::new(&entry.plan).as_ref() == Some(path);
    let is_evidence = run.rules.config.inputs.terraform.plans.iter().any(is_configured_plan)
        || run.judged.is_evidence(path)
        || run.judged.forge.as_ref() == Some(path);
    if is_evidence || before.shared.deciding.contains(it) || before.trees.is_empty() {
        return false;
    }
    before.trees.iter().all(|(side, found)| {
        if let Some(same) = same_submodule(path, run, side) {
            return same;
        }
        if before.shared.unplanned.contains(path) && it.policy.is_none() && !it.unread {
            let had_none = found.unplanned.contains(&path.parent());
            return had_none && before.shared.same_code.contains(path);
        }
        let is_known = obstacle(it.clone()).is_some_and(|obstacle| found.obstacles.contains(&obstacle));
        is_known && same(path, run, side)
    })
}

/// Whether a file is as it was: its kind, whether it is a program, and its bytes.
fn same(path: &RepoPath, run: &Run<'_>, side: &Side) -> bool {
    let (now, before) = (run.judged.files.as_ref(), side.judged.files.as_ref());
    let is_program = || {
        let now =
            now.entry(path) == Entry::Program || run.rules.base.as_ref().is_some_and(|base| base.is_program_now(path));
        now == (before.entry(path) == Entry::Program)
    };
    same_file(now, before, path) && is_program()
}

/// For something in a submodule: whether the commit that is taken is the same.
fn same_submodule(path: &RepoPath, run: &Run<'_>, side: &Side) -> Option<bool> {
    let module = run.judged.files.submodules().iter().find(|it| it.path == *path || path.is_below(Some(&it.path)))?;
    let before = side.judged.files.submodules().iter().find(|it| it.path == module.path);
    Some(before.is_some_and(|before| before.commit == module.commit))
}
