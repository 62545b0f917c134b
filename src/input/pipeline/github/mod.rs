//! GitHub: workflows and actions of one's own.

mod action;
mod asked;
mod background;
mod bindings;
mod call;
mod callers;
mod calls;
mod carried;
pub(super) mod condition;
mod expression;
mod fits;
mod job;
mod keys;
mod left;
mod local;
mod lock;
mod permissions;
mod possible;
mod reader;
mod step;
mod steps;
mod target;
mod triggers;
mod trust;
mod values;
mod workflow;
mod workspace;

use std::sync::Arc;

pub(super) use condition::outlives_failure;
pub(super) use expression::{flowing, parts_of_secrets};

use super::model::Pipeline;
use super::places::Places;
use super::{document, named};
use crate::input::tree::{self, Node, Tree};
use crate::input::{Claim, Context, Format, Kind, Parsed, Problem};
use crate::source::{RepoPath, Source};

/// The lock file of actions.
pub(super) const LOCK: &str = lock::PATH;

/// `.github/workflows/*.yml`
pub struct Workflow;

/// `action.yml` anywhere.
pub struct Action;

impl Format for Workflow {
    fn kind(&self) -> Kind {
        Kind::Pipeline
    }

    fn name(&self) -> &'static str {
        "github"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        let name = path.as_str().strip_prefix(".github/workflows/").unwrap_or_default();
        if is_workflow(name) { Claim::Yes } else { Claim::No }
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        match tree::parse(source, context.limits) {
            Ok(tree) => parse(source, tree, context, workflow::read),
            Err(problem) => Parsed::Failed(problem),
        }
    }
}

impl Format for Action {
    fn kind(&self) -> Kind {
        Kind::Pipeline
    }

    fn name(&self) -> &'static str {
        "github-action"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        if calls::is_action(path) { Claim::Maybe } else { Claim::No }
    }

    /// Only the parsed file says whether it is another tool's: YAML begins in many ways. What something here runs as an
    /// action is one, whatever is in it.
    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        let is_action = |root: &Node| ACTION_KEYS.iter().any(|key| root.get(key).is_some());
        match tree::parse(source, context.limits) {
            Ok(tree) if tree.root().is_some_and(is_action) => parse(source, tree, context, action::read),
            Ok(tree) if callers::run_it(&folder_of(source.path()), context) => {
                parse(source, tree, context, action::read)
            }
            Ok(_) => Parsed::NotMine(format!("no action: the file has none of {}", ACTION_KEYS.join(", "))),
            Err(problem) => Parsed::Failed(problem),
        }
    }
}

/// Whether an event may start a workflow; for the test of the table of events.
#[cfg(test)]
pub(super) fn knows_event(event: &str) -> bool {
    keys::is_known(ON, event)
}

/// The events that may start a workflow; for the test of the table of events.
#[cfg(test)]
pub(super) fn events() -> impl Iterator<Item = &'static str> {
    keys::known(ON)
}

/// Where the table of keys has the events.
#[cfg(test)]
const ON: &str = "workflow.on";

/// The folder of a file; empty for the root.
fn folder_of(path: &RepoPath) -> String {
    path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default()
}

/// Keys of an action that no other file of that name has.
const ACTION_KEYS: [&str; 4] = ["runs", "inputs", "outputs", "branding"];

/// Whether a file of this name in the folder of workflows is one.
fn is_workflow(name: &str) -> bool {
    !name.contains('/') && is_yaml(name)
}

fn is_yaml(name: &str) -> bool {
    name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")).is_some_and(|stem| !stem.is_empty())
}

/// How the root of a file is read.
type Read = for<'a> fn(&'a Arc<Source>, &Node, &Context<'a>) -> (Pipeline, Places);

fn parse(source: &Arc<Source>, mut tree: Tree, context: &Context<'_>, read: Read) -> Parsed {
    let Some(root) = tree.root().filter(|root| root.is_mapping()) else {
        let message = "neither a workflow nor an action: the file holds no mapping";
        return Parsed::Failed(Problem::at(source, 0, message));
    };
    let (pipeline, mut places) = read(source, root, context);
    named::hide(&mut places, source, root);
    if let Some(second) = tree.documents.get(1) {
        places.problem(
            source,
            second.span.start,
            "a second document in the file, which is not judged; keep one document a file",
        );
    }
    places.problems.append(&mut tree.problems);
    document("github", source, pipeline, places)
}
