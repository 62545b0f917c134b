//! Conditions that let more branches or people in than they name.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::{Chosen, Reach, Suppose};
use super::weight::{self, Guard};
use crate::input::Fact;
use crate::input::pipeline::github::condition::{By, Condition, Part, Value};
use crate::input::pipeline::gitlab::condition::lets_in;
use crate::input::pipeline::knowledge::events;

/// A condition that lets in more branches or people than it names, in front of a job or step of weight. Its place is the
/// condition.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LooseCondition {
    /// What it asks for: `github.ref`, `github.actor`, `CI_COMMIT_BRANCH`.
    pub asks: String,
    /// What it compares that with, as it is written.
    pub text: String,
    /// One that it lets in and does not mean.
    pub lets_in: String,
    /// What it lets run: `deploys`, `publishes`, `merges`, `secrets` or `identity` of the job or step.
    pub guards: &'static str,
}

/// Branches that others are told from.
const BRANCHES: [&str; 7] = ["main", "master", "trunk", "prod", "production", "live", "default"];

/// A branch that none of them is a part of.
const OTHER: &str = "of/somebody";

/// Contexts that hold the full name of the branch, and those that hold the short one.
const FULL: [&str; 2] = ["github.ref", "github.event.ref"];
const SHORT: &str = "github.ref_name";

/// Contexts that hold who has done something.
const PEOPLE: [&str; 4] =
    ["github.actor", "github.triggering_actor", "github.event.sender.login", "github.event.comment.user.login"];

/// The variables of GitLab that hold the branch.
const VARIABLES: [&str; 2] = ["CI_COMMIT_BRANCH", "CI_COMMIT_REF_NAME"];

/// How many different questions of one pipeline are followed.
const QUESTIONS: usize = 16;

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings) -> Vec<Fact<LooseCondition>> {
    if graph.pipeline.vendor == "gitlab" { of_gitlab(graph, holdings) } else { of_github(graph, reach, holdings) }
}

fn of_github<'a>(graph: &'a Graph<'a>, reach: &Reach<'a>, holdings: &Holdings) -> Vec<Fact<LooseCondition>> {
    let mut guards: Vec<(&JobRun<'_>, Guard<'_>, Vec<Part>)> = Vec::new();
    let mut known: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for run in &graph.jobs {
        for guard in weight::guards(run, graph.steps_of(run), holdings) {
            let parts = || Condition::read(guard.condition).parts().into_iter().filter(|it| foreign(it).is_some());
            let parts = known.entry(guard.condition).or_insert_with(|| parts().collect());
            if !parts.is_empty() && !guard.guards.is_empty() && seen.insert(guard.loc) {
                guards.push((run, guard, parts.clone()));
            }
        }
    }
    let questions: BTreeSet<&Part> = guards.iter().flat_map(|(.., parts)| parts).take(QUESTIONS).collect();
    let mut found: BTreeMap<&str, Fact<LooseCondition>> = BTreeMap::new();
    for part in questions {
        let Some(foreign) = foreign(part) else { continue };
        let (wrong, other) = (reach.choosing(chosen(part, &foreign)), reach.choosing(chosen(part, OTHER)));
        let comes: Vec<usize> = occasions(graph, reach, part).collect();
        for (run, guard, parts) in guards.iter().filter(|(.., parts)| parts.contains(part)) {
            let holds = |given: &Reach<'a>, event| match guard.step {
                Some(at) => given.step(at, Suppose::Success, event),
                None => given.job(run, Suppose::Success, event),
            };
            let is_loose = |event: &usize| holds(&wrong, *event) != Some(false) && holds(&other, *event) == Some(false);
            if parts.is_empty() || !comes.iter().any(is_loose) {
                continue;
            }
            let via = guard.step.map_or_else(|| run.via.clone(), InJob::via);
            let about = guard.step.map_or(run.job.id.as_str(), InJob::about);
            let says = LooseCondition {
                asks: part.context.clone(),
                text: part.text.clone(),
                lets_in: foreign.clone(),
                guards: guard.guards,
            };
            let fact = Fact { via, ..Fact::new(guard.loc, path(["if"]), about, says) };
            found.entry(guard.loc).or_insert(fact);
        }
    }
    found.into_values().collect()
}

