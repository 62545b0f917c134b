//! Who runs an action of this repository: whether a program that it lacks may have been made by then.

use std::sync::Arc;

use crate::input::pipeline::references;
use crate::input::tree::{self, Node};
use crate::input::{Claim, Context, Format};
use crate::source::{RepoPath, Source};

/// The most files that are searched for a call, and their bytes together; with more, one is taken to be there.
const FILES: usize = 50;
const BYTES: usize = 1_000_000;

/// Whether something of the tree runs the action of a folder (empty for the root) after anything else had a say in what
/// stands there. In a workspace that nobody has filled yet, a runner finds no action and stops (`ActionManager.cs` of
/// actions/runner: "Did you forget to run actions/checkout"), and what only others call runs at a version of theirs.
pub(super) fn run_it(folder: &str, context: &Context<'_>) -> bool {
    let is_file = |path: &RepoPath| {
        super::Workflow.claims(path) == Claim::Yes || matches!(path.file_name(), "action.yml" | "action.yaml")
    };
    let read = |path: &RepoPath| context.files.read(path, context.limits.file_bytes).ok();
    let uses = |source: &Arc<Source>| source.text().contains("uses");
    let mut bytes = 0_usize;
    let files = context.files.paths_where(&is_file);
    for (count, source) in files.into_iter().filter_map(read).filter(uses).enumerate() {
        bytes = bytes.saturating_add(source.text().len());
        if count >= FILES || bytes > BYTES {
            return true;
        }
        let Ok(tree) = tree::parse(&source, context.limits) else { continue };
        if tree.root().is_some_and(|root| calls(root, folder)) {
            return true;
        }
    }
    false
}

/// Whether a workflow or action runs the action of a folder. The steps of an action come after those of its caller.
fn calls(root: &Node, folder: &str) -> bool {
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    let in_job = |job: &Node| job.get("steps").is_some_and(|steps| among(steps, folder, &mut false));
    let in_action = root.get("runs").and_then(|runs| runs.get("steps"));
    jobs.iter().any(|job| in_job(&job.value)) || in_action.is_some_and(|steps| among(steps, folder, &mut true))
}

/// Whether one of some steps runs it; `filled` says whether anything may stand in the workspace.
fn among(steps: &Node, folder: &str, filled: &mut bool) -> bool {
    steps.elements().iter().any(|step| {
        if let Some(group) = step.get("parallel") {
            return among(group, folder, filled);
        }
        let uses = step.get("uses").and_then(Node::as_str).unwrap_or_default();
        let local = references::github(uses, "action").filter(|it| it.kind == "local").map(|it| it.path);
        let Some(path) = local else {
            *filled = true;
            return false;
        };
        // Checked out in a folder of its own, the action has a longer path.
        let (path, folder) = (path.to_ascii_lowercase(), folder.to_ascii_lowercase());
        let is_it = path == folder || (!folder.is_empty() && path.ends_with(&format!("/{folder}")));
        is_it && (*filled || uses.starts_with("$/"))
    })
}

#[cfg(test)]
mod tests {
    use super::run_it;
    use crate::input::{Context, Options};
    use crate::limits::LIMITS;
    use crate::source::files::Memory;
    use crate::source::{RepoPath, Source};

    #[test]
    fn a_call_counts_where_something_has_filled_the_workspace() {
        // As the steps of a job, and as those of an action, before which its caller had steps.
        let cases = [
            ("{uses: actions/checkout@v4}, {uses: ./a/b}", true, true),
            ("{run: make}, {uses: ./a/b/}", true, true),
            ("{run: make}, {parallel: [{uses: .\\A\\B}]}", true, true),
            ("{run: make}, {uses: ./src/a/b}", true, true),
            ("{uses: $/a/b}", true, true),
            ("{uses: ./a/b}", false, true),
            ("{uses: ./a/c}, {uses: ./a/b}", false, true),
            ("{run: make}, {uses: ./a/c}", false, false),
            ("{run: make}, {uses: ./ba/b}", false, false),
            ("{run: make}, {uses: a/b@v1}", false, false),
        ];
        for (steps, in_job, in_action) in cases {
            let text = format!("on: push\njobs: {{x: {{runs-on: y, steps: [{steps}]}}}}");
            let file = |path: &str| Source::from_text(RepoPath::new(path).unwrap(), &text);
            let memory = Memory::new([file(".github/workflows/x.yml"), file("docs/x.yml")]);
            let options = Options::default();
            let context = Context { files: &memory, limits: &LIMITS, options: &options };
            assert_eq!(run_it("a/b", &context), in_job, "{steps}");
            let nested = format!("runs: {{using: composite, steps: [{steps}]}}");
            let memory = Memory::new([Source::from_text(RepoPath::new("c/action.yml").unwrap(), &nested)]);
            let context = Context { files: &memory, limits: &LIMITS, options: &options };
            assert_eq!(run_it("a/b", &context), in_action, "{steps}");
        }
    }
}
