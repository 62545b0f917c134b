//! The job that runs gate as a job of a GitHub workflow.

use std::collections::BTreeSet;

use super::{Edit, calls_gate, differences, paths_in, same};
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
    let mut found: Vec<Edit> = differences(Some(before), Some(after), of_workflow).collect();
    found.extend(differences(Some(old), Some(new), of_job));
    found.extend(steps(job, old, new));
    for needed in needs(old) {
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

/// How many steps there are up to gate; all of them where no step is known to be gate.
fn up_to_gate(steps: &[Node]) -> usize {
    steps.iter().rposition(runs_gate).map_or(steps.len(), |last| last.saturating_add(1))
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
pub(super) fn runs(job: &str, root: &Node) -> BTreeSet<RepoPath> {
    let Some(job) = root.get("jobs").and_then(|jobs| jobs.get(job)) else { return BTreeSet::new() };
    let steps = job.get("steps").map(Node::elements).unwrap_or_default();
    let counted = steps.get(..up_to_gate(steps)).unwrap_or_default();
    let called = std::iter::once(job).chain(counted).filter_map(|node| node.get("uses")?.as_str()?.strip_prefix("./"));
    let scripts = counted.iter().filter_map(|step| step.get("run")?.as_str()).flat_map(paths_in);
    called.filter_map(RepoPath::new).chain(scripts).collect()
}

/// Jobs of another workflow that report under the same name.
pub(super) fn namesakes(job: &str, gate: &Node, other: &Node) -> Vec<Edit> {
    let name = |id: &str, job: &Node| job.get("name").and_then(Node::as_str).unwrap_or(id).to_owned();
    let Some(wanted) = gate.get("jobs").and_then(|jobs| jobs.get(job)).map(|node| name(job, node)) else {
        return Vec::new();
    };
    let jobs = other.get("jobs").map(Node::entries).unwrap_or_default();
    let taking = jobs.iter().filter(|entry| entry.name().is_some_and(|id| name(id, &entry.value) == wanted));
    taking
        .map(|entry| {
            let what = format!("this job reports as `{wanted}`, the name of the job that runs gate");
            Edit::new(Some(entry.key.span), what)
        })
        .collect()
}