/// What a question lets in that it does not mean: a branch whose name has that of the branch in it, or a part of a list.
fn foreign(part: &Part) -> Option<String> {
    let (is_full, is_short) = (FULL.contains(&part.context.as_str()), part.context == SHORT);
    if part.by == By::List {
        let mut names = part.text.split(|it: char| it.is_whitespace() || ",;|:[]\"'".contains(it));
        let is_one = |name: &&str| name.len() > 1 && (!is_full || name.starts_with("refs/heads/"));
        let name = names.find(is_one).filter(|_| is_full || is_short || PEOPLE.contains(&part.context.as_str()))?;
        let mut shorter = name.chars();
        shorter.next_back();
        return Some(shorter.as_str().to_owned()).filter(|it| !it.ends_with('/'));
    }
    if !is_full && !is_short {
        return None;
    }
    let name = part.text.strip_prefix("refs/heads/");
    let bare = name.unwrap_or(&part.text);
    let branch = bare.trim_matches('/');
    let is_branch = BRANCHES.iter().any(|known| known.eq_ignore_ascii_case(branch));
    let longer = match part.by {
        By::Part if bare.ends_with('/') => return None,
        By::Part if name.is_some() => format!("{branch}-{OTHER}"),
        By::Part if bare.starts_with('/') => format!("{OTHER}/{branch}-2"),
        By::Part => format!("{OTHER}-{branch}-2"),
        // The beginning of one name is no name.
        By::Begin if bare.ends_with('/') || is_full && name.is_none() => return None,
        By::Begin => format!("{branch}-{OTHER}"),
        By::End if bare.starts_with('/') => format!("{OTHER}/{branch}"),
        By::End => format!("{OTHER}-{branch}"),
        By::List => return None,
    };
    is_branch.then(|| if is_full { format!("refs/heads/{longer}") } else { longer })
}

/// What contexts hold where the one that is asked for is `text`.
fn chosen(part: &Part, text: &str) -> Chosen {
    if PEOPLE.contains(&part.context.as_str()) {
        return PEOPLE.iter().map(|context| ((*context).to_owned(), Value::text(text))).collect();
    }
    let branch = text.strip_prefix("refs/heads/").unwrap_or(text);
    let full = FULL.iter().map(|context| ((*context).to_owned(), Value::text(&format!("refs/heads/{branch}"))));
    let others = [
        (SHORT.to_owned(), Value::text(branch)),
        ("github.ref_type".to_owned(), Value::text("branch")),
        ("github.event.repository.default_branch".to_owned(), Value::text("main")),
    ];
    full.chain(others).collect()
}

/// The events in which somebody may choose what is asked for, by their index: any branch, or whoever they are.
fn occasions<'r>(graph: &'r Graph<'_>, reach: &'r Reach<'_>, part: &'r Part) -> impl Iterator<Item = usize> + use<'r> {
    let of_people = PEOPLE.contains(&part.context.as_str());
    let takes_any = move |event: &str| {
        if of_people {
            return !events::is_with_own_rights(event);
        }
        let mut triggers = graph.pipeline.triggers.iter().filter(|trigger| trigger.raw == event);
        triggers.any(|it| match event {
            "push" => it.branches.is_empty() && it.tags.is_empty(),
            _ => event == "workflow_dispatch",
        })
    };
    let known = reach.events.iter().enumerate().filter_map(|(index, event)| Some((index, (*event)?)));
    known.filter(move |(_, event)| takes_any(event)).map(|(index, _)| index)
}

fn of_gitlab(graph: &Graph<'_>, holdings: &Holdings) -> Vec<Fact<LooseCondition>> {
    let mut facts = Vec::new();
    let mut known: BTreeMap<&str, Option<(&str, String)>> = BTreeMap::new();
    for run in &graph.jobs {
        let starts = |when: &str| !matches!(when, "never" | "manual");
        for rule in run.job.rules.iter().filter(|rule| rule.condition.contains("=~") && starts(&rule.when)) {
            let found = known.entry(&rule.condition).or_insert_with(|| loose(&rule.condition)).clone();
            let Some((name, foreign)) = found else { continue };
            let guards = weight::of_job(run, holdings);
            if guards.is_empty() {
                continue;
            }
            let says = LooseCondition {
                asks: VARIABLES
                    .iter()
                    .find(|it| rule.condition.contains(**it))
                    .map(|it| (*it).to_owned())
                    .unwrap_or_default(),
                text: name.to_owned(),
                lets_in: foreign,
                guards,
            };
            facts.push(Fact { via: run.via.clone(), ..Fact::new(&rule.loc, path(["if"]), &run.job.id, says) });
        }
    }
    facts
}

/// The branch that a condition of GitLab means, and another one that it lets in, where it keeps others out.
fn loose(condition: &str) -> Option<(&'static str, String)> {
    let holds = |branch: &str| lets_in(condition, &VARIABLES, branch);
    if holds(OTHER) != Some(false) {
        return None;
    }
    BRANCHES.into_iter().filter(|branch| holds(branch) != Some(false)).find_map(|branch| {
        let longer = [format!("{branch}-{OTHER}"), format!("{OTHER}-{branch}")];
        let foreign = longer.into_iter().find(|longer| holds(longer) != Some(false))?;
        Some((branch, foreign))
    })
}
