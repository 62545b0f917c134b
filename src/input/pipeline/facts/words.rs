//! What strangers have written of what an agent is told.

use super::in_job::InJob;
use super::reach::{Reach, Suppose};
use crate::input::Via;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::knowledge::events;
use crate::input::pipeline::model::{Command, Injection, Interpolation, Trust};

/// A text in a prompt that others can write.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Where it comes from; empty when there is none.
    pub(super) source: String,
    /// The program that makes something else of it which nobody knows; empty otherwise.
    doubt: String,
    pub(super) via: Vec<Via>,
}

/// What stands at the place.
const PUT: &str = "is put into the prompt here";

/// Contexts that whoever starts the run has written just then.
const OF_STARTER: [&str; 2] = ["github.event.comment.body", "github.event.review.body"];

/// What of an issue is written by whoever opens it.
const ISSUE: &str = "github.event.issue.";

impl Words {
    fn of_expression(of: &Interpolation) -> Self {
        let put = Via { loc: of.loc.clone(), path: Vec::new(), what: PUT.to_owned() };
        let via = of.via.iter().cloned().chain([put]).collect();
        Self { source: of.tainted_by.clone(), doubt: of.doubt.clone(), via }
    }

    fn of_injection(of: &Injection) -> Self {
        Self { source: of.source.clone(), doubt: of.doubt.clone(), via: of.via.clone() }
    }

    /// The same at the input that names the file.
    fn of_file(of: &Injection) -> Self {
        let named = Via { loc: of.loc.clone(), path: Vec::new(), what: PUT.to_owned() };
        Self { via: of.via.iter().cloned().chain([named]).collect(), ..Self::of_injection(of) }
    }

    /// Whether a stranger can be the author: `open` says whether one can start the run.
    pub(super) fn foreign(&self, at: InJob<'_>, reach: &Reach<'_>, open: Option<bool>) -> Option<bool> {
        if self.source.is_empty() {
            return Some(false);
        }
        let pipeline = at.pipeline;
        let runs = |event: &&str| {
            let index = reach.events.iter().position(|it| *it == Some(*event));
            index.is_none_or(|index| reach.step(at, Suppose::Nothing, index) != Some(false))
        };
        let events: Vec<&str> = reach.events.iter().copied().flatten().filter(runs).collect();
        // A proposal from a fork runs without secrets, and with a token that only reads.
        let all_tame = !events.is_empty() && events.iter().all(|event| events::is_with_own_rights(event));
        if all_tame {
            return Some(false);
        }
        let only_opened = || {
            let mut issues = pipeline.triggers.iter().filter(|trigger| trigger.raw == "issues");
            issues.all(|trigger| trigger.types == ["opened"]) && events.iter().all(|event| *event == "issues")
        };
        let is_own = OF_STARTER.contains(&self.source.as_str()) || self.source.starts_with(ISSUE) && only_opened();
        let by_strangers =
            if is_own && pipeline.vendor == "github" && !pipeline.is_judged_by_callers() { open } else { Some(true) };
        by_strangers.filter(|by| !by || self.doubt.is_empty())
    }

    /// Why nobody knows whether a stranger has a part in it.
    pub(super) fn doubted(&self) -> String {
        if self.doubt.is_empty() {
            "a condition that only the run can evaluate decides who starts it".to_owned()
        } else {
            format!("nobody knows what {} makes of {}", self.doubt, self.source)
        }
    }
}

/// What the inputs of an action say, of which some are prompts.
pub(super) fn of_inputs(at: InJob<'_>, prompts: &[String]) -> Words {
    let is_prompt = |place: &str| {
        place.strip_prefix("with.").is_some_and(|input| prompts.iter().any(|it| it.eq_ignore_ascii_case(input)))
    };
    let mut tainted = at.step.interpolations.iter().filter(|it| it.trust >= Trust::Perhaps && is_prompt(&it.at));
    let told = || at.step.injections.iter().find(|it| it.sink == Sink::Prompt).map(Words::of_file);
    tainted.next().map(Words::of_expression).or_else(told).unwrap_or_default()
}

/// What a command is told: by expressions in the script, by variables, files, and what other programs print.
pub(super) fn of_command(at: InJob<'_>, command: &Command) -> Words {
    let line = command.argv.join(" ");
    let in_it = |it: &&Interpolation| it.trust >= Trust::Perhaps && it.at == "run" && line.contains(it.expr.as_str());
    let written = at.step.interpolations.iter().find(in_it).map(Words::of_expression);
    let mut injections = at.step.run.iter().flat_map(|run| &run.injections);
    let told = || injections.find(|it| it.sink == Sink::Prompt && it.loc == command.loc).map(Words::of_injection);
    written.or_else(told).unwrap_or_default()
}
