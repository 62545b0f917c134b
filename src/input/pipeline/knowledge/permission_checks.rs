//! What asks the forge which rights somebody has.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::pipeline::model::{Command, Ref, Step};
use crate::input::pipeline::taint;
use crate::knowledge::{Lookup, concepts};

/// By what is asked.
#[derive(Debug, Default)]
struct Checks {
    /// `owner/name` in small letters.
    actions: BTreeSet<String>,
    /// Segments of an address of the API, with what must stand behind them; empty for nothing.
    addresses: BTreeMap<String, String>,
    methods: BTreeSet<String>,
}

static CHECKS: Lookup<Checks> = Lookup::new(&concepts::rights::PERMISSION_CHECKS, |rows| {
    let mut checks = Checks::default();
    for row in rows {
        let pattern = row.text("pattern").to_owned();
        match row.word("kind") {
            "action" => drop(checks.actions.insert(pattern)),
            "method" => drop(checks.methods.insert(pattern)),
            _ => {
                let (segment, last) = pattern.split_once(' ').unwrap_or((&pattern, ""));
                checks.addresses.insert(segment.to_owned(), last.to_owned());
            }
        }
    }
    checks
});

/// Whether a step asks.
pub(in crate::input::pipeline) fn by_step(action: Option<&Ref>, step: &Step) -> bool {
    if let Some(uses) = action {
        let name = format!("{}/{}", uses.owner, uses.name).to_ascii_lowercase();
        let script = || step.with.get("script").filter(|_| name == "actions/github-script");
        return CHECKS.built_in().actions.contains(&name) || script().is_some_and(|script| by_script(script));
    }
    step.run.iter().flat_map(|run| &run.commands).any(by_command)
}

fn by_script(script: &str) -> bool {
    let methods = taint::javascript_methods(script);
    methods.into_iter().any(|method| CHECKS.built_in().methods.contains(method.name))
}

fn by_command(command: &Command) -> bool {
    if !matches!(command.program.as_str(), "gh" | "curl" | "wget" | "http") {
        return false;
    }
    command.argv.iter().any(|word| {
        let address = word.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let mut asked = CHECKS.built_in().addresses.iter();
        asked.any(|(segment, last)| {
            address.split('/').any(|part| part == segment) && (last.is_empty() || address.ends_with(last.as_str()))
        })
    })
}
