//! The job that runs gate as a job of a GitHub workflow.

use std::collections::{BTreeMap, BTreeSet};

use super::super::references;
use super::{Edit, Used, calls_gate, differences, same, used};
use crate::input::tree::Node;
use crate::source::RepoPath;

/// Keys of the workflow that decide whether a job runs and with what.
const WORKFLOW: [(&str, &str); 5] = [
    ("on", "when it runs is changed"),
    ("permissions", "its token is changed"),
    ("env", "its environment is changed"),
    ("defaults", "its shell is changed"),
    ("concurrency", "it may be cancelled by another run"),
];

/// Keys of the job, and what a change of them does. A key that is not here is changed all the same; `None` says that it
/// cannot loosen anything.
fn meaning(key: &str) -> Option<&'static str> {
    Some(match key {
        "if" | "needs" | "strategy" => "it can be skipped now",
        "continue-on-error" => "its failure may not count now",
        "name" => "its check has another name, so nobody waits for it",
        "uses" | "with" | "secrets" => "it calls something else",
        "timeout-minutes" => return None,
        _ => "it runs in another way",
    })
}

/// The edits of a workflow.
pub(super) fn edits(job: &str, before: &Node, after: &Node) -> Vec<Edit> {
    let jobs = (before.get("jobs"), after.get("jobs"));
    let (old, new) = (jobs.0.and_then(|jobs| jobs.get(job)), jobs.1.and_then(|jobs| jobs.get(job)));
    let Some(new) = new else {
        let place = jobs.1.map_or(after.span, |jobs| jobs.span);
        return vec![Edit::new(Some(place), format!("the job `{job}`, which runs gate, is not there"))];
    };
    // A job that the base does not have yet loosens nothing.
    let Some(old) = old else { return Vec::new() };
    let of_workflow = |key: &str| {
        let known = WORKFLOW.iter().find(|(name, _)| *name == key);
        known.map(|(_, does)| format!("the workflow that runs gate is edited: {does} (`{key}`)"))
    };
    let of_job = |key: &str| {
        let does = if key == "steps" { None } else { meaning(key) }?;
        Some(format!("the job `{job}`, which runs gate, is edited: {does} (`{key}`)"))
    };
    let is_other = |key: &str| key != "on" || !same_events(before.get("on"), after.get("on"));
    let of_workflow = |key: &str| of_workflow(key).filter(|_| is_other(key));
    let mut found: Vec<Edit> = differences(Some(before), Some(after), of_workflow).collect();
    found.extend(differences(Some(old), Some(new), of_job));
    found.extend(steps(job, old, new));
    for needed in &awaited(job, jobs.0) {
        let pair = (jobs.0.and_then(|jobs| jobs.get(needed)), jobs.1.and_then(|jobs| jobs.get(needed)));
        if !same(pair.0, pair.1) {
            let place = pair.1.map_or(new.span, |job| job.span);
            let what = format!(
                "the job `{needed}` is edited: `{job}`, which runs gate, waits for it and is skipped if it fails"
            );
            found.push(Edit::new(Some(place), what));
        }
    }
    found
}

/// Whether the same events start a workflow: `push`, `[push]` and `{push: }` are one.
fn same_events(before: Option<&Node>, after: Option<&Node>) -> bool {
    let events = |on: Option<&Node>| -> BTreeMap<String, Option<Node>> {
        let Some(on) = on else { return BTreeMap::new() };
        let named = on.as_str().into_iter().chain(on.elements().iter().filter_map(Node::as_str));
        let plain = named.map(|name| (name.to_owned(), None));
        let filter = |value: &Node| (!value.is_absent()).then(|| value.clone());
        let set = on.entries().iter().filter_map(|entry| Some((entry.name()?.to_owned(), filter(&entry.value))));
        plain.chain(set).collect()
    };
    let (before, after) = (events(before), events(after));
    before.keys().eq(after.keys())
        && before
            .iter()
            .all(|(name, filter)| after.get(name).is_some_and(|other| same(filter.as_ref(), other.as_ref())))
}

/// The jobs that a job waits for, and those that they wait for: it is skipped if one of them fails.
fn awaited(job: &str, jobs: Option<&Node>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![job.to_owned()];
    while let Some(name) = open.pop() {
        let node = jobs.and_then(|jobs| jobs.get(&name));
        for needed in node.map(needs).unwrap_or_default() {
            if needed != job && found.insert(needed.to_owned()) {
                open.push(needed.to_owned());
            }
        }
    }
    found
}

fn needs(job: &Node) -> Vec<&str> {
    let needs = job.get("needs");
    let one = needs.and_then(Node::as_str);
    one.into_iter().chain(needs.into_iter().flat_map(Node::elements).filter_map(Node::as_str)).collect()
}

/// The first step up to gate that differs.
fn steps(job: &str, before: &Node, after: &Node) -> Option<Edit> {
    let elements = |node: &Node| node.get("steps").map(Node::elements).unwrap_or_default().to_vec();
    let (old, new) = (elements(before), elements(after));
    let counted = up_to_gate(&old);
    let plain = |step: &Node| without_name(step);
    let index =
        (0..counted).find(|index| !same(old.get(*index).map(plain).as_ref(), new.get(*index).map(plain).as_ref()))?;
    let is_gate = old.get(index).is_some_and(runs_gate) && new.get(index).is_some_and(runs_gate);
    let does = match (is_gate, new.len() > old.len()) {
        (true, _) => "gate gets another base, binary, plan, mode or condition",
        (false, true) => "something runs before gate that did not",
        (false, false) => "what runs before gate, or gate itself, is another",
    };
    let place = new.get(index).or(after.get("steps")).map_or(after.span, |step| step.span);
    Some(Edit::new(Some(place), format!("the job `{job}`, which runs gate, is edited: {does}")))
}

