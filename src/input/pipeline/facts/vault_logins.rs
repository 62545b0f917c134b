//! How jobs get at what a vault holds.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::{holders, secret_variables};
use crate::input::pipeline::model::{Command, Run};
use crate::input::pipeline::shell;
use crate::input::pipeline::wrappers;
use crate::input::{Fact, Segment};

/// A login at Vault, or at `OpenBao`, with a credential that stays valid until somebody changes it. Its place is the input,
/// the variable, or the command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VaultLogin {
    /// How: `token`, `approle`, `userpass`, `ldap`, `github`, `radius` or `okta`.
    pub method: String,
    /// Whether the credential lasts: `true`, or null where the file does not say which method it is.
    pub lasting: Option<bool>,
}

/// Methods whose credentials last.
const LASTING: [&str; 7] = ["token", "approle", "userpass", "ldap", "github", "radius", "okta"];

/// How many commands of a step are looked at.
const LOGINS: usize = 20;

/// The variable that holds a token.
const TOKEN: &str = "VAULT_TOKEN";

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<VaultLogin>> {
    let mut facts = Vec::new();
    for holder in holders::of(graph) {
        let is_secret = |name: &str| name.to_ascii_uppercase() != holders::TOKEN;
        let mut secrets = holder.secrets.iter().filter(|secret| is_secret(&secret.name));
        let is_dead = holder.step.is_some_and(|at| reach.is_dead_step(at) || reach.is_dead(at.run));
        if let Some(secret) = secrets.find(|secret| !is_dead && secret.at.strip_prefix("env.") == Some(TOKEN)) {
            let via = holder.step.map(InJob::via).unwrap_or_default();
            facts.push(Fact { via, ..Fact::new(&secret.loc, Vec::new(), holder.job, lasting("token")) });
        }
    }
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            facts.extend(of_action(at));
            let commands = at.step.run.iter().flat_map(|run| &run.commands);
            let logins = commands.filter(|it| it.reached && it.argv.iter().any(|word| is_vault(word)));
            facts.extend(logins.take(LOGINS).find_map(|command| of_command(at, command)));
        }
    }
    facts
}

fn lasting(method: &str) -> VaultLogin {
    VaultLogin { method: method.to_owned(), lasting: Some(true) }
}

fn of_action(at: InJob<'_>) -> Option<Fact<VaultLogin>> {
    if !at.runs("hashicorp", "vault-action") {
        return None;
    }
    let given = at.handed("method").next();
    let method = given.map_or("token", |(_, value)| value.trim()).to_ascii_lowercase();
    let is_open = method.contains("${{");
    // What an earlier step has got is handed over as a token too.
    let mut secrets = at.step.secrets.iter().filter(|secret| secret.at.starts_with("with."));
    if !is_open && (!LASTING.contains(&method.as_str()) || secrets.next().is_none()) {
        return None;
    }
    let place: Vec<Segment> = given.map_or_else(|| path(["uses"]), |(input, _)| path(["with", input]));
    let says = VaultLogin { lasting: (!is_open).then_some(true), ..lasting(if is_open { "" } else { &method }) };
    let why = if is_open { "an expression decides by which method it logs in" } else { "" };
    Some(Fact { via: at.via(), ..Fact::new(&at.step.loc, place, at.about(), says).because(why) })
}

fn of_command(at: InJob<'_>, command: &Command) -> Option<Fact<VaultLogin>> {
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let (program, rest) = argv.split_first()?;
    let words: Vec<&str> = rest.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let method = match words.as_slice() {
        _ if !is_vault(program) => None,
        ["login", words @ ..] => {
            let flag = rest.iter().find_map(|word| word.trim_start_matches('-').strip_prefix("method="));
            let is_own = || words.first().is_some_and(|word| is_stored(at, word));
            match flag {
                Some(method) => LASTING.into_iter().find(|it| *it == method),
                None => is_own().then_some("token"),
            }
        }
        ["write", address, ..] => {
            let (mount, last) = address.strip_prefix("auth/")?.split_once("/login")?;
            let is_it = |it: &&str| mount == *it && (last.is_empty() || last.starts_with('/'));
            LASTING.into_iter().find(is_it)
        }
        _ => None,
    }?;
    let via = at.placed.via.iter().chain(&command.via).cloned().collect();
    Some(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), lasting(method)) })
}

fn is_vault(word: &str) -> bool {
    matches!(wrappers::base_name(word), "vault" | "bao")
}

/// Whether a word is a variable that a secret or the settings of the project fill, and not the script.
fn is_stored(at: InJob<'_>, word: &str) -> bool {
    let word = word.strip_prefix("token=").unwrap_or(word);
    let Some(name) = word.strip_prefix('$').map(|name| name.trim_matches(['{', '}'])) else { return false };
    if at.pipeline.vendor == "github" {
        return name.contains("secrets.") || secret_variables::of(at).contains_key(name);
    }
    let mut scripts = at.run.steps.iter().flat_map(|placed| &placed.step.run);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let sets = |word: &String| word.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
    let is_set = |run: &Run| {
        run.commands.iter().any(|it| matches!(it.program.as_str(), "export" | "local") && it.argv.iter().any(sets))
            || !shell::assigned(&run.text, name).is_empty()
    };
    is_name && at.variable(name).is_none() && !scripts.any(is_set)
}
