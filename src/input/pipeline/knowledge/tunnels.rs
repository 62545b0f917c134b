//! What opens a shell of the runner to whoever has an address.

use std::collections::BTreeMap;

use super::phrase::{self, Phrase};
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static TUNNELS: Lookup<Tunnels> = Lookup::new(&concepts::rights::TUNNELS, |rows| {
    let mut tunnels = Tunnels::default();
    for row in rows {
        let limits = row.list("limits").map(str::to_owned).collect();
        let tunnel = Tunnel { tool: row.text("tool").to_owned(), limits };
        if row.word("kind") == "action" {
            tunnels.actions.insert(row.text("pattern").to_owned(), tunnel);
            continue;
        }
        let phrase = Phrase::of(row.text("pattern"));
        for program in phrase.programs.clone() {
            tunnels.commands.entry(program).or_default().push((phrase.clone(), tunnel.clone()));
        }
    }
    tunnels
});

/// By action and by program.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Tunnels {
    actions: BTreeMap<String, Tunnel>,
    commands: BTreeMap<String, Vec<(Phrase, Tunnel)>>,
}

/// One way to open one.
#[derive(Debug, Clone)]
pub(in crate::input::pipeline) struct Tunnel {
    /// Its usual name.
    pub(in crate::input::pipeline) tool: String,
    /// Inputs or options that say who may use it.
    pub(in crate::input::pipeline) limits: Vec<String>,
}

impl Tunnels {
    /// What an action opens, by `owner/name`.
    pub(in crate::input::pipeline) fn action(&self, owner: &str, name: &str) -> Option<&Tunnel> {
        self.actions.get(&format!("{owner}/{name}").to_ascii_lowercase())
    }

    /// What a command opens, with the words behind its program.
    pub(in crate::input::pipeline) fn command<'a>(&self, argv: &'a [String]) -> Option<(&Tunnel, &'a [String])> {
        if !phrase::knows(&self.commands, argv) {
            return None;
        }
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let (program, from, _) = wrappers::core(&words)?;
        let arguments = argv.get(from..)?;
        let rows = phrase::of_program(&self.commands, program)?;
        let (_, tunnel) = rows.iter().find(|(phrase, _)| phrase.takes(arguments, false).is_some())?;
        Some((tunnel, arguments))
    }
}
