//! `gate policies`: the list of what gate knows, and what this repository and its organisations add.

use std::fmt::Write;

use super::check::added_policies;
use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::{bundled, own};
use crate::report::escape::{finished, for_terminal};

/// Prints one policy a line.
pub(super) fn run() -> Result<Exit, CliError> {
    let mut text = String::new();
    for policy in bundled()?.into_iter().chain(added_policies()?).chain(own()) {
        let meta = policy.meta;
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "{:8} {:8}  {:10}  {:34}  {}",
            meta.id,
            meta.severity,
            meta.input,
            meta.slug,
            for_terminal(&meta.title)
        );
    }
    say(&finished(&text));
    Ok(Exit::Pass)
}
