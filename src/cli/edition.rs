//! `gate edition`: what a newer edition of the rules would change here.

use super::args::Edition;
use super::error::CliError;
use crate::exit::Exit;
use crate::report::Style;

/// Runs the command.
pub(super) fn run(_call: &Edition, _style: &Style) -> Result<Exit, CliError> {
    Err(CliError::Bug("not built yet".to_owned()))
}