/// How many steps there are up to gate; all of them where no step is known to be gate, or where gate runs in the
/// background and a later step may cancel it.
fn up_to_gate(steps: &[Node]) -> usize {
    let last = steps.iter().rposition(runs_gate);
    let last = last.filter(|last| steps.get(*last).is_some_and(|step| step.get("background").is_none()));
    last.map_or(steps.len(), |last| last.saturating_add(1))
}

/// Steps with those of parallel groups.
fn all_steps(steps: &[Node]) -> Vec<&Node> {
    steps
        .iter()
        .flat_map(|step| std::iter::once(step).chain(step.get("parallel").into_iter().flat_map(Node::elements)))
        .collect()
}

fn runs_gate(step: &Node) -> bool {
    let text = |key: &str| step.get(key).and_then(Node::as_str);
    let action = text("uses").and_then(|uses| uses.split('@').next());
    let named = action.is_some_and(|action| action.split('/').any(|part| part == "gate"));
    named || text("run").is_some_and(calls_gate)
}

/// A step without its title.
fn without_name(step: &Node) -> Node {
    let mut step = step.clone();
    if let crate::input::tree::NodeValue::Mapping(entries) = &step.value {
        let kept = entries.iter().filter(|entry| entry.name() != Some("name")).cloned().collect();
        step.value = crate::input::tree::NodeValue::Mapping(std::sync::Arc::new(kept));
    }
    step
}

/// What of the tree runs before gate or as gate.
pub(super) fn runs(job: &str, root: &Node) -> BTreeSet<Used> {
    let jobs = root.get("jobs");
    let awaited = awaited(job, jobs);
    let called = awaited.iter().filter_map(|name| jobs?.get(name)).flat_map(local);
    let Some(job) = jobs.and_then(|jobs| jobs.get(job)) else { return BTreeSet::new() };
    let steps = job.get("steps").map(Node::elements).unwrap_or_default();
    let counted = steps.get(..up_to_gate(steps)).unwrap_or_default();
    let folder = folder_of(job).or_else(|| folder_of(root));
    let counted = all_steps(counted);
    let locked = counted.iter().copied().any(is_fetched).then(|| RepoPath::new(LOCK)).flatten();
    let locked = locked.map(|path| Used { path, folder: false });
    local(job)
        .into_iter()
        .chain(called)
        .chain(locked)
        .chain(counted.iter().flat_map(|step| by_step(step, folder.as_deref())))
        .collect()
}

/// The file that says which commits run for the tags and branches of a workflow.
const LOCK: &str = super::super::github::LOCK;

/// Whether a step runs an action of another repository by a name that the lock file may give a commit.
fn is_fetched(step: &Node) -> bool {
    let uses = step.get("uses").and_then(Node::as_str).and_then(|uses| references::github(uses, "action"));
    uses.is_some_and(|uses| uses.kind == "action" && uses.pin != "sha")
}

/// What an action or a called workflow at `path` runs.
pub(super) fn runs_of(path: &RepoPath, root: &Node) -> BTreeSet<Used> {
    let mut found = BTreeSet::new();
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    for job in jobs.iter().map(|entry| &entry.value).chain(root.get("runs")) {
        let folder = folder_of(job).or_else(|| folder_of(root));
        found.extend(local(job));
        found.extend(
            all_steps(job.get("steps").map(Node::elements).unwrap_or_default())
                .into_iter()
                .flat_map(|step| by_step(step, folder.as_deref())),
        );
        let programs = ["main", "pre", "post", "image", "entrypoint", "pre-entrypoint", "post-entrypoint"];
        let programs = programs.iter().filter_map(|key| job.get(key)?.as_str());
        let programs = programs.filter_map(|program| RepoPath::join(path.parent().as_ref(), program));
        found.extend(programs.map(|path| Used { path, folder: false }));
    }
    found
}

/// What a step runs of the tree; `folder` is where its script runs unless it says otherwise.
fn by_step(step: &Node, folder: Option<&str>) -> BTreeSet<Used> {
    let own = step.get("working-directory").and_then(Node::as_str);
    let folder = own.or(folder).and_then(RepoPath::new);
    let script = step.get("run").and_then(Node::as_str).map(|run| used::by_script(run, folder.as_ref()));
    local(step).into_iter().chain(script.unwrap_or_default()).collect()
}

/// The jobs of a workflow that call the workflow at `path`.
pub(super) fn callers(path: &RepoPath, root: &Node) -> Vec<String> {
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    let calling = jobs.iter().filter(|job| local(&job.value).iter().any(|called| called.path == *path));
    calling.filter_map(|job| job.name().map(str::to_owned)).collect()
}

/// The files of an action at the top of the tree (`uses: ./`).
const AT_THE_TOP: [&str; 3] = ["action.yml", "action.yaml", "Dockerfile"];

/// The action or workflow of the tree that a step or job calls.
fn local(node: &Node) -> Vec<Used> {
    let uses = node.get("uses").and_then(Node::as_str);
    let Some(called) = uses.and_then(|uses| uses.strip_prefix("./")) else {
        return Vec::new();
    };
    match RepoPath::new(called) {
        Some(path) => vec![Used { path, folder: true }],
        None => {
            AT_THE_TOP.iter().filter_map(|name| RepoPath::new(name)).map(|path| Used { path, folder: false }).collect()
        }
    }
}

/// The folder that a job or workflow runs its scripts in.
fn folder_of(node: &Node) -> Option<String> {
    Some(node.get("defaults")?.get("run")?.get("working-directory")?.as_str()?.to_owned())
}
