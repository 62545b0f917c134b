//! Keys of clouds that do not expire.

use schemars::JsonSchema;
use serde::Serialize;

use super::emulator;
use super::graph::Graph;
use super::holders::{self, Holder, variable};
use super::in_job::InJob;
use super::path;
use crate::input::Fact;
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::knowledge::Tables;
use crate::input::pipeline::knowledge::action_inputs::Takes;
use crate::input::pipeline::knowledge::cloud_keys::CloudKeys;
use crate::input::pipeline::model::{Command, Job, Pipeline, SecretUse};
use crate::input::pipeline::shell;
use crate::source::secret::names_credential;

/// A key of a cloud that does not expire, where a pipeline uses it. The id of a key is no credential; the key beside it
/// is. What comes from a vault is not listed: the vault decides how long it lives.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Key {
    /// The name of the secret, or of the variable or input that holds it; empty for one that has no name.
    pub name: String,
    /// The cloud: `AWS`, `Google Cloud`, `Azure`, or one that a repository has added.
    pub cloud: String,
    /// How the pipeline comes by it.
    pub way: Way,
}

/// How a pipeline comes by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The forge hands it over as a secret.
    Handed,
    /// A script reads a variable that the forge has set. GitLab only, which hands its variables to every job.
    Read,
    /// It is written out.
    Written,
}

/// The keys of a pipeline.
pub(super) fn of(graph: &Graph<'_>, tables: &Tables) -> Vec<Fact<Key>> {
    let mut keys = Vec::new();
    for holder in holders::of(graph) {
        if !holder.secrets.is_empty() {
            handed(tables, &holder, &mut keys);
        }
        if !holder.literals.is_empty() {
            written(graph, &tables.keys, &holder, &mut keys);
        }
        if graph.pipeline.vendor == "gitlab" {
            match holder.step {
                Some(at) => read(&tables.keys, at, &mut keys),
                None => passed_on(&tables.keys, &holder, &mut keys),
            }
        }
    }
    keys
}

fn key(loc: &str, job: &str, name: &str, cloud: &str, way: Way) -> Fact<Key> {
    Fact::new(loc, Vec::new(), job, Key { name: name.to_owned(), cloud: cloud.to_owned(), way })
}

/// Secrets that are keys by their name, or by that of what they are handed to.
fn handed(tables: &Tables, holder: &Holder<'_>, keys: &mut Vec<Fact<Key>>) {
    let expires = is_short_lived(holder);
    for secret in holder.secrets.iter().filter(|secret| !is_said(tables, holder, secret)) {
        let by_name = tables.keys.of(&secret.name, &variable(&secret.at));
        let by_name = by_name.filter(|_| secret.at != "secrets" && !expires);
        let by_input = || of_input(tables, holder, secret).filter(|_| !is_beside_key(holder, secret));
        let by_script = || by_script(&tables.keys, holder, secret).filter(|_| !expires);
        let cloud = by_name.or_else(by_input).or_else(by_script);
        let via = holder.step.map(InJob::via).unwrap_or_default();
        keys.extend(cloud.map(|cloud| Fact { via, ..key(&secret.loc, holder.job, &secret.name, cloud, Way::Handed) }));
    }
}

/// Whether a call that hands the secret over is said to do so: the called file that uses it says nothing new.
fn is_said(tables: &Tables, holder: &Holder<'_>, secret: &SecretUse) -> bool {
    let Some(at) = holder.step.filter(|at| !at.placed.callers.is_empty()) else { return false };
    let mut here = at.step.interpolations.iter().filter(|it| it.loc == secret.loc);
    let by_input = here.any(|it| flowing(&it.expr).iter().any(|context| context.starts_with("inputs")));
    let mut given = at.placed.callers.iter().flat_map(|caller| &caller.secrets);
    by_input && given.any(|it| it.name == secret.name && tables.keys.of(&it.name, &variable(&it.at)).is_some())
}

/// The cloud of an input whose name says it only together with the action.
fn of_input<'t>(tables: &'t Tables, holder: &Holder<'_>, secret: &SecretUse) -> Option<&'t str> {
    match tables.inputs.takes(holder.step?.action()?, secret.at.strip_prefix("with.")?)? {
        Takes::Key(cloud) => Some(cloud),
        Takes::Script | Takes::Variable | Takes::Entries => None,
    }
}

/// Whether a secret stands beside the key, in one object with it: `{"clientId": …, "clientSecret": …}`.
fn is_beside_key(holder: &Holder<'_>, secret: &SecretUse) -> bool {
    let Some(step) = holder.step.map(|at| at.step) else { return false };
    let input = secret.at.strip_prefix("with.").unwrap_or_default();
    let value = step.with.get(input).map(|value| serde_json::from_str(value));
    let Some(Ok(serde_json::Value::Object(members))) = value else { return false };
    let context = format!("secrets.{}", secret.name);
    let is_it = |it: &str| it.eq_ignore_ascii_case(&context);
    let uses = step.interpolations.iter().filter(|it| it.at == secret.at);
    let uses: Vec<_> = uses.filter(|it| it.contexts.iter().any(|context| is_it(context))).collect();
    let holds = |value: &serde_json::Value| {
        let text = value.as_str().unwrap_or_default();
        uses.iter().any(|it| text.contains(it.expr.as_str()))
    };
    let mut holding = members.iter().filter(|(_, value)| holds(value)).map(|(name, _)| name).peekable();
    let is_there = holding.peek().is_some();
    is_there && !holding.any(|name| names_credential(name)) && members.keys().any(|name| names_credential(name))
}

