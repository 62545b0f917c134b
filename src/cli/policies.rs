//! `gate policies`: the list of what gate knows.

use std::fmt::Write;

use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::{bundled, own};

/// Prints one policy a line.
pub(super) fn run() -> Result<Exit, CliError> {
    let mut text = String::new();
    for policy in bundled()?.iter().chain(&own()) {
        let meta = &policy.meta;
        // Writing to a `String` cannot fail.
        let _ =
            writeln!(text, "{:8} {:8}  {:10}  {:34}  {}", meta.id, meta.severity, meta.input, meta.slug, meta.title);
    }
    say(&text);
    Ok(Exit::Pass)
}
