//! What would answer something that could not be judged: the exact lines or the command, for whoever reads the report.

use super::super::args::Check;
use super::exclusions::runs_by_itself;
use super::judged::Judged;
use crate::config::Pattern;
use crate::finding::Text;
use crate::outcome::Unjudged;
use crate::report::{accept_unread_lines, scalar};
use crate::source::RepoPath;

/// A folder of code without a plan, of which `file` is the first.
pub(super) fn unplanned(file: &RepoPath, judged: &Judged, call: &Check) -> Unjudged {
    let folder = file.parent();
    let argument = judged.as_argument(folder.as_ref());
    let root = root_pattern(folder.as_ref());
    let reason = if call.base.is_none() {
        "no plan speaks for the code of this folder: make one, or say that it needs none"
    } else {
        "no trusted plan speaks for the code of this folder: have a trusted job make one and pass it with --plan"
    };
    let plan =
        format!("(cd {argument} && terraform init && terraform plan -out p && terraform show -json p > plan.json)");
    let call = if call.base.is_none() {
        format!("gate check --plan {argument}/plan.json={argument}")
    } else {
        format!("gate check --base … --plan FILE={argument}")
    };
    let optional = [
        "# or in .gate/gate.yaml, if nobody applies it, joined with the keys that are there:".to_owned(),
        "inputs:".to_owned(),
        "  terraform:".to_owned(),
        format!("    roots: [{{ root: {}, plan: optional }}]", scalar(&root)),
    ];
    let fix = [plan, call].into_iter().chain(optional).map(|line| Text::capped(&line, usize::MAX)).collect();
    Unjudged { fix, ..Unjudged::of(file, reason) }
}

/// A folder as `inputs.terraform.roots` names it.
pub(in super::super) fn root_pattern(folder: Option<&RepoPath>) -> String {
    folder.map_or_else(|| ".".to_owned(), Pattern::literal)
}

/// Lets the owner accept a file that gate has no reader for, or exclude one that no platform runs.
pub(super) fn unread(unjudged: Unjudged) -> Unjudged {
    let Some(file) = unjudged.path.as_ref().filter(|_| unjudged.unread && unjudged.fix.is_empty()) else {
        return unjudged;
    };
    let path = scalar(&Pattern::literal(file));
    let mut fix = vec!["# in .gate/waivers.yaml, if its owner answers for it:".to_owned()];
    fix.extend(accept_unread_lines(file.as_str()));
    if !runs_by_itself(file) {
        fix.extend([
            "# or in .gate/gate.yaml, joined with the keys that are there, if no platform runs it:".to_owned(),
            "exclude:".to_owned(),
            format!("  - {{ paths: [{path}], reason: why nothing runs it, owner: \"@your-team\" }}"),
        ]);
    }
    let fix = fix.iter().map(|line| Text::capped(line, usize::MAX)).collect();
    Unjudged { fix, ..unjudged }
}