/// The cloud of a key that a script puts into a variable, or into a setting of its tool, of that name:
/// `echo "AWS_SECRET_ACCESS_KEY=$KEY" >> "$GITHUB_ENV"`.
fn by_script<'t>(known: &'t CloudKeys, holder: &Holder<'_>, secret: &SecretUse) -> Option<&'t str> {
    let commands = &holder.step?.step.run.as_ref()?.commands;
    let names = |command: &Command| {
        let words = command.argv.iter().zip(command.argv.iter().skip(1));
        let settings = words.filter(|(word, _)| *word == "set").map(|(_, name)| name.to_uppercase());
        let assigned = command.argv.iter().filter_map(|word| word.split_once('=')).map(|(name, _)| name.to_owned());
        assigned.chain(settings).collect::<Vec<_>>()
    };
    if commands.iter().flat_map(names).any(|name| name.eq_ignore_ascii_case("AWS_SESSION_TOKEN")) {
        return None;
    }
    let expression = format!("secrets.{}", secret.name).to_lowercase();
    let reads = |command: &&Command| match secret.at.strip_prefix("env.") {
        Some(name) => command.variables.iter().any(|variable| variable == name),
        None => secret.at == "run" && command.argv.iter().any(|word| word.to_lowercase().contains(&expression)),
    };
    commands.iter().filter(reads).flat_map(names).find_map(|name| known.named(&name))
}

/// Whether a session token stands beside a key: then they expire together. It is a secret whose name says so, or a step
/// that comes before has made it.
fn is_short_lived(holder: &Holder<'_>) -> bool {
    let is_token = |at: &str| variable(at) == "AWS_SESSION_TOKEN";
    let says_so =
        |name: &str| name.split('_').any(|word| word == "SESSION") || (name.contains("AWS") && name.contains("TOKEN"));
    if holder.secrets.iter().any(|secret| is_token(&secret.at) && says_so(&secret.name)) {
        return true;
    }
    let Some(at) = &holder.step else { return false };
    let is_before =
        |id: &str| at.job.steps.iter().any(|step| step.index < at.step.index && step.id.eq_ignore_ascii_case(id));
    let is_made = |context: &String| match context.split('.').collect::<Vec<_>>().as_slice() {
        ["steps", id, "outputs", ..] => is_before(id),
        ["needs", id, "outputs", ..] => at.job.needs.iter().any(|need| need.eq_ignore_ascii_case(id)),
        _ => false,
    };
    let tokens = at.step.interpolations.iter().filter(|it| is_token(&it.at));
    tokens.into_iter().any(|it| it.contexts.iter().any(is_made))
}

/// Keys that are written out. One of a script without a name is told by its form, unless the key stands beside its id.
fn written(graph: &Graph<'_>, known: &CloudKeys, holder: &Holder<'_>, keys: &mut Vec<Fact<Key>>) {
    let named = |at: &str| {
        let name = variable(at);
        known.named(&name).map(|cloud| (name, cloud))
    };
    let has_key = holder.literals.iter().any(|it| named(&it.at).is_some_and(|(_, cloud)| cloud == "AWS"));
    for literal in holder.literals {
        if let Some((name, cloud)) = named(&literal.at) {
            if emulator::is_word_for_one(graph, holder, literal, cloud) {
                continue;
            }
            keys.push(key(&literal.loc, holder.job, &name, cloud, Way::Written));
        }
        let in_script = literal.at == "run" || literal.at.starts_with("run.");
        if in_script && literal.kind == "aws-access-key" && !has_key {
            keys.push(key(&literal.loc, holder.job, "", "AWS", Way::Written));
        }
    }
}

/// Variables that a script reads and neither the file nor the script sets.
fn read(known: &CloudKeys, at: InJob<'_>, keys: &mut Vec<Fact<Key>>) {
    for command in at.step.run.iter().flat_map(|run| &run.commands) {
        for name in &command.variables {
            let is_known = || is_set(at.pipeline, at.job, name) || is_set_by_script(at.job, name);
            if let Some(cloud) = known.named(name).filter(|_| !is_known()) {
                keys.push(key(&command.loc, at.about(), name, cloud, Way::Read));
            }
        }
    }
}

/// Whether a script of the job gives a variable its value: it writes it out, or it has a token of its own to change for
/// one and takes in what a program prints.
fn is_set_by_script(job: &Job, name: &str) -> bool {
    let runs = job.steps.iter().filter_map(|step| step.run.as_ref());
    let assignment = format!("{name}=");
    runs.into_iter().any(|run| {
        let by_name =
            || run.commands.iter().flat_map(|command| &command.argv).any(|word| word.starts_with(&assignment));
        let takes_in = |command: &Command| match command.program.as_str() {
            "eval" | "source" | "." => true,
            "export" | "declare" => command.argv.iter().skip(1).any(|word| word.contains("$(") || word.contains('`')),
            _ => false,
        };
        by_name() || shell::sets(&run.text, name) || job.oidc && run.commands.iter().any(takes_in)
    })
}

/// Whether the file itself gives a variable its value; then the value is judged where it stands.
fn is_set(pipeline: &Pipeline, job: &Job, name: &str) -> bool {
    job.env.contains_key(name)
        || pipeline.env.contains_key(name)
        || job.secrets.iter().any(|secret| secret.name == name)
}

/// Variables that hand the value of another on.
fn passed_on(known: &CloudKeys, holder: &Holder<'_>, keys: &mut Vec<Fact<Key>>) {
    for (name, _) in holder.env.iter().filter(|(_, value)| value.starts_with('$')) {
        if let Some(cloud) = known.named(name) {
            let at = path(["variables", name]);
            let says = Key { name: name.clone(), cloud: cloud.to_owned(), way: Way::Handed };
            keys.push(Fact::new(holder.loc, at, holder.job, says));
        }
    }
}
