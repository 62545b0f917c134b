//! The job that runs gate as a job of a GitLab pipeline.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Edit, Used, differences, same, used};
use crate::input::tree::{Node, NodeValue, Tree};

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

/// Variables made of variables that are followed.
const LEVELS: usize = 20;

/// The most templates that a job is followed through.
const TEMPLATES: usize = 100;

/// The configuration of a file with its merge keys resolved. Inputs stand in a document of their own before it.
pub(super) fn root(tree: &Tree) -> Option<Node> {
    let first = tree.root()?.merged();
    let spec = first.get_entry("spec").filter(|_| tree.documents.len() > 1).cloned();
    let Some(spec) = spec else { return Some(first) };
    let mut body = tree.documents.get(1)?.merged();
    if let NodeValue::Mapping(entries) = &body.value {
        body.value = NodeValue::Mapping(Arc::new(entries.iter().cloned().chain([spec]).collect()));
    }
    Some(body)
}

/// The edits of a pipeline file, one of the `parts` that the pipeline of the base is made of.
pub(super) fn edits(job: &str, parts: &[Node], before: &Node, after: &Node) -> Vec<Edit> {
    let parts = if parts.is_empty() { std::slice::from_ref(before) } else { parts };
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
    for name in templates(job, parts) {
        let (old, new) = (before.get(&name), after.get(&name));
        if !same(old, new) {
            let what = format!("`{name}` is edited, a part of the job `{job}`, which runs gate");
            found.push(Edit::new(Some(new.map_or(after.span, |node| node.span)), what));
        }
    }
    found.extend(variables(job, parts, before, after));
    found
}

/// The jobs and templates that a job is made of or waits for: `extends`, `needs`, `!reference`.
fn templates(job: &str, parts: &[Node]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![job.to_owned()];
    while let Some(name) = open.pop() {
        let mut names = Vec::new();
        for node in parts.iter().filter_map(|root| root.get(&name)) {
            for key in ["extends", "needs", "dependencies"] {
                names.extend(node.get(key).map(texts).unwrap_or_default());
            }
            references(node, &mut names);
        }
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

/// Variables of the pipeline that the job or the pipeline itself reads, by way of others too, or that decide what is
/// checked out and run.
fn variables(job: &str, parts: &[Node], before: &Node, after: &Node) -> Vec<Edit> {
    let names = templates(job, parts);
    let read = std::iter::once(job).chain(names.iter().map(String::as_str)).chain(PIPELINE);
    let read: Vec<&str> = read.collect();
    let mut text: String =
        parts.iter().flat_map(|part| read.iter().filter_map(|name| part.get(name))).map(scalars).collect();
    let set = || parts.iter().chain([after]).filter_map(|part| part.get("variables")).flat_map(Node::entries);
    let is_read = |text: &str, name: &str| text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"));
    // A variable that is read may be made of others; each round finds those of one more level.
    for _ in 0..LEVELS {
        let more: String = set()
            .filter(|entry| entry.name().is_some_and(|name| is_read(&text, name)))
            .map(|entry| scalars(&entry.value))
            .filter(|value| value.contains('$') && !text.contains(value.as_str()))
            .collect();
        if more.is_empty() {
            break;
        }
        text.push_str(&more);
    }
    let of_variable = |name: &str| {
        let decides = ["GIT_", "CI_", "FF_", "GATE_", "LD_", "DYLD_", "PATH", "BASH_ENV", "ENV"];
        let matters = is_read(&text, name) || decides.iter().any(|prefix| name.starts_with(prefix));
        matters.then(|| format!("the variable `{name}` is changed, which the job `{job}` runs gate with"))
    };
    differences(before.get("variables"), after.get("variables"), of_variable).collect()
}

/// Every scalar below a node.
fn scalars(node: &Node) -> String {
    match &node.value {
        NodeValue::Scalar(scalar) => format!("{}\n", scalar.text),
        NodeValue::Sequence(elements) => elements.iter().map(scalars).collect(),
        NodeValue::Mapping(entries) => entries.iter().map(|entry| scalars(&entry.value)).collect(),
    }
}

/// Scripts of the tree that run before gate or as gate.
pub(super) fn runs(job: &str, parts: &[Node], root: &Node) -> BTreeSet<Used> {
    let parts = if parts.is_empty() { std::slice::from_ref(root) } else { parts };
    let names = templates(job, parts);
    let names: Vec<&str> = std::iter::once(job).chain(names.iter().map(String::as_str)).chain(["default"]).collect();
    let nodes =
        parts.iter().chain([root]).flat_map(|part| names.iter().filter_map(|name| part.get(name)).chain([part]));
    let scripts = nodes.flat_map(|node| ["before_script", "script"].map(|key| node.get(key)));
    let lines: String = scripts.flatten().map(scalars).collect();
    used::by_script(&lines, None)
}

/// Files of the tree that are included by their path or by a pattern.
pub(super) fn includes(root: &Node) -> BTreeSet<String> {
    let include = root.get("include");
    let local = |node: &Node| node.as_str().or_else(|| node.get("local")?.as_str()).map(str::to_owned);
    let included = include.into_iter().flat_map(|node| std::iter::once(node).chain(node.elements())).filter_map(local);
    included.filter(|path| !path.contains("://")).map(|path| path.trim_start_matches('/').to_owned()).collect()
}
