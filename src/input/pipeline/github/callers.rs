//! Who runs the actions and workflows of this repository.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::calls::is_action;
use super::local::ACTION;
use super::workspace::{Holds, Workspace};
use crate::input::pipeline::references::{self, Parts};
use crate::input::tree::{self, Node};
use crate::input::{Claim, Context, Format};
use crate::source::files::Links;
use crate::source::{Entry as Stands, Files, RepoPath, Source};

/// The most files that are searched for a call, and their bytes together; with more, one is taken to be there.
const FILES: usize = 50;
const BYTES: usize = 1_000_000;

/// Whether a path may be one of a workflow or action.
fn is_pipeline(path: &RepoPath) -> bool {
    super::Workflow.claims(path) == Claim::Yes || is_action(path)
}

/// Whether something of the tree runs the action of a folder (empty for the root) after anything else had a say in what
/// stands there. In a workspace that nobody has filled yet, a runner finds no action and stops (`ActionManager.cs` of
/// actions/runner: "Did you forget to run actions/checkout"), and what only others call runs at a version of theirs.
pub(super) fn run_it(folder: &str, context: &Context<'_>) -> bool {
    let read = |path: &RepoPath| context.files.read(path, context.limits.file_bytes).ok();
    let uses = |source: &Arc<Source>| source.text().contains("uses");
    let mut bytes = 0_usize;
    let files = context.files.paths_where(&is_pipeline);
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

/// Whether something that the run looks at calls a file, and reads it in the place of the call.
pub(super) fn call_it(file: &RepoPath, context: &Context<'_>) -> bool {
    let find = |files: &dyn Files| links(files, context);
    let links = context.files.links(&find).unwrap_or_else(|| Arc::new(find(context.files)));
    links.get(file).is_some_and(|callers| callers.iter().any(|caller| caller != file))
}

/// The files of a tree that call each other: for each that is called, those that do. Every file is parsed at most once.
fn links(files: &dyn Files, context: &Context<'_>) -> Links {
    let mut links = Links::new();
    let own = own_name(context).map(str::to_ascii_lowercase);
    let wanted = |path: &RepoPath| is_pipeline(path) && context.options.looks_at(path);
    for path in files.paths_where(&wanted) {
        let Ok(source) = files.read(path, context.limits.file_bytes) else { continue };
        let names_own = || own.as_ref().is_some_and(|name| source.text().to_ascii_lowercase().contains(name));
        if !LOCAL.iter().any(|local| source.text().contains(local)) && !names_own() {
            continue;
        }
        let Ok(tree) = tree::parse(&source, context.limits) else { continue };
        for called in tree.root().map(|root| called_by(root, files, context)).unwrap_or_default() {
            links.entry(called).or_default().insert(path.clone());
        }
    }
    links
}

/// Whether a reference is to the judged repository by its name, as the trusted side knows it: by the configuration, or by
/// the remote of the clone.
pub(super) fn is_own(owner: &str, name: &str, context: &Context<'_>) -> bool {
    own_name(context).is_some_and(|own| own.eq_ignore_ascii_case(&format!("{owner}/{name}")))
}

fn own_name<'a>(context: &Context<'a>) -> Option<&'a str> {
    Some(context.options.evidence.as_ref()?.subject.as_ref()?.name.as_str())
}

/// How the path of an action or workflow of the tree begins.
const LOCAL: [&str; 4] = ["./", "$/", ".\\", "../"];

/// The files that a workflow or action calls for sure.
fn called_by(root: &Node, files: &dyn Files, context: &Context<'_>) -> BTreeSet<RepoPath> {
    let mut called = BTreeSet::new();
    let is_own = |uses: &Parts| is_own(&uses.owner, &uses.name, context);
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    for job in jobs.iter().map(|job| &job.value) {
        let uses =
            job.get("uses").and_then(Node::as_str).and_then(|uses| references::github(uses, "reusable_workflow"));
        let path = uses.filter(|uses| uses.kind == "local" || is_own(uses)).and_then(|uses| RepoPath::new(&uses.path));
        called.extend(path.filter(|path| super::Workflow.claims(path) == Claim::Yes && files.contains(path)));
        run_by(job, files, &is_own, &mut Workspace::default(), &mut called);
    }
    if let Some(runs) = root.get("runs") {
        run_by(runs, files, &is_own, &mut Workspace::default(), &mut called);
    }
    called
}

/// The actions that some steps run.
fn run_by(
    node: &Node,
    files: &dyn Files,
    is_own: &dyn Fn(&Parts) -> bool,
    workspace: &mut Workspace,
    called: &mut BTreeSet<RepoPath>,
) {
    for step in node.get("steps").or_else(|| node.get("parallel")).map(Node::elements).unwrap_or_default() {
        run_by(step, files, is_own, workspace, called);
        let uses =
            step.get("uses").and_then(Node::as_str).and_then(|uses| Some((uses, references::github(uses, "action")?)));
        let Some((raw, parts)) = uses else { continue };
        if parts.kind == "local" && !raw.contains("${{") {
            let paths = match workspace.holds(&parts.path) {
                _ if raw.starts_with("$/") => vec![parts.path],
                Holds::Own(paths, _) => paths,
                Holds::Foreign(_) => continue,
            };
            called.extend(paths.iter().find_map(|folder| action_of(folder, files)));
        } else if is_own(&parts) {
            called.extend(action_of(&parts.path, files));
        } else {
            let inputs = step.get("with").map(Node::entries).unwrap_or_default().iter();
            let with = inputs.filter_map(|entry| Some((entry.name()?.to_owned(), entry.value.as_str()?.to_owned())));
            let sure =
                step.get("if").is_none() && step.get("continue-on-error").is_none() && step.get("background").is_none();
            workspace.after(&parts, &with.collect::<BTreeMap<_, _>>(), sure);
        }
    }
}

/// The file that makes a folder an action.
pub(super) fn action_of(folder: &str, files: &dyn Files) -> Option<RepoPath> {
    let path = |name: &str| RepoPath::new(format!("{folder}/{name}").trim_start_matches('/'));
    // A runner goes through a link, so that what comes after one in the order does not count.
    let stands = |path: &RepoPath| files.contains(path) || files.entry(path) == Stands::Link;
    ACTION.iter().filter_map(|name| path(name)).find(stands).filter(|path| files.contains(path))
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
