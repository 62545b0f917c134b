//! The way to the judged folder, which a change may have built.

use std::path::{Path, PathBuf};

use super::super::args::Check;
use super::super::error::CliError;
use crate::source::tracked_step;

/// With `--base`, refuses a folder to which a link or a submodule of the repository around it leads: the change would
/// choose whose rules it is judged by.
///
/// # Errors
/// When git tracks a step on the way.
pub(super) fn check(root: &Path, call: &Check) -> Result<(), CliError> {
    if call.base.is_none() {
        return Ok(());
    }
    let Ok(given) = std::path::absolute(root) else { return Ok(()) };
    let is_repository = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    if stands_beyond(&given) {
        return Ok(());
    }
    for folder in given.ancestors().skip(1).filter(is_repository) {
        // A repository that cannot be opened says nothing about the folder; if it is the judged one, that is said later.
        if let Ok(Some(step)) = tracked_step(folder, &given, call.owner()) {
            return Err(CliError::usage(
                format!(
                    "{}: {step} is a link or a submodule, so the change chooses which folder that is",
                    root.display()
                ),
                "name the folder that it leads to; run gate for a submodule in a clone of its own repository",
            ));
        }
    }
    Ok(())
}

/// With `--base`, refuses a submodule: a change of the repository around it decides which repository it is, and with it
/// whose rules hold.
///
/// # Errors
/// When a repository around the judged one tracks it.
pub(super) fn apart(root: &Path, call: &Check) -> Result<(), CliError> {
    let Some(around) = around(root, call) else { return Ok(()) };
    let (root, around) = (root.display(), around.display());
    Err(CliError::usage(
        format!("{root} is a submodule of {around}: a change there chooses whose rules hold here"),
        "run gate in a clone of the submodule's own repository, or in the one around it",
    ))
}

/// The folder around a judged submodule.
fn around(root: &Path, call: &Check) -> Option<PathBuf> {
    call.base.as_ref()?;
    let given = root.canonicalize().ok()?;
    let is_repository = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    let mut repositories = given.ancestors().filter(is_repository);
    repositories.next()?;
    let outer = repositories.find(|folder| tracked_step(folder, &given, call.owner()).is_ok_and(|step| step.is_some()));
    outer.map(Path::to_owned)
}

/// Whether the caller stands at the end of the way already.
fn stands_beyond(given: &Path) -> bool {
    let Ok(here) = std::env::current_dir() else { return false };
    let leads_further = given != here && given.starts_with(&here);
    !leads_further && given.canonicalize().is_ok_and(|end| here.starts_with(end))
}
