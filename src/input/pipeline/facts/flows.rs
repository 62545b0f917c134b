//! Text that anybody can write, followed to what runs it.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use crate::input::Fact;
use crate::input::pipeline::knowledge::Tables;
use crate::input::pipeline::knowledge::action_inputs::Takes;
use crate::input::pipeline::model::{Injection, Interpolation, Ref, Trust};

/// Text that anybody can write, such as the title of a pull request, where it becomes a part of what runs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Flow {
    /// Where the text comes from: `github.event.issue.title`, a variable of GitLab, or what a program prints.
    pub source: String,
    /// What stands at the place: the expression without its delimiters, or the variable.
    pub expression: String,
    /// What it becomes a part of. Null when code of this repository takes it, which may run it or not, or when a program
    /// has made something else of it that nobody knows.
    pub sink: Option<Sink>,
    /// The program that makes something else of it which gate does not know, so that nobody can say whether the text is
    /// still in it. Empty otherwise.
    pub maker: String,
    /// What takes it: the program that reads a variable as a script, the action or workflow of this repository that is
    /// handed it. Empty otherwise.
    pub taker: String,
}

/// What a text becomes a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sink {
    /// A script, before its shell reads it.
    Script,
    /// A variable that a program reads as a script: `eval "$TITLE"`.
    Shell,
    /// A file, or what another program prints, that a program reads as a script: `bash < title.txt`.
    Text,
    /// The variables of later steps, where whoever chooses a name or writes a line end chooses what they run.
    Environment,
    /// The folders in which later steps look for programs.
    Path,
    /// The image, the options of the container, or the shell by which a job runs.
    Runner,
    /// What an agent is told to do, which `agents` says.
    Prompt,
}

/// What the places outside of jobs are called.
const OUTSIDE: &str = "defaults";

/// Every such text of a pipeline.
pub(super) fn of(graph: &Graph<'_>, tables: &Tables) -> Vec<Fact<Flow>> {
    let pipeline = graph.pipeline;
    let mut flows: Vec<Fact<Flow>> = hostile(&pipeline.interpolations).filter_map(|it| runner(OUTSIDE, it)).collect();
    for JobRun { job, .. } in &graph.jobs {
        for interpolation in hostile(&job.interpolations) {
            flows.extend(runner(&job.id, interpolation));
            flows.extend(handed_on(&job.id, job.uses.as_ref(), interpolation));
        }
    }
    for at in graph.steps() {
        for interpolation in hostile(&at.step.interpolations) {
            flows.extend(script(tables, at, interpolation));
            let taker = at.step.uses.as_ref().filter(|_| at.step.called.is_none());
            flows.extend(handed_on(at.about(), taker, interpolation));
        }
        let of_script = at.step.run.iter().flat_map(|run| &run.injections);
        let of_code = of_script.chain(&at.step.injections).filter(|injection| injection.sink != Sink::Prompt);
        flows.extend(of_code.map(|injection| injected(at, injection)));
    }
    flows
}

fn hostile(interpolations: &[Interpolation]) -> impl Iterator<Item = &Interpolation> {
    interpolations.iter().filter(|interpolation| interpolation.trust >= Trust::Perhaps)
}

fn flow(job: &str, of: &Interpolation, sink: Option<Sink>, taker: &str) -> Fact<Flow> {
    // A program that nobody knows may have taken out what matters.
    let sink = sink.filter(|_| of.doubt.is_empty());
    let says = Flow {
        source: of.tainted_by.clone(),
        expression: of.expr.clone(),
        sink,
        maker: of.doubt.clone(),
        taker: taker.to_owned(),
    };
    let fact = Fact::new(&of.loc, Vec::new(), job, says).because(doubt(&of.doubt));
    Fact { via: of.via.clone(), ..fact }
}

/// The forge puts it into a script.
fn script(tables: &Tables, at: InJob<'_>, of: &Interpolation) -> Option<Fact<Flow>> {
    let is_script = match (&at.step.run, &at.step.uses, of.at.as_str()) {
        (Some(_), _, "run" | "shell") => true,
        (_, Some(uses), place) => match (uses.kind, place.strip_prefix("with.")) {
            ("docker", Some(input)) => matches!(input, "args" | "entrypoint"),
            ("action", Some(input)) => tables.inputs.takes(uses, input) == Some(&Takes::Script),
            _ => false,
        },
        _ => false,
    };
    is_script.then(|| flow(at.about(), of, Some(Sink::Script), ""))
}

/// It decides by what a job runs, for every step of it.
fn runner(job: &str, of: &Interpolation) -> Option<Fact<Flow>> {
    let mut place = of.at.split('.');
    let decides = match place.next() {
        Some("defaults") => of.at == "defaults.run.shell",
        Some(holder @ ("container" | "services")) => {
            let named = holder == "container" || place.next().is_some();
            named && matches!((place.next(), place.next()), (None | Some("image" | "options"), None))
        }
        _ => false,
    };
    decides.then(|| flow(job, of, Some(Sink::Runner), ""))
}

/// An action or workflow of this repository gets it as an input, which is a caller's there.
fn handed_on(job: &str, uses: Option<&Ref>, of: &Interpolation) -> Option<Fact<Flow>> {
    let uses = uses.filter(|uses| uses.kind == "local" && of.at.starts_with("with."))?;
    let why = "what takes it is judged in its own file, where it is the text of a caller";
    let fact = flow(job, of, None, &uses.raw);
    Some(if fact.why.is_empty() { fact.because(why) } else { fact })
}

/// Why nobody knows whether a text is in what a program has made of it.
fn doubt(maker: &str) -> String {
    if maker.is_empty() { String::new() } else { format!("nobody knows what {maker} makes of it") }
}

/// A text that a command makes code of, or environment.
fn injected(at: InJob<'_>, of: &Injection) -> Fact<Flow> {
    let expression = if of.variable.is_empty() { &of.source } else { &of.variable };
    let says = Flow {
        source: of.source.clone(),
        expression: expression.clone(),
        sink: of.doubt.is_empty().then_some(of.sink),
        maker: of.doubt.clone(),
        taker: of.taker.clone(),
    };
    let fact = Fact::new(&of.loc, Vec::new(), at.about(), says).because(doubt(&of.doubt));
    Fact { via: at.placed.via.iter().chain(&of.via).cloned().collect(), ..fact }
}
