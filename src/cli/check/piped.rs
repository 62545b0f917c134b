//! `--plan -`: a plan that comes on standard input.

use std::io::{IsTerminal as _, stdin};
use std::path::Path;
use std::sync::Arc;

use super::super::args::Check;
use super::super::error::CliError;
use super::clock;
use super::judged::from_outside;
use crate::limits::LIMITS;
use crate::source::piped::{Piped, standard_input_file};

/// The name of standard input in a call.
pub(super) const STDIN: &str = "-";

/// How a plan gets there.
const PIPE: &str = "pipe a plan into gate: terraform show -json p | gate check --plan -";

/// The file that `--plan` names, and the folder of its code.
pub(super) fn split(plan: &str) -> (&str, Option<&str>) {
    plan.split_once('=').map_or((plan, None), |(file, folder)| (file, Some(folder)))
}

/// The call with what stands on standard input, if it asks for that.
///
/// # Errors
/// When nobody writes to it, or the call asks for more than one file there.
pub(super) fn taken(call: &Check) -> Result<Check, CliError> {
    let is_piped = |plan: &&String| split(plan).0 == STDIN;
    if call.comparison.base_plan.iter().any(|plan| is_piped(&plan)) {
        return Err(CliError::usage("--base-plan -: a plan of the base has to be a file", "name a file that exists"));
    }
    match call.plan.iter().filter(is_piped).count() {
        0 => return Ok(call.clone()),
        1 => {}
        _ => return Err(CliError::usage("--plan -: standard input holds one plan", "write the others to files")),
    }
    if stdin().is_terminal() {
        return Err(CliError::usage("--plan -: standard input is a terminal", PIPE));
    }
    // The tool may take its time before it writes anything.
    let read = || Piped::read(stdin().lock(), LIMITS.plan_bytes);
    let content = clock::within_time("reading standard input", LIMITS.run_time, move || {
        read().map_err(|error| CliError::usage(format!("--plan -: {error}"), PIPE))
    })?;
    if content.is_empty() {
        let help = "look at what the command before the pipe says; in bash, `set -o pipefail` keeps its failure";
        return Err(CliError::usage("--plan -: nothing came on standard input", help));
    }
    Ok(Check { piped: Some(Arc::new(content)), ..call.clone() })
}

/// Refuses a file of the judged side that is handed over as standard input.
pub(super) fn from_elsewhere(root: &Path, call: &Check) -> Result<(), CliError> {
    standard_input_file().map_or(Ok(()), |file| from_outside(root, &file, "--plan", call))
}
