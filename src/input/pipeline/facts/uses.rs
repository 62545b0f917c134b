//! Code from elsewhere that the pipeline runs, however firmly it is pinned.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::knowledge::known_actions;
use crate::input::pipeline::model::{Pipeline, Ref};

/// An action, workflow, include or component of another repository. What stands in this one, comes with the server of the
/// forge or is an image is not here.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Use {
    /// What it is: `action`, `reusable_workflow`, or GitLab's `project`, `remote` and `component`.
    pub kind: &'static str,
    /// Whose it is, in small letters: `owner/name` and the path below it, `group/project`, or the address of a `remote`.
    /// Null when a variable decides.
    pub name: Option<String>,
    /// The tag, branch or commit that is asked for; empty where nothing is.
    pub reference: String,
    /// The name that many know and that this one is almost: its owner has one letter more, less or other. Empty where
    /// there is none.
    pub like: String,
}

/// What a pipeline uses.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Use>> {
    let is_use = |it: &&Ref| {
        let of_github = it.kind == "action" || it.kind == "reusable_workflow";
        (of_github && it.owner != "$") || matches!(it.kind, "project" | "remote" | "component")
    };
    pipeline.refs.iter().filter(is_use).map(|it| fact(pipeline, it)).collect()
}

fn fact(pipeline: &Pipeline, of: &Ref) -> Fact<Use> {
    let parts = match of.kind {
        "remote" => vec![of.name.as_str()],
        "project" => vec![of.owner.as_str(), &of.name],
        _ => vec![of.owner.as_str(), &of.name, &of.path],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let name = Some(parts.join("/").to_lowercase()).filter(|name| !name.contains('$'));
    let why = if name.is_none() { "a variable decides whose it is" } else { "" };
    let reference = of.reference.clone().unwrap_or_default();
    let says = Use { kind: of.kind, name, reference, like: like(pipeline, of) };
    Fact::new(&of.loc, Vec::new(), &of.job, says).because(why)
}

/// The name that it is almost. Of components, only those of gitlab.com: other servers have groups of their own.
fn like(pipeline: &Pipeline, of: &Ref) -> String {
    let (owner, name) = match (pipeline.vendor, of.kind) {
        ("github", _) => (of.owner.as_str(), of.name.as_str()),
        (_, "component") if of.raw.starts_with("gitlab.com/") => (of.owner.as_str(), of.name.as_str()),
        _ => return String::new(),
    };
    known_actions::almost(pipeline.vendor, owner, name).map_or_else(String::new, |known| format!("{known}/{name}"))
}
