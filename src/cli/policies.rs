//! `gate policies`: the list of what gate knows, and what this repository and its organisations add.

use std::fmt::Write;

use super::args::Policies;
use super::check::added_policies;
use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::{bundled, own};
use crate::report::escape::{finished, for_terminal};

/// Prints one policy a line: all of them, or those that mean the same as a rule of another tool.
pub(super) fn run(asked: &Policies) -> Result<Exit, CliError> {
    let mut text = String::new();
    let wanted = asked.equivalent.as_deref();
    for policy in bundled()?.into_iter().chain(added_policies()?).chain(own()) {
        let meta = policy.meta;
        if wanted.is_some_and(|id| !meta.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id))) {
            continue;
        }
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
    if let (Some(id), true) = (wanted, text.is_empty()) {
        let id = for_terminal(id);
        let _ = writeln!(text, "no policy is known to mean the same as {id}; `gate policies` lists all");
    }
    say(&finished(&text));
    Ok(Exit::Pass)
}
