//! Models that a pipeline registers or uploads, and whether something has judged them before.

use schemars::JsonSchema;
use serde::Serialize;

use super::approvals::holds_up;
use super::dominance;
use super::graph::Graph;
use super::in_job::InJob;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::model::{Job, Step};
use crate::input::pipeline::wrappers;

/// A model that is put where others take it from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Model {
    /// The tool by its usual name: `sagemaker`, `hugging face` …
    pub tool: String,
    /// Whether on every way to it an evaluation has passed that can fail: a tool for it, or a program whose name says so.
    pub evaluated: bool,
    /// Whether any job of the pipeline signs something.
    pub signed: bool,
}

/// Parts of names of programs that judge a model.
const JUDGES: [&str; 5] = ["eval", "benchmark", "validate_model", "validate-model", "check_metrics"];

/// Programs that run a file or a target whose name tells what it does.
const RUNS: [&str; 9] = ["python", "python3", "pytest", "make", "bash", "sh", "just", "dvc", "mlflow"];

/// The models of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Model>> {
    let registers = |step: &Step| step.roles.iter().any(|role| role.role == "register");
    if graph.pipeline.is_judged_by_callers() || !graph.steps().any(|at| registers(at.step)) {
        return Vec::new();
    }
    let evaluates = |job: &Job| job.allow_failure == Some(false) && job.steps.iter().any(is_evaluation);
    let before = dominance::behind(graph, &evaluates, &holds_up);
    let signed = graph.steps().any(|at| at.step.does("sign") || at.step.does("attest"));
    let mut models = Vec::new();
    for at in graph.steps().filter(|at| registers(at.step) && !reach.is_dead_step(*at)) {
        let evaluated = before.get(at.run.number) == Some(&true) || is_evaluated_in(at);
        for role in at.step.roles.iter().filter(|role| role.role == "register") {
            let via = at.placed.via.iter().chain(&role.via).cloned().collect();
            let says = Model { tool: role.tool.clone(), evaluated, signed };
            models.push(Fact { via, ..Fact::new(&role.loc, Vec::new(), at.about(), says) });
        }
    }
    models
}

/// Whether a step before it in its job, or the same script, judges the model.
fn is_evaluated_in(at: InJob<'_>) -> bool {
    let until = at.run.steps.iter().take_while(|placed| !std::ptr::eq(*placed, at.placed)).map(|placed| placed.step);
    until.chain([at.step]).any(is_evaluation)
}

/// Whether a step judges a model so that its failure stops the job.
fn is_evaluation(step: &Step) -> bool {
    if step.continue_on_error != Some(false) {
        return false;
    }
    let known = step.roles.iter().any(|role| role.role == "evaluate" && role.ignored.is_none());
    let commands = step.run.iter().flat_map(|run| &run.commands).filter(|command| command.ignored.is_none());
    let names = |argv: &[String]| {
        let argv = wrappers::unwrap(argv, |_| None);
        let first = argv.first().map(|word| wrappers::base_name(word)).unwrap_or_default();
        let says = |word: &str| JUDGES.iter().any(|part| word.to_ascii_lowercase().contains(part));
        says(first) || RUNS.contains(&first) && argv.iter().skip(1).any(|word| says(wrappers::base_name(word)))
    };
    known || commands.map(|command| &command.argv).any(|argv| names(argv))
}
