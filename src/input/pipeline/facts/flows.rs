//! Text that anybody can write, followed to what runs it.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use crate::input::Fact;
use crate::input::pipeline::knowledge::Tables;
use crate::input::pipeline::knowledge::action_inputs::Takes;
use crate::input::pipeline::model::{Command, Interpolation, Ref, Trust};

/// Text that anybody can write, such as the title of a pull request, where it becomes a part of what runs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Flow {
    /// Where the text comes from: `github.event.issue.title`, or the variable that holds it.
    pub source: String,
    /// What stands at the place: the expression without its delimiters, or the variable.
    pub expression: String,
    /// What it becomes a part of. Null when code of this repository takes it, which may run it or not.
    pub sink: Option<Sink>,
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
    /// A text that a program reads as a script: `eval "$TITLE"`.
    Shell,
    /// The image, the options of the container, or the shell by which a job runs.
    Runner,
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
        let commands = at.step.run.iter().flat_map(|run| &run.commands);
        flows.extend(
            commands.filter(|command| reads_a_script(command)).flat_map(|command| read_again(tables, at, command)),
        );
    }
    flows
}

fn hostile(interpolations: &[Interpolation]) -> impl Iterator<Item = &Interpolation> {
    interpolations.iter().filter(|interpolation| interpolation.trust == Trust::Untrusted)
}

fn flow(job: &str, of: &Interpolation, sink: Option<Sink>, taker: &str) -> Fact<Flow> {
    let says = Flow { source: of.tainted_by.clone(), expression: of.expr.clone(), sink, taker: taker.to_owned() };
    let fact = Fact::new(&of.loc, Vec::new(), job, says);
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
    Some(flow(job, of, None, &uses.raw).because(why))
}

/// Whether a command reads its words as a script once more.
fn reads_a_script(command: &Command) -> bool {
    let is_option = |word: &String| {
        let letters = word.strip_prefix('-').and_then(|word| word.strip_suffix('c'));
        letters.is_some_and(|letters| letters.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    match command.program.as_str() {
        "eval" => true,
        "sh" | "bash" | "dash" | "zsh" | "ksh" => command.argv.iter().any(is_option),
        _ => false,
    }
}

/// The variables with such a text that a command reads as a script. A variable keeps the text apart from the script until
/// then. GitLab sets its own in every job.
fn read_again<'a>(tables: &'a Tables, at: InJob<'a>, command: &'a Command) -> impl Iterator<Item = Fact<Flow>> + 'a {
    let is_hostile = move |name: &&String| match at.pipeline.vendor {
        "gitlab" => tables.variables.is_free_text(name),
        _ => at.variable(name).is_some_and(|(_, mut held)| held.any(|it| it.trust == Trust::Untrusted)),
    };
    command.variables.iter().filter(is_hostile).map(move |name| {
        let (source, expression, taker) = (name.clone(), name.clone(), command.program.clone());
        let says = Flow { source, expression, sink: Some(Sink::Shell), taker };
        Fact::new(&command.loc, Vec::new(), at.about(), says)
    })
}
