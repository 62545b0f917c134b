//! Which events start a deployment from any branch.

use super::graph::{Graph, JobRun};
use super::reach::{Chosen, Reach, Suppose};
use crate::input::pipeline::github::condition::Value;
use crate::input::pipeline::model::Trigger;

/// A branch that no file names.
const BRANCH: &str = "any/branch-of-somebody";

/// The name of the default branch, which is another one.
const DEFAULT: &str = "default-branch-of-the-repository";

/// What conditions of GitHub may ask about the branch.
pub(super) fn chosen() -> Chosen {
    let texts = [
        ("github.ref", format!("refs/heads/{BRANCH}")),
        ("github.event.ref", format!("refs/heads/{BRANCH}")),
        ("github.ref_name", BRANCH.to_owned()),
        ("github.ref_type", "branch".to_owned()),
        ("github.event.repository.default_branch", DEFAULT.to_owned()),
        ("github.event.repository.master_branch", DEFAULT.to_owned()),
    ];
    let texts = texts.into_iter().map(|(pattern, text)| (pattern.to_owned(), Value::text(&text)));
    texts.chain([("github.ref_protected".to_owned(), Value::maybe(Some(false)))]).collect()
}

/// The events by which a job runs for any branch for sure; `given` is what runs with such a branch.
pub(super) fn starts(graph: &Graph<'_>, given: &Reach<'_>, run: &JobRun<'_>) -> Vec<String> {
    let takes_any = |trigger: &&Trigger| match trigger.raw.as_str() {
        "push" => trigger.branches.is_empty() && trigger.tags.is_empty(),
        "workflow_dispatch" => true,
        _ => false,
    };
    let mut found: Vec<String> = Vec::new();
    for trigger in graph.pipeline.triggers.iter().filter(takes_any) {
        let event = given.events.iter().position(|event| *event == Some(trigger.raw.as_str()));
        let deploys = |event: usize| {
            let steps = graph.steps_of(run).filter(|at| at.step.roles.iter().any(|role| role.role == "deploy"));
            let mut steps = steps.map(|at| given.step(at, Suppose::Success, event)).peekable();
            match steps.peek() {
                Some(_) => steps.any(|runs| runs == Some(true)),
                None => given.job(run, Suppose::Success, event) == Some(true),
            }
        };
        if event.is_some_and(deploys) && !found.contains(&trigger.raw) {
            found.push(trigger.raw.clone());
        }
    }
    found
}

/// Whether a script of the job asks which branch it is: then that decides.
pub(super) fn is_asked(run: &JobRun<'_>) -> bool {
    const ASKS: [&str; 4] = ["[", "[[", "test", "case"];
    const BRANCHES: [&str; 3] = ["GITHUB_REF", "GITHUB_REF_NAME", "GITHUB_REF_PROTECTED"];
    let commands = run.steps.iter().flat_map(|placed| &placed.step.run).flat_map(|run| &run.commands);
    let mut asks = commands.filter(|command| command.condition || ASKS.contains(&command.program.as_str()));
    asks.any(|command| {
        command.variables.iter().any(|name| BRANCHES.contains(&name.as_str()))
            || command.argv.iter().any(|word| word.contains("github.ref"))
    })
}
