//! Jobs that report under the name of the job that runs gate. A forge that waits for a check waits for a name, and takes
//! it from whichever job reports under it.

use super::Edit;
use crate::input::tree::{Entry, Node, NodeValue};

/// Jobs of `others` that report under the name of the job `job` of `gate`; `own` is a job that may.
pub(super) fn namesakes(job: &str, gate: &Node, others: &Node, own: Option<&str>) -> Vec<Edit> {
    let Some(of_gate) = gate.get("jobs").and_then(|jobs| jobs.get(job)) else { return Vec::new() };
    let wanted = name(job, of_gate);
    let calls = of_gate.get("uses").is_some();
    if is_only_called(others) && !wanted.contains(" / ") {
        return Vec::new();
    }
    let jobs = others.get("jobs").map(Node::entries).unwrap_or_default();
    let mut found = Vec::new();
    for entry in jobs {
        let Some(id) = entry.name().filter(|id| Some(*id) != own) else { continue };
        let title = name(id, &entry.value);
        let what = if title.contains("${{") {
            could_be(title, &entry.value, wanted)
                .then(|| format!("this job may report as `{wanted}`, the name of the job that runs gate"))
        } else {
            // The check of a job in a called workflow is called `CALLER / JOB`.
            let inside = calls && title.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(" / "));
            (title == wanted || inside)
                .then(|| format!("this job reports as `{wanted}`, the name of the job that runs gate"))
        };
        found.extend(what.map(|what| Edit::new(Some(entry.key.span), what)));
    }
    found
}

/// Whether a workflow runs only where another calls it: its checks are called `CALLER / JOB` then.
fn is_only_called(workflow: &Node) -> bool {
    let Some(on) = workflow.get("on") else { return false };
    let named = on.as_str().into_iter().chain(on.elements().iter().filter_map(Node::as_str));
    let mut events = named.chain(on.entries().iter().filter_map(Entry::name)).peekable();
    events.peek().is_some() && events.all(|event| event == "workflow_call")
}

fn name<'a>(id: &'a str, job: &'a Node) -> &'a str {
    job.get("name").and_then(Node::as_str).unwrap_or(id)
}

/// Whether a name with expressions may come out as the wanted one. What an expression makes is not computed: it may be
/// anything, but for a value of a matrix that is written down.
fn could_be(title: &str, job: &Node, wanted: &str) -> bool {
    let (mut rest, mut left) = (title, wanted);
    let mut is_first = true;
    let mut expressions = Vec::new();
    while let Some((literal, behind)) = rest.split_once("${{") {
        let at = if is_first { left.starts_with(literal).then_some(0) } else { left.find(literal) };
        let Some(after) = at.and_then(|at| left.get(at.saturating_add(literal.len())..)) else { return false };
        let (expression, behind) = behind.split_once("}}").unwrap_or((behind, ""));
        expressions.push(expression.trim());
        (rest, left, is_first) = (behind, after, false);
    }
    let Some(hole) = left.strip_suffix(rest) else { return false };
    match expressions.as_slice() {
        [only] => only.strip_prefix("matrix.").and_then(|key| written(job, key)).is_none_or(|it| it.contains(&hole)),
        _ => true,
    }
}

/// The values of a key of the matrix; `None` where they are made while the pipeline runs.
fn written<'a>(job: &'a Node, key: &str) -> Option<Vec<&'a str>> {
    let matrix = job.get("strategy")?.get("matrix").filter(|matrix| matches!(matrix.value, NodeValue::Mapping(_)))?;
    let listed = matrix.get(key).map(|values| values.as_sequence().map(<[Node]>::iter));
    let listed = match listed {
        Some(None) => return None,
        Some(Some(values)) => Some(values),
        None => None,
    };
    let included = match matrix.get("include") {
        Some(include) => include.as_sequence()?.iter(),
        None => [].iter(),
    };
    let included = included.filter_map(|row| row.get(key));
    let values: Option<Vec<&str>> = listed.into_iter().flatten().chain(included).map(Node::as_str).collect();
    values.filter(|values| !values.iter().any(|value| value.contains("${{")))
}
