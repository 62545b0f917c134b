//! Tokens of apps that reach further than the repository.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::Fact;

/// A token that a step gets for an app of GitHub. Its place is the action. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AppToken {
    /// The action, as `owner/name`.
    pub action: String,
    /// The repositories that it is for: `own` for that of the run, `named` for those that the file names, `all` for every
    /// one that the app is installed in.
    pub repositories: &'static str,
    /// What the file says that it may do, one by one, such as `contents: read`; empty where it may do all that the app may.
    pub scopes: Vec<String>,
}

/// What begins the names of inputs that say what a token may do.
const SCOPE: &str = "permission-";

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<AppToken>> {
    let tokens = graph.steps().filter_map(|at| Some((at, of_step(at)?))).filter(|(at, _)| !reach.is_dead_step(*at));
    tokens
        .map(|(at, says)| Fact { via: at.via(), ..Fact::new(&at.step.loc, path(["uses"]), at.about(), says) })
        .collect()
}

fn of_step(at: InJob<'_>) -> Option<AppToken> {
    let given = |input: &str| at.handed(input).any(|(_, value)| !value.trim().is_empty());
    let (repositories, scopes) = if at.runs("actions", "create-github-app-token") {
        let of = match (given("repositories"), given("owner")) {
            (true, _) => "named",
            (false, true) => "all",
            (false, false) => "own",
        };
        let scopes = at.step.with.iter().filter_map(|(name, access)| {
            let scope = name.to_ascii_lowercase().strip_prefix(SCOPE)?.to_owned();
            Some(format!("{scope}: {access}"))
        });
        (of, scopes.collect())
    } else if at.runs("tibdex", "github-app-token") {
        let scopes = at.handed("permissions").map(|(_, value)| value.trim().to_owned());
        (if given("repositories") { "named" } else { "all" }, scopes.filter(|it| !it.is_empty()).collect())
    } else {
        return None;
    };
    let uses = at.action()?;
    Some(AppToken { action: format!("{}/{}", uses.owner, uses.name), repositories, scopes })
}
