//! `gate explain ID`: what a policy means.

use serde_json::Value;

use super::args::Explain;
use super::{CliError, say};
use crate::engine::built_in;
use crate::exit::Exit;
use crate::policy::{Meta, bundled, own, schema};
use crate::report::Style;
use crate::report::fold::folded;

/// Columns of the names on the left.
const NAMES: usize = 12;

/// Prints the page of a policy, found by its id or its name.
pub(super) fn run(call: &Explain, style: &Style) -> Result<Exit, CliError> {
    let wanted = call.policy.trim();
    let policies = bundled()?.into_iter().chain(own());
    let found = policies
        .map(|policy| policy.meta)
        .find(|meta| meta.id.as_str().eq_ignore_ascii_case(wanted) || meta.slug == wanted)
        .ok_or_else(|| CliError::usage(format!("there is no policy `{wanted}`"), "`gate policies` lists them all"))?;
    say(&page(&found, style.width));
    Ok(Exit::Pass)
}

fn page(meta: &Meta, width: usize) -> String {
    let head = format!(
        "{} {}    {} · confidence {} · {}",
        meta.id,
        meta.slug,
        meta.severity,
        meta.confidence.as_str(),
        meta.input
    );
    let mut lines = folded("", 0, &head, width);
    lines.push(String::new());
    lines.extend(folded("", 0, &format!("{}: {}", meta.title, meta.description), width));
    lines.push(String::new());
    for (name, text) in rows(meta) {
        lines.extend(folded(&format!("{name:<NAMES$}"), NAMES, &text, width));
    }
    lines.join("\n") + "\n"
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

fn rows(meta: &Meta) -> Vec<(&'static str, String)> {
    let parameters = meta
        .parameters
        .iter()
        .map(|(name, it)| ("Parameter", format!("{name} (default {}): {}", it.default, it.description)));
    let controls: Vec<String> =
        meta.controls.iter().map(|control| format!("{}/{}", control.framework, control.id)).collect();
    let waive =
        format!("add an entry to .gate/waivers.yaml: id, policy: {}, where, reason, owner, approver, expires", meta.id);
    facts(meta)
        .into_iter()
        .chain([("Fix", meta.remediation.clone())])
        .chain(meta.answers.clone().map(|answers| ("If unknown", answers)))
        .chain(parameters)
        .chain((!controls.is_empty()).then(|| ("Controls", controls.join(" · "))))
        .chain(meta.resources.iter().map(|link| ("Read", link.clone())))
        .chain([("Waive", waive)])
        .collect()
}
