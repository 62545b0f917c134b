//! Steps that run beside others: `background`, the groups of `parallel`, and the steps that wait for or cancel them.
//!
//! What GitHub does (docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, "background", and
//! `BackgroundStepCoordinator.cs` of actions/runner): a step that fails in the background fails the job at the next `wait` or
//! `wait-all` that includes it; what nobody has waited for is waited for at the end of the job, and fails it then. Only
//! a step that `cancel` ends does not count.

use std::collections::BTreeMap;

use crate::input::pipeline::model::{Background, Step};
use crate::input::tree::Node;

/// A step that acts on those in the background.
#[derive(Debug, Clone)]
pub(super) struct Control {
    /// Its index in the job.
    pub(super) index: usize,
    /// What it does.
    pub(super) does: Does,
    /// Whether the job goes on when it fails; `None` when an expression decides.
    pub(super) continue_on_error: Option<bool>,
}

/// What such a step does.
#[derive(Debug, Clone)]
pub(super) enum Does {
    /// Waits for the steps of these ids.
    Wait(Vec<String>),
    /// Waits for all.
    WaitAll,
    /// Cancels one.
    Cancel(String),
}

/// The keys by which a step is one of these, in the order in which GitHub looks.
pub(super) const CONTROLS: [(&str, &str); 3] =
    [("wait", "wait step"), ("wait-all", "wait-all step"), ("cancel", "cancel step")];

/// What a step with one of these keys does; `None` when its value is none that GitHub accepts.
pub(super) fn does(key: &str, value: &Node) -> Option<Does> {
    let id =
        |node: &Node| node.as_str().filter(|id| !id.is_empty() && !id.contains("${{")).map(str::to_ascii_lowercase);
    match key {
        "wait-all" => {
            value.as_str().filter(|text| matches!(*text, "" | "true" | "True" | "TRUE")).map(|_| Does::WaitAll)
        }
        "cancel" => id(value).map(Does::Cancel),
        _ => match value.as_sequence() {
            Some(elements) => elements.iter().map(id).collect::<Option<Vec<String>>>().map(Does::Wait),
            None => id(value).map(|id| Does::Wait(vec![id])),
        },
    }
}

/// Says of every step in the background how it ends.
pub(super) fn settle(steps: &mut [Step], controls: &[Control], unclear: bool) {
    let mut by_id: BTreeMap<&str, Vec<&Control>> = BTreeMap::new();
    let mut of_all: Vec<&Control> = Vec::new();
    for control in controls {
        match &control.does {
            Does::Wait(ids) => ids.iter().for_each(|id| by_id.entry(id).or_default().push(control)),
            Does::Cancel(id) => by_id.entry(id).or_default().push(control),
            Does::WaitAll => of_all.push(control),
        }
    }
    for step in steps {
        let index = step.index;
        let Some(background) = &mut step.background else { continue };
        if background.ends == "group" {
            continue;
        }
        let id = step.id.to_ascii_lowercase();
        let named = by_id.get(id.as_str()).filter(|_| !id.is_empty()).and_then(|controls| first_after(index, controls));
        let ended_by = named.into_iter().chain(first_after(index, &of_all)).min_by_key(|control| control.index);
        let ends = match ended_by.map(|control| (&control.does, control.continue_on_error)) {
            _ if unclear || background.ends == "unknown" => "unknown",
            None => "job_end",
            Some((Does::Cancel(_), _)) => "cancelled",
            Some((_, Some(false))) => "waited",
            Some((_, Some(true))) => "tolerated",
            Some((_, None)) => "unknown",
        };
        *background = Background { ends, from: index.saturating_add(1), until: ended_by.map(|control| control.index) };
    }
}

fn first_after<'a>(index: usize, controls: &[&'a Control]) -> Option<&'a Control> {
    controls.get(controls.partition_point(|control| control.index <= index)).copied()
}
