//! Parts of secrets that no mask knows.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use crate::input::Fact;
use crate::input::pipeline::github::parts_of_secrets;
use crate::input::pipeline::model::{Command, Interpolation};

/// A part of a secret in JSON that an expression reads. The log knows the whole as it was stored, and shows the part. One
/// that the job tells the runner to mask is none. Its place is the expression. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SecretPart {
    /// The secret, in capitals.
    pub secret: String,
    /// The value that the part gets into, as a dotted path: `env.PASSWORD`, `with.token`, `run`.
    pub at: String,
}

/// What tells the runner to mask a value.
const MASK: &str = "::add-mask::";

/// Those of a pipeline, each place once.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<SecretPart>> {
    let mut facts = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    facts.extend(graph.pipeline.interpolations.iter().flat_map(|it| of_expression("", it)));
    for run in &graph.jobs {
        let masking = OnceCell::new();
        let is_masked = |it: &Interpolation| {
            let all = masking.get_or_init(|| graph.steps_of(run).flat_map(masks).collect::<Vec<_>>());
            all.iter().any(|(at, command)| covers(*at, command, it))
        };
        let of_job = run.job.interpolations.iter().map(|it| (run.job.id.as_str(), it));
        let of_steps = graph.steps_of(run).flat_map(|at| at.step.interpolations.iter().map(move |it| (at.about(), it)));
        for (about, interpolation) in of_job.chain(of_steps) {
            let mut found = of_expression(about, interpolation);
            if !found.is_empty() && seen.insert(&interpolation.loc) && !is_masked(interpolation) {
                facts.append(&mut found);
            }
        }
    }
    facts
}

/// The parts that an expression reads, where they get anywhere.
fn of_expression(job: &str, of: &Interpolation) -> Vec<Fact<SecretPart>> {
    let goes_on = of.at == "run" || ["env.", "with.", "outputs."].iter().any(|it| of.at.starts_with(it));
    if !goes_on || !of.contexts.iter().any(|context| context.starts_with("secrets")) {
        return Vec::new();
    }
    let fact = |secret| Fact::new(&of.loc, Vec::new(), job, SecretPart { secret, at: of.at.clone() });
    parts_of_secrets(&of.expr).into_iter().map(fact).collect()
}

/// The commands of a step that tell the runner to mask a value.
fn masks(at: InJob<'_>) -> impl Iterator<Item = (InJob<'_>, &Command)> {
    let commands = at.step.run.iter().flat_map(|run| &run.commands);
    commands.filter(|it| it.argv.iter().any(|word| word.contains(MASK))).map(move |command| (at, command))
}

/// Whether such a command masks what an expression reads: it stands in it, or in a variable of it.
fn covers(at: InJob<'_>, command: &Command, what: &Interpolation) -> bool {
    let names = |name: &str| command.variables.iter().any(|it| it == name);
    let is_same = |it: &Interpolation| it.expr == what.expr && it.at.strip_prefix("env.").is_some_and(names);
    what.at.strip_prefix("env.").is_some_and(names)
        || command.argv.iter().any(|word| word.contains(&what.expr))
        || at.step.interpolations.iter().any(is_same)
}
