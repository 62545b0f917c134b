//! The only place that reads the environment. Nothing here can change a verdict: it is about how things look, and about
//! which index git is committing from.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use supports_hyperlinks::supports_hyperlinks;
use terminal_size::{Width, terminal_size_of};

use super::args::{Arguments, Color};
use crate::report::{Links, Style};

/// Columns where there is no terminal to ask: a log, a pipe, a file.
const COLUMNS: usize = 100;

#[expect(clippy::disallowed_methods, reason = "this is the module that the lint points to")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether the terminal can do nothing but print lines.
fn is_dumb() -> bool {
    variable("TERM").is_some_and(|term| term == "dumb")
}

/// How reports look: colour, width, length.
pub(crate) fn style(arguments: &Arguments) -> Style {
    let output = std::io::stdout();
    let terminal = output.is_terminal();
    let links = terminal && !is_dumb() && supports_hyperlinks();
    let size = terminal_size_of(output).map(|(width, _)| width);
    Style { links: links.then(Links::default), ..look(arguments, terminal, size) }
}

/// How errors look, which go to standard error.
pub(crate) fn error_style(arguments: &Arguments) -> Style {
    let output = std::io::stderr();
    look(arguments, output.is_terminal(), terminal_size_of(output).map(|(width, _)| width))
}

fn look(arguments: &Arguments, terminal: bool, size: Option<Width>) -> Style {
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if variable("NO_COLOR").is_some() => false,
        Color::Auto if variable("FORCE_COLOR").is_some() || variable("CLICOLOR_FORCE").is_some() => true,
        Color::Auto => terminal && !is_dumb(),
    };
    // Whoever exports it means it; shells keep it to themselves.
    let wanted = variable("COLUMNS").and_then(|text| text.to_str()?.parse().ok()).filter(|columns| *columns > 0);
    let width = wanted.or_else(|| size.map(|Width(columns)| usize::from(columns))).filter(|columns| *columns > 0);
    Style {
        color,
        links: None,
        width: width.unwrap_or(COLUMNS).clamp(40, 200),
        verbose: arguments.verbose,
        quiet: arguments.quiet,
    }
}

/// Whether somebody watches a run: at a terminal, and not in a job whose log is kept.
pub(crate) fn shows_progress(quiet: bool) -> bool {
    !quiet && std::io::stderr().is_terminal() && !is_dumb() && variable("CI").is_none()
}

/// The index that git tells its hooks to use.
pub(crate) fn git_index() -> Option<PathBuf> {
    variable("GIT_INDEX_FILE").map(PathBuf::from)
}
