//! The job that runs gate as a job of a GitLab pipeline.

use std::collections::BTreeSet;

use super::{Edit, differences, paths_in, same};
use crate::input::tree::{Node, NodeValue};
use crate::source::RepoPath;

/// Keys of the pipeline that decide whether a job runs and with what.
const PIPELINE: [&str; 9] =
    ["workflow", "include", "default", "image", "services", "before_script", "after_script", "spec", "stages"];

/// Keys of the job, and what a change of them does; `None` for one that cannot loosen anything.
fn meaning(key: &str) -> Option<&'static str> {
    Some(match key {
        "rules" | "only" | "except" | "when" | "needs" | "dependencies" | "stage" | "start_in" => {
            "it can be skipped now"
        }
        "allow_failure" | "retry" | "interruptible" => "its failure may not count now",
        "script" | "before_script" | "after_script" | "run" | "hooks" => {
            "it runs something else, or gate in another way"
        }
        "timeout" | "tags" | "artifacts" => return None,
        _ => "it runs in another way",
    })
}

/// The most templates that a job is followed through.
const TEMPLATES: usize = 100;

/// The edits of a pipeline file.
pub(super) fn edits(job: &str, before: &Node, after: &Node) -> Vec<Edit> {
    let of_pipeline = |key: &str| {
        PIPELINE.contains(&key).then(|| format!("the pipeline that runs gate is edited: `{key}` is changed"))
    };
    let mut found: Vec<Edit> = differences(Some(before), Some(after), of_pipeline).collect();
    let (old, new) = (before.get(job), after.get(job));
    match (old, new) {
        (Some(_), None) => {
            let what = format!("the job `{job}`, which runs gate, is removed");
            found.push(Edit::new(Some(after.span), what));
        }
        (None, Some(new)) => {
            let what = format!("the job `{job}`, which runs gate and is included, is overridden");
            found.push(Edit::new(Some(new.span), what));
        }
        _ => {
            let of_job =
                |key: &str| Some(format!("the job `{job}`, which runs gate, is edited: {} (`{key}`)", meaning(key)?));
            found.extend(differences(old, new, of_job));
        }
    }
    for name in templates(job, before) {
        let (old, new) = (before.get(&name), after.get(&name));
        if !same(old, new) {
            let what = format!("`{name}` is edited, a part of the job `{job}`, which runs gate");
            found.push(Edit::new(Some(new.map_or(after.span, |node| node.span)), what));
        }
    }
    found.extend(variables(job, before, after));
    found
}

/// The jobs and templates that a job is made of or waits for: `extends`, `needs`, `!reference`.
fn templates(job: &str, root: &Node) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![job.to_owned()];
    while let Some(name) = open.pop() {
        let Some(node) = root.get(&name) else { continue };
        let mut names = Vec::new();
        for key in ["extends", "needs", "dependencies"] {
            names.extend(node.get(key).map(texts).unwrap_or_default());
        }
        references(node, &mut names);
        for name in names {
            if found.len() < TEMPLATES && name != job && found.insert(name.clone()) {
                open.push(name);
            }
        }
    }
    found
}

/// The texts of a scalar or a list, and the `job` of its mappings.
fn texts(node: &Node) -> Vec<String> {
    let one = |node: &Node| node.as_str().or_else(|| node.get("job")?.as_str()).map(str::to_owned);
    one(node).into_iter().chain(node.elements().iter().filter_map(one)).collect()
}

/// The first name of every `!reference`.
fn references(node: &Node, names: &mut Vec<String>) {
    if node.tag.as_ref().is_some_and(|tag| tag.text == "!reference") {
        names.extend(node.elements().first().and_then(Node::as_str).map(str::to_owned));
    }
    match &node.value {
        NodeValue::Scalar(_) => {}
        NodeValue::Sequence(elements) => elements.iter().for_each(|element| references(element, names)),
        NodeValue::Mapping(entries) => entries.iter().for_each(|entry| references(&entry.value, names)),
    }
}

/// Variables of the pipeline that the job reads, or that decide what is checked out and run.
fn variables(job: &str, before: &Node, after: &Node) -> Vec<Edit> {
    let (old, new) = (before.get("variables"), after.get("variables"));
    let mut parts: Vec<&Node> = before.get(job).into_iter().collect();
    let names = templates(job, before);
    parts.extend(names.iter().filter_map(|name| before.get(name)));
    let text = parts.iter().map(|part| scalars(part)).collect::<Vec<_>>().join("\n");
    let of_variable = |name: &str| {
        let decides = ["GIT_", "CI_", "FF_", "GATE_", "LD_", "DYLD_", "PATH", "BASH_ENV", "ENV"];
        let read = text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"));
        let matters = read || decides.iter().any(|prefix| name.starts_with(prefix));
        matters.then(|| format!("the variable `{name}` is changed, which the job `{job}` runs gate with"))
    };
    differences(old, new, of_variable).collect()
}

/// Every scalar below a node.
fn scalars(node: &Node) -> String {
    match &node.value {
        NodeValue::Scalar(scalar) => scalar.text.clone(),
        NodeValue::Sequence(elements) => elements.iter().map(scalars).collect::<Vec<_>>().join("\n"),
        NodeValue::Mapping(entries) => entries.iter().map(|entry| scalars(&entry.value)).collect::<Vec<_>>().join("\n"),
    }
}

/// Scripts of the tree that run before gate or as gate.
pub(super) fn runs(job: &str, root: &Node) -> BTreeSet<RepoPath> {
    let names = templates(job, root);
    let parts = std::iter::once(job).chain(names.iter().map(String::as_str)).filter_map(|name| root.get(name));
    let scripts = parts.chain(root.get("default")).flat_map(|part| [part.get("before_script"), part.get("script")]);
    let lines = scripts.flatten().map(scalars).collect::<Vec<_>>().join("\n");
    paths_in(&lines).collect()
}

/// Files of the tree that are included by their path.
pub(super) fn includes(root: &Node) -> BTreeSet<RepoPath> {
    let include = root.get("include");
    let local = |node: &Node| node.as_str().or_else(|| node.get("local")?.as_str()).map(str::to_owned);
    let included = include.into_iter().flat_map(|node| std::iter::once(node).chain(node.elements())).filter_map(local);
    included.filter_map(|path| RepoPath::new(path.trim_start_matches('/'))).collect()
}
