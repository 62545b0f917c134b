//! `gate waive`: writes the waiver of one finding.

use super::args::Waive;
use super::error::CliError;
use crate::exit::Exit;
use crate::report::Style;

/// Runs the command.
pub(super) fn run(_call: &Waive, _style: &Style) -> Result<Exit, CliError> {
    Err(CliError::Bug("not built yet".to_owned()))
}
