//! The way to the judged folder, which a change may have built.

use std::path::Path;

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
                "name the folder that it leads to, or go into the submodule and run gate there",
            ));
        }
    }
    Ok(())
}

/// Whether the caller stands at the end of the way already: whoever went into a submodule means that submodule.
fn stands_beyond(given: &Path) -> bool {
    let Ok(here) = std::env::current_dir() else { return false };
    let leads_further = given != here && given.starts_with(&here);
    !leads_further && given.canonicalize().is_ok_and(|end| here.starts_with(end))
}
