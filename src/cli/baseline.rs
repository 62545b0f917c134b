//! `gate baseline`: removes what matches nothing any more.

use super::args::BaselineVerb;
use super::error::CliError;
use crate::exit::Exit;
use crate::report::Style;

/// Runs the command.
pub(super) fn run(_call: &BaselineVerb, _style: &Style) -> Result<Exit, CliError> {
    Err(CliError::Bug("not built yet".to_owned()))
}
