//! Parts of secrets that no mask knows.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use crate::input::Fact;
use crate::input::pipeline::github::parts_of_secrets;
use crate::input::pipeline::model::Interpolation;

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
    let mut add = |job: &str, all: &mut dyn Iterator<Item = &Interpolation>, masked: &dyn Fn(&Interpolation) -> bool| {
        for interpolation in all {
            for secret in parts_of(interpolation) {
                if !masked(interpolation) {
                    let says = SecretPart { secret, at: interpolation.at.clone() };
                    facts.push(Fact::new(&interpolation.loc, Vec::new(), job, says));
                }
            }
        }
    };
    add("", &mut graph.pipeline.interpolations.iter(), &|_| false);
    for run in &graph.jobs {
        let is_masked = |it: &Interpolation| graph.steps_of(run).any(|at| masks(at, it));
        add(&run.job.id, &mut run.job.interpolations.iter(), &is_masked);
        for at in graph.steps_of(run) {
            let own = at.step.interpolations.iter().filter(|it| seen.insert(&it.loc));
            add(at.about(), &mut own.collect::<Vec<_>>().into_iter(), &is_masked);
        }
    }
    facts
}

/// The secrets that an expression reads a part of, where that gets anywhere.
fn parts_of(of: &Interpolation) -> Vec<String> {
    let goes_on = of.at == "run" || of.at.starts_with("env.") || of.at.starts_with("with.") || of.at.starts_with("outputs.");
    let may_be = goes_on && of.contexts.iter().any(|context| context.starts_with("secrets"));
    if may_be { parts_of_secrets(&of.expr) } else { Vec::new() }
}

/// Whether a step tells the runner to mask what an expression reads: in its script, or in a variable of it.
fn masks(at: InJob<'_>, what: &Interpolation) -> bool {
    let mut masking = at.step.run.iter().flat_map(|run| &run.commands).filter(|it| it.argv.iter().any(|word| word.contains(MASK)));
    masking.any(|command| {
        let variable = what.at.strip_prefix("env.");
        variable.is_some_and(|name| command.variables.iter().any(|it| it == name))
            || command.argv.iter().any(|word| word.contains(&what.expr))
            || at.step.interpolations.iter().any(|it| {
                let name = it.at.strip_prefix("env.").filter(|_| it.expr == what.expr);
                name.is_some_and(|name| command.variables.iter().any(|it| it == name))
            })
    })
}
