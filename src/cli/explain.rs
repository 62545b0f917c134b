//! `gate explain ID`: what a policy means.

use std::fmt::Write;

use super::args::Explain;
use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::{Meta, bundled, own};
use crate::report::Style;

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
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        text,
        "{} {}    {} · confidence {} · {}\n\n{}\n",
        meta.id,
        meta.slug,
        meta.severity,
        meta.confidence.as_str(),
        meta.input,
        fold(&format!("{}: {}", meta.title, meta.description), "", width)
    );
    let _ = writeln!(text, "Fix         {}", fold(&meta.remediation, "            ", width));
    for (name, parameter) in &meta.parameters {
        let line = format!("{name} (default {}): {}", parameter.default, parameter.description);
        let _ = writeln!(text, "Parameter   {}", fold(&line, "            ", width));
    }
    if !meta.controls.is_empty() {
        let controls: Vec<String> =
            meta.controls.iter().map(|control| format!("{}/{}", control.framework, control.id)).collect();
        let _ = writeln!(text, "Controls    {}", fold(&controls.join(" · "), "            ", width));
    }
    let _ = writeln!(
        text,
        "Waive       add an entry to .gate/waivers.yaml: id, policy: {}, where, reason, owner, approver, expires",
        meta.id
    );
    text
}

/// `text` in lines of at most `width` characters; lines after the first begin with `indent`.
fn fold(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(indent.len()).max(20);
    let mut folded = String::new();
    let mut column = 0_usize;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column.saturating_add(length) >= room {
            folded.push('\n');
            folded.push_str(indent);
            column = 0;
        } else if column > 0 {
            folded.push(' ');
            column = column.saturating_add(1);
        }
        folded.push_str(word);
        column = column.saturating_add(length);
    }
    folded
}
