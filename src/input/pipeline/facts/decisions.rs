//! Changes of the repository that the pipeline itself approves or merges.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use super::reach::{Reach, Suppose};
use crate::input::pipeline::model::{Command, Role};
use crate::input::pipeline::taint;
use crate::input::pipeline::wrappers;
use crate::input::{Fact, Via};

/// What the pipeline does to a pull request or a merge request that people should decide about. A merge that waits for
/// what the forge asks for is none, nor is one that only the review of a person starts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Decision {
    /// What it does.
    pub does: Does,
    /// By what: the tool by its usual name, or the program that asks the API of the forge.
    pub tool: String,
}

/// What is done to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// It is approved.
    Approves,
    /// It is merged, as far as the rules of the forge allow it.
    Merges,
    /// It is merged past the rules of the forge.
    Overrides,
}

/// The event that a review of a person causes.
const REVIEW: &str = "pull_request_review";

/// The decisions of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Decision>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for at in graph.steps() {
        let found = of_step(at);
        if found.is_empty() || reach.is_dead_step(at) {
            continue;
        }
        let reviewed = is_reviewed(reach, at);
        facts.extend(found.into_iter().filter(|fact| !(reviewed && fact.says.does == Does::Merges)));
    }
    facts
}

/// Those of a step.
pub(super) fn of_step(at: InJob<'_>) -> Vec<Fact<Decision>> {
    let roles = at.step.roles.iter().filter_map(|role| {
        let says = Decision { does: of_role(role)?, tool: role.tool.clone() };
        Some(fact(at, &role.loc, &role.via, says))
    });
    let commands = at.step.run.iter().flat_map(|run| &run.commands).filter_map(|command| {
        let says = of_command(command)?;
        Some(fact(at, &command.loc, &command.via, says))
    });
    roles.chain(commands).chain(of_script(at)).collect()
}

fn fact(at: InJob<'_>, loc: &str, via: &[Via], says: Decision) -> Fact<Decision> {
    let via = at.placed.via.iter().chain(via).cloned().collect();
    Fact { via, ..Fact::new(loc, Vec::new(), at.about(), says) }
}

fn of_role(role: &Role) -> Option<Does> {
    match role.role {
        "review" => Some(Does::Approves),
        "merge" => Some(Does::Merges),
        "override" => Some(Does::Overrides),
        _ => None,
    }
}

/// Whether only a review of a person starts it.
fn is_reviewed(reach: &Reach<'_>, at: InJob<'_>) -> bool {
    let mut starts = reach.events.iter().enumerate();
    starts.all(|(number, event)| *event == Some(REVIEW) || reach.step(at, Suppose::Nothing, number) == Some(false))
}

/// A command that asks the API of the forge for it.
fn of_command(command: &Command) -> Option<Decision> {
    if !command.argv.iter().any(|word| matches!(wrappers::base_name(word), "curl" | "gh" | "glab" | "wget" | "http")) {
        return None;
    }
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let (program, rest) = argv.split_first()?;
    let tool = wrappers::base_name(program);
    let asks = match tool {
        "gh" | "glab" => rest.first().is_some_and(|word| word == "api"),
        _ => matches!(tool, "curl" | "wget" | "http"),
    };
    let says = |word: &str| rest.iter().any(|it| it.contains(word));
    let does = if !asks {
        None
    } else if says("graphql") {
        of_query(&rest.join(" "))
    } else {
        rest.iter().find_map(|word| of_address(word, rest))
    };
    Some(Decision { does: does?, tool: tool.to_owned() })
}

/// What an address of the API is asked for, as `…/pulls/7/merge`.
fn of_address(word: &str, all: &[String]) -> Option<Does> {
    let address = word.split(['?', '#']).next().unwrap_or_default();
    let mut segments = address.rsplit('/');
    let (last, _, of) = (segments.next()?, segments.next()?, segments.next()?);
    let sends = |method: &str| all.iter().any(|word| word.trim_start_matches("-X").ends_with(method));
    match (of, last) {
        ("merge_requests", "approve") if sends("POST") || has_body(all) => Some(Does::Approves),
        ("pulls", "reviews") if all.iter().any(|word| word.contains("APPROVE")) => Some(Does::Approves),
        ("pulls" | "merge_requests", "merge") if sends("PUT") => Some(Does::Merges),
        _ => None,
    }
}

/// Whether something is sent along, so that it is no mere question.
fn has_body(all: &[String]) -> bool {
    const BODIES: [&str; 8] = ["-d", "--data", "--data-raw", "--json", "-f", "-F", "--field", "--raw-field"];
    all.iter().any(|word| BODIES.contains(&word.as_str()))
}

/// What a query in GraphQL changes.
fn of_query(query: &str) -> Option<Does> {
    if query.contains("addPullRequestReview") && query.contains("APPROVE") {
        return Some(Does::Approves);
    }
    query.contains("mergePullRequest").then_some(Does::Merges)
}

/// What the program of `actions/github-script` does.
fn of_script(at: InJob<'_>) -> Option<Fact<Decision>> {
    let (name, script) = at.handed("script").next().filter(|_| at.runs("actions", "github-script"))?;
    let does = taint::javascript_methods(script).into_iter().find_map(|method| match (method.of, method.name) {
        (_, "createReview" | "submitReview") if method.texts.contains(&"APPROVE") => Some(Does::Approves),
        ("pulls", "merge") => Some(Does::Merges),
        (_, "graphql") => of_query(&method.texts.join(" ")),
        _ => None,
    })?;
    let says = Decision { does, tool: "github-script".to_owned() };
    let via = at.placed.via.clone();
    Some(Fact { via, ..Fact::new(&at.step.loc, path(["with", name]), at.about(), says) })
}
