//! The only place that reads the environment. Nothing here can change a verdict: it is about how things look, and about
//! which index git is committing from.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use super::args::{Arguments, Color};
use crate::report::Style;

#[expect(clippy::disallowed_methods, reason = "this is the module that the lint points to")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// How reports look: colour, width, length.
pub(crate) fn style(arguments: &Arguments) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if variable("NO_COLOR").is_some() => false,
        Color::Auto => terminal || variable("FORCE_COLOR").is_some() || variable("CLICOLOR_FORCE").is_some(),
    };
    let columns = variable("COLUMNS").and_then(|text| text.to_str()?.parse().ok());
    Style {
        color,
        width: columns.unwrap_or(100_usize).clamp(40, 200),
        verbose: arguments.verbose,
        quiet: arguments.quiet,
    }
}

/// The index that git tells its hooks to use.
pub(crate) fn git_index() -> Option<PathBuf> {
    variable("GIT_INDEX_FILE").map(PathBuf::from)
}
