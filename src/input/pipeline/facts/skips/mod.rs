//! Checks before a deployment that whoever starts the run can leave out.

mod github;
mod gitlab;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::model::Role;

/// A test, a scan or an approval before a deployment that somebody leaves out by what they give or write, while the
/// deployment goes on and nothing of the kind is left before it. Its place is the condition.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Skip {
    /// What is left out: `test`, `scan` or `approval`.
    pub check: &'static str,
    /// Of a scan, what it looks at; otherwise empty.
    pub category: &'static str,
    /// The tool by its usual name; of an approval that the forge asks for, its environment.
    pub tool: String,
    /// By what: `input`, `message` of a commit, `label` or `title` of a change, `variable` of the pipeline.
    pub by: &'static str,
    /// The name of the input or variable; otherwise empty.
    pub name: String,
    /// The job that deploys all the same.
    pub deployment: String,
    /// Whether it does. Null where the pipeline is too large for gate to follow what is chosen; then it says nothing else.
    pub goes_on: Option<bool>,
}

/// What of deployments changes something outside of the forge; a package does not.
const CATEGORIES: [&str; 4] = ["infrastructure", "cluster", "cloud", "host"];

/// How many questions are asked about one pipeline: what is chosen, of each check before each deployment.
const QUESTIONS: usize = 400_000;

/// What is said of a pipeline with more of them.
fn too_large(graph: &Graph<'_>) -> Vec<Fact<Skip>> {
    let says = Skip {
        check: "",
        category: "",
        tool: String::new(),
        by: "",
        name: String::new(),
        deployment: String::new(),
        goes_on: None,
    };
    vec![Fact::new(&graph.pipeline.loc, Vec::new(), "", says).because("the pipeline is too large to be followed")]
}

/// Whether a product is too large.
fn is_too_much(factors: [usize; 3]) -> bool {
    factors.into_iter().fold(1_usize, usize::saturating_mul) > QUESTIONS
}

/// The skips of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Skip>> {
    match graph.pipeline.vendor {
        _ if graph.pipeline.is_judged_by_callers() => Vec::new(),
        "github" => github::of(graph, reach),
        _ => gitlab::of(graph),
    }
}

fn deploys(role: &Role) -> bool {
    role.role == "deploy" && CATEGORIES.contains(&role.category)
}

/// What a role checks, if its failure has something to say.
fn check(role: &Role) -> Option<&'static str> {
    match role.role {
        _ if role.toothless.is_some() || role.ignored.is_some() => None,
        "test" => Some("test"),
        "scan" => Some("scan"),
        "approve" => Some("approval"),
        _ => None,
    }
}
