//! The secrets that a script has in its variables.

use std::collections::BTreeMap;

use super::holders::TOKEN;
use super::in_job::InJob;
use crate::input::pipeline::model::Command;

/// The secrets of a step by the variable that holds nothing else, in the order of their names.
pub(super) fn of(at: InJob<'_>) -> BTreeMap<String, String> {
    let InJob { pipeline, job, step, placed, run } = at;
    let around = if run.of.is_none() { pipeline.secrets.as_slice() } else { &[] };
    let of_steps = placed.callers.iter().flat_map(|caller| &caller.secrets).chain(&step.secrets);
    let uses = around.iter().chain(&job.secrets).chain(of_steps);
    let names = uses.filter_map(|secret| secret.at.strip_prefix("env."));
    names.filter_map(|name| Some((name.to_owned(), secret(at.variable(name)?.0)?.to_owned()))).collect()
}

/// The secret that a text is, and nothing else.
fn secret(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("${{")?.strip_suffix("}}")?.trim().strip_prefix("secrets.")?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_name && name != TOKEN).then_some(name)
}

/// The secret in the words of a command, if its value is in them.
pub(super) fn in_words(command: &Command, held: &BTreeMap<String, String>) -> Option<String> {
    command.argv.iter().skip(1).find_map(|word| {
        let written = word.match_indices("${{").find_map(|(at, _)| {
            let rest = word.get(at..)?;
            let end = rest.find("}}")?.saturating_add(2);
            secret(rest.get(..end)?).map(str::to_owned)
        });
        written.or_else(|| held.iter().find(|(name, _)| has_value(word, name)).map(|(_, secret)| secret.clone()))
    })
}

/// Whether a word has the value of a variable in it: its length, or a text in its place, is not.
fn has_value(word: &str, name: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
    word.match_indices('$').any(|(at, _)| {
        let rest = word.get(at.saturating_add(1)..).unwrap_or_default();
        let braced = rest.strip_prefix('{').and_then(|rest| rest.strip_prefix(name));
        let plain =
            rest.strip_prefix(name).or_else(|| rest.strip_prefix("env:").and_then(|rest| rest.strip_prefix(name)));
        braced.is_some_and(|rest| rest.starts_with('}')) || plain.is_some_and(is_end)
    })
}
