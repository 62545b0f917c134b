//! `gate explain ID`: what a policy means, and `gate explain TABLE`: how a row is added to what gate knows.

mod controls;
mod example;

use serde_json::Value;

use super::args::Explain;
use super::check::added_policies;
use super::{CliError, say};
use crate::config::KNOWLEDGE_PATH;
use crate::engine::built_in;
use crate::exit::Exit;
use crate::knowledge::{Added, Concept, concepts, open};
use crate::policy::{Meta, Policy, bundled, own, schema};
use crate::report::Style;
use crate::report::escape::{finished, for_terminal};
use crate::report::fold::folded;

/// Columns of the names on the left.
const NAMES: usize = 12;

/// How an exception is made.
const WAIVED: &str = "gate waive ID --owner NAME --approver NAME --reason TEXT writes the entry of .gate/waivers.yaml; \
    gate check -v shows the id of each finding";
/// What gate says of its own rules.
const NEVER_WAIVED: &str = "never, nor adopted or covered by an emergency: it is about gate's own rules";
/// What no baseline and no emergency answers for.
const NOT_ADOPTED: &str = "never, nor covered by an emergency: whoever can read what is written down knows it";

/// Prints the page of a policy, found by its id or its name, or of a table.
pub(super) fn run(call: &Explain, style: &Style) -> Result<Exit, CliError> {
    let wanted = call.policy.trim();
    if let Some(concept) = concepts::named(wanted) {
        say(&of_table(concept, style.width));
        return Ok(Exit::Pass);
    }
    let is_meant = |policy: &Policy| policy.meta.id.as_str().eq_ignore_ascii_case(wanted) || policy.meta.slug == wanted;
    let own = own();
    let found = match bundled()?.into_iter().chain(own.iter().cloned()).find(is_meant) {
        Some(found) => Some(found),
        None => added_policies()?.into_iter().find(is_meant),
    };
    let found = found.ok_or_else(|| {
        let tables = open().collect::<Vec<_>>().join(", ");
        let help = format!("`gate policies` lists them all; tables that rows can be added to: {tables}");
        CliError::usage(format!("there is no policy `{wanted}`"), help)
    })?;
    let is_own = own.iter().any(|policy| policy.meta.id == found.meta.id);
    let examples = example::lines(&found)?;
    say(&page(&found.meta, is_own, &examples, style.width));
    Ok(Exit::Pass)
}

fn page(meta: &Meta, is_own: bool, examples: &[String], width: usize) -> String {
    let head = format!(
        "{} {}    {} · confidence {} · {}",
        meta.id,
        meta.slug,
        meta.severity,
        meta.confidence.as_str(),
        meta.input
    );
    // A policy of the repository says what somebody wrote.
    let mut lines = folded("", 0, &for_terminal(&head), width);
    lines.push(String::new());
    lines.extend(folded("", 0, &for_terminal(&format!("{}: {}", meta.title, meta.description)), width));
    lines.push(String::new());
    for (name, text) in rows(meta, is_own) {
        lines.extend(folded(&format!("{name:<NAMES$}"), NAMES, &for_terminal(&text), width));
    }
    let names = ["Controls"].into_iter().chain(std::iter::repeat(""));
    let listed = controls::lines(&meta.controls);
    lines.extend(names.zip(&listed).map(|(name, control)| format!("{name:<NAMES$}{}", for_terminal(control))));
    if !examples.is_empty() {
        lines.push(String::new());
        lines.extend_from_slice(examples);
    }
    finished(&(lines.join("\n") + "\n"))
}

/// The facts that a bundled policy judges, with what the schema says about each.
fn facts(meta: &Meta) -> Vec<(&'static str, String)> {
    let schema: Value = serde_json::from_str(schema(meta.input)).unwrap_or_default();
    let described = |concept: &str| {
        let pointer = format!("/$defs/Facts/properties/{concept}/description");
        schema.pointer(&pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let read = built_in(&meta.id).map(|guard| guard.facts()).unwrap_or_default();
    read.iter().map(|concept| ("Judges", format!("input.facts.{concept}: {}", described(concept)))).collect()
}

fn rows(meta: &Meta, is_own: bool) -> Vec<(&'static str, String)> {
    let parameters = meta
        .parameters
        .iter()
        .map(|(name, it)| ("Parameter", format!("{name} (default {}): {}", it.default, it.description)));
    let adopt = (!meta.adoptable && !is_own).then(|| ("Adopt", NOT_ADOPTED.to_owned()));
    let waive = if is_own { NEVER_WAIVED } else { WAIVED };
    facts(meta)
        .into_iter()
        .chain([("Fix", meta.remediation.clone())])
        .chain(meta.answers.clone().map(|answers| ("If unknown", answers)))
        .chain(parameters)
        .chain((!meta.aliases.is_empty()).then(|| ("Same as", meta.aliases.join(", "))))
        .chain(meta.resources.iter().map(|link| ("Read", link.clone())))
        .chain(adopt)
        .chain([("Waive", waive.to_owned())])
        .collect()
}

/// The page of a table: what its rows are made of, and how one is added.
fn of_table(concept: &Concept, width: usize) -> String {
    let path = format!("{KNOWLEDGE_PATH}/{}.tsv", concept.name);
    let mut lines = folded("", 0, &format!("{}    one row a line: {}", concept.name, concept.about), width);
    lines.push(String::new());
    for column in concept.columns {
        let empty = if column.optional { ", or - for nothing" } else { "" };
        let text = format!("{} ({}{empty})", column.about, column.allowed());
        lines.extend(folded(&format!("{:<NAMES$}", column.name), NAMES, &text, width));
    }
    lines.push(String::new());
    match concept.added {
        Added::Like(row) | Added::Unless(row, _) => {
            let text = format!(
                "write the row into {path}, its columns with tabs between, and merge that; it counts from then on, \
                 and its readers ask the rows of gate first. No row may say again what is there: {}",
                concept.key.join(" and ")
            );
            lines.extend(folded(&format!("{:<NAMES$}", "Add"), NAMES, &text, width));
            if let Added::Unless(_, unless) = concept.added {
                let text = format!("{}: it could let something pass", unless.words());
                lines.extend(folded(&format!("{:<NAMES$}", "Never"), NAMES, &text, width));
            }
            lines.push(format!("{:<NAMES$}{row}", "Like"));
        }
        Added::Never(why) => {
            lines.extend(folded(&format!("{:<NAMES$}", "Add"), NAMES, &format!("only in gate itself: {why}"), width));
        }
    }
    lines.join("\n") + "\n"
}
