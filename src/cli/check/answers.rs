//! What would answer something that could not be judged: the exact lines or the command, for whoever reads the report.

use super::super::args::Check;
use super::exclusions::runs_by_itself;
use super::judged::{Judged, shown};
use crate::finding::Text;
use crate::outcome::Unjudged;
use crate::source::RepoPath;

/// A folder of code without a plan, of which `file` is the first.
pub(super) fn unplanned(file: &RepoPath, judged: &Judged, call: &Check) -> Unjudged {
    let folder = file.parent();
    let (about, argument) = (shown(folder.as_ref()), judged.as_argument(folder.as_ref()));
    let root = folder.as_ref().map_or_else(|| ".".to_owned(), ToString::to_string);
    let reason = if call.base.is_none() {
        format!("no plan speaks for {about}: make one there, or say that it needs none")
    } else {
        format!("no trusted plan speaks for {about}: have a trusted job make one and pass it with --plan")
    };
    let plan =
        format!("(cd {argument} && terraform init && terraform plan -out p && terraform show -json p > plan.json)");
    let call = if call.base.is_none() {
        format!("gate check --plan {argument}/plan.json={argument}")
    } else {
        format!("gate check --base … --plan FILE={argument}")
    };
    let optional = [
        "# or in .gate/gate.yaml, if nobody applies it:".to_owned(),
        "inputs:".to_owned(),
        "  terraform:".to_owned(),
        format!("    roots: [{{ root: {}, plan: optional }}]", quoted(&root)),
    ];
    let fix = [plan, call].into_iter().chain(optional).map(|line| Text::capped(&line, usize::MAX)).collect();
    Unjudged { fix, ..Unjudged::of(file, reason.as_str()) }
}

/// Lets the owner accept a file that gate has no reader for, or exclude one that no platform runs.
pub(super) fn unread(unjudged: Unjudged) -> Unjudged {
    let Some(file) = unjudged.path.as_ref().filter(|_| unjudged.unread && unjudged.fix.is_empty()) else {
        return unjudged;
    };
    let path = quoted(file.as_str());
    let mut fix = vec!["# in .gate/waivers.yaml, if its owner answers for it:".to_owned()];
    fix.extend([
        format!("- id: {}", quoted(&format!("unread-{}", file.as_str()))),
        "  answer: unread".to_owned(),
        format!("  where: {path}"),
        "  reason: why it may run without being judged".to_owned(),
        "  owner: \"@your-team\"".to_owned(),
        "  approver: \"@somebody-else\"".to_owned(),
        "  expires: YYYY-MM-DD  # at most 90 days ahead".to_owned(),
    ]);
    if !runs_by_itself(file) {
        fix.extend([
            "# or in .gate/gate.yaml, if no platform runs it:".to_owned(),
            "exclude:".to_owned(),
            format!("  - {{ paths: [{path}], reason: why nothing runs it, owner: \"@your-team\" }}"),
        ]);
    }
    let fix = fix.iter().map(|line| Text::capped(line, usize::MAX)).collect();
    Unjudged { fix, ..unjudged }
}

/// A path as YAML takes it, in quotes where it would mean something else.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.');
    let begins = path.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '_'));
    if begins && path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "''")) }
}
