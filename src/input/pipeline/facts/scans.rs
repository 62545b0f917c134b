//! Security scans whose result gets lost.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::{idle, sarif, templates, verdict};
use crate::input::pipeline::model::{Background, Role, Step};
use crate::input::pipeline::roles::Tools;
use crate::input::pipeline::shell::{NEVER, TELLS};
use crate::input::{Fact, Segment, Via};

/// A security scan that cannot stop the pipeline, or of which nobody can say it. One for each way in which its result gets
/// lost; the place is what makes it so. A scan that runs once more in the same job in a way that stops it is none: the
/// first run is for the report. Nor is one whose report GitHub judges.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Scan {
    /// The tool by its usual name.
    pub tool: String,
    /// What it looks at: `sast`, `dast`, `sca`, `secret`, `image` or `iac`.
    pub category: &'static str,
    /// Whether what it finds stops the pipeline: `false`, or null when that is decided during the run.
    pub stops: Option<bool>,
    /// Where its result gets lost.
    pub lost: Lost,
    /// What does it, as a fragment: `--exit-zero` is given, the tool that deploys, the input. Empty where `lost` says
    /// everything.
    pub detail: String,
}

/// Where the result of a scan gets lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// The way the scanner is called.
    Call,
    /// An input of the scanner that decides it.
    Input,
    /// The script around it.
    Script,
    /// It is cancelled before anything waits for it.
    Cancelled,
    /// It runs in the background.
    Background,
    /// A deployment runs beside it.
    Deployment,
    /// The job goes on whatever the step says.
    Step,
    /// The pipeline goes on whatever the job says.
    Job,
    /// What the project makes of a job of a template of the vendor.
    Template,
    /// It never runs.
    Never,
    /// It runs only if somebody starts it, and nothing waits for it.
    ByHand,
}

/// The most commands of a job that lose the result of one tool in the same way and are said one by one.
const ALIKE: usize = 3;

/// Why nobody can say whether something behind a scan fails the job for it.
const UNJUDGED: &str = "what comes after it may judge its result";

/// A scan in its step.
#[derive(Clone, Copy)]
struct Run<'a> {
    at: InJob<'a>,
    role: &'a Role,
    deployers: &'a Deployers<'a>,
    tools: &'a Tools,
    reach: &'a Reach<'a>,
}

/// The steps of a job that deploy: their indexes by tool, in order.
struct Deployers<'a>(BTreeMap<&'a str, Vec<usize>>);

impl<'a> Deployers<'a> {
    /// Those of a job. What an action deploys counts for the step that calls it.
    fn of(run: &JobRun<'a>) -> Self {
        let mut deployers: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for placed in &run.steps {
            let index = placed.callers.first().copied().unwrap_or(placed.step).index;
            for role in placed.step.roles.iter().filter(|role| role.role == "deploy") {
                deployers.entry(role.tool.as_str()).or_default().push(index);
            }
        }
        Self(deployers)
    }

    /// The tools that deploy while a step still runs in the background.
    fn beside(&self, step: usize, background: &Background) -> impl Iterator<Item = &'a str> {
        let until = background.until.unwrap_or(usize::MAX);
        let does = move |indexes: &[usize]| {
            let first = indexes.partition_point(|index| *index < background.from);
            indexes.iter().skip(first).take_while(|index| **index < until).any(|index| *index != step)
        };
        self.0.iter().filter(move |(_, indexes)| does(indexes)).map(|(tool, _)| *tool)
    }
}

/// The scans of a pipeline whose result gets lost.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, tools: &Tools) -> Vec<Fact<Scan>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let own = graph.jobs.iter().filter(|run| run.job.template.is_none());
    let scanning = own.filter(|run| run.steps.iter().any(|at| scans(at.step).next().is_some()));
    let scanning: Vec<(&JobRun<'_>, Deployers<'_>)> = scanning.map(|run| (run, Deployers::of(run))).collect();
    let all: Vec<Vec<Run<'_>>> = scanning
        .iter()
        .map(|(run, deployers)| {
            graph
                .steps_of(run)
                .flat_map(|at| scans(at.step).map(move |role| Run { at, role, deployers, tools, reach }))
                .collect()
        })
        .collect();
    let biting: Vec<BTreeSet<_>> =
        all.iter().map(|runs| runs.iter().filter(|run| run.bites()).map(|run| run.scanner()).collect()).collect();
    let mut facts = templates::of(graph);
    for (runs, here) in all.iter().zip(&biting) {
        // One that the script never comes to says nothing beside one that runs.
        let running: BTreeSet<_> = runs.iter().filter(|run| !run.is_dead()).map(|run| run.scanner()).collect();
        let is_said = |run: &&Run<'_>| !run.is_dead() || !running.contains(&run.scanner());
        for run in runs.iter().filter(|run| !here.contains(&run.scanner())).filter(is_said) {
            let anywhere = biting.iter().any(|biting| biting.contains(&run.scanner()));
            run.judge(graph, anywhere, &mut facts);
        }
    }
    gathered(facts)
}

/// The facts, with one for all where the commands of a job lose the results of one tool in the same way over and over: they
/// are mended together. The others are places that it is followed through.
fn gathered(facts: Vec<Fact<Scan>>) -> Vec<Fact<Scan>> {
    let kind = |fact: &Fact<Scan>| {
        let Scan { tool, category, stops, lost, detail } = &fact.says;
        let is_command = fact.path.is_empty() && matches!(lost, Lost::Call | Lost::Script);
        let says = (tool.clone(), *category, *stops, *lost, detail.clone());
        is_command.then(|| (fact.about.clone(), says, fact.why.clone()))
    };
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for kind in facts.iter().filter_map(kind) {
        let count = counts.entry(kind).or_default();
        *count = count.saturating_add(1);
    }
    if counts.values().all(|count| *count <= ALIKE) {
        return facts;
    }
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut kept: Vec<Fact<Scan>> = Vec::with_capacity(facts.len());
    for fact in facts {
        let many = kind(&fact).filter(|kind| counts.get(kind).is_some_and(|count| *count > ALIKE));
        let before = many.as_ref().and_then(|kind| first.get(kind)).and_then(|at: &usize| kept.get_mut(*at));
        if let Some(before) = before {
            before.via.push(Via { loc: fact.loc, path: Vec::new(), what: "does the same here".to_owned() });
            continue;
        }
        if let Some(kind) = many {
            first.insert(kind, kept.len());
        }
        kept.push(fact);
    }
    kept
}

fn scans(step: &Step) -> impl Iterator<Item = &Role> {
    step.roles.iter().filter(|role| role.role == "scan")
}

impl<'a> Run<'a> {
    /// What tells one scanner of a job from another.
    fn scanner(self) -> (&'a str, &'static str) {
        (&self.role.tool, self.role.category)
    }

    /// Whether its script never comes to it.
    fn is_dead(self) -> bool {
        self.role.ignored.as_deref() == Some(NEVER)
    }

    /// Whether it stops the job for sure.
    fn bites(self) -> bool {
        let Self { at: InJob { job, step, .. }, role, deployers, .. } = self;
        let stops = match &step.background {
            None => true,
            Some(background) => does_wait(background) && deployers.beside(step.index, background).next().is_none(),
        };
        stops
            && role.toothless.is_none()
            && role.ignored.is_none()
            && role.unsure.is_none()
            && step.continue_on_error == Some(false)
            && job.allow_failure == Some(false)
            && self.at.placed.callers.iter().all(|caller| caller.continue_on_error == Some(false))
            && self.undecided().next().is_none()
            && self.reach.is_sure(self.at)
    }

    fn fact(self, loc: &str, path: Vec<Segment>, stops: Option<bool>, lost: Lost, detail: &str) -> Fact<Scan> {
        let (tool, category) = self.scanner();
        let says = Scan { tool: tool.to_owned(), category, stops, lost, detail: detail.to_owned() };
        let why = if stops.is_none() { "it is decided when it runs" } else { "" };
        let fact = Fact::new(loc, path, self.at.about(), says).because(why);
        Fact { via: self.at.via(), ..fact }
    }

    /// Each way in which its result gets lost; `anywhere` says whether it bites in another job.
    fn judge(self, graph: &Graph<'_>, anywhere: bool, facts: &mut Vec<Fact<Scan>>) {
        if let Some(idle::Idle { lost, loc, path, detail }) = idle::of(graph, self.at, self.role, self.reach) {
            if !anywhere {
                facts.push(self.fact(loc, path, Some(false), lost, detail));
            }
            return;
        }
        if sarif::is_reported(graph, self.at, self.reach) || self.is_judged_later(graph, facts) {
            return;
        }
        self.by_call(facts);
        self.by_background(facts);
        self.by_failure(facts);
    }

    /// Whether something behind the scan fails the job for it; where that cannot be told, it is said.
    fn is_judged_later(self, graph: &Graph<'_>, facts: &mut Vec<Fact<Scan>>) -> bool {
        let Self { at, role, reach, .. } = self;
        let is_of_script = role.ignored.is_some() || role.unsure.is_some();
        let is_lost = is_of_script || at.step.continue_on_error != Some(false);
        if !is_lost || role.toothless.is_some() || at.step.background.is_some() {
            return false;
        }
        let verdict = verdict::of(graph, at, role, reach);
        if verdict.is_none() {
            let lost = if is_of_script { Lost::Script } else { Lost::Step };
            let (loc, path) = match lost {
                Lost::Script => (&role.loc, Vec::new()),
                _ => (&at.step.loc, path(["continue-on-error"])),
            };
            facts.push(self.fact(loc, path, None, lost, "").because(UNJUDGED));
        }
        let told = role.unsure.as_deref().filter(|why| why.starts_with(TELLS) && role.ignored.is_none());
        if let (Some(false), Some(why)) = (verdict, told) {
            let detail = format!("{why}, and nothing fails for it");
            facts.push(self.fact(&role.loc, Vec::new(), Some(false), Lost::Script, &detail));
            return true;
        }
        verdict != Some(false)
    }

    /// The way the scanner is called, and what the script does with its result.
    fn by_call(self, facts: &mut Vec<Fact<Scan>>) {
        let Self { at: InJob { step, .. }, role, .. } = self;
        if let Some(why) = &role.toothless {
            let (loc, at) = self.culprit(why);
            return facts.push(self.fact(loc, at, Some(false), Lost::Call, why));
        }
        if let Some(why) = &role.ignored {
            facts.push(self.fact(&role.loc, Vec::new(), Some(false), Lost::Script, why));
        }
        if let Some(why) = &role.unsure {
            facts.push(self.fact(&role.loc, Vec::new(), None, Lost::Script, "").because(why));
        }
        facts.extend(self.undecided().map(|input| {
            let at = path(["with", input]);
            self.fact(&step.loc, at, None, Lost::Input, input)
        }));
    }

    /// The input of the action that makes it so, or the action when an input is missing; of a script the command.
    fn culprit(self, why: &str) -> (&'a str, Vec<Segment>) {
        let Self { at: InJob { step, .. }, role, .. } = self;
        if step.kind != "uses" {
            return (&role.loc, Vec::new());
        }
        // The reason names inputs in backquotes.
        let named = |input: &&String| why.contains(&format!("`{}`", input.to_ascii_lowercase()));
        let at = step.with.keys().find(named).map_or_else(|| path(["uses"]), |input| path(["with", input]));
        (&step.loc, at)
    }

    /// Inputs that decide whether the action fails and that an expression fills.
    fn undecided(self) -> impl Iterator<Item = &'a str> {
        let filled =
            self.at.step.with.iter().filter(|(input, value)| value.contains("${{") && self.tools.decides(input));
        filled.map(|(input, _)| input.as_str())
    }

    /// What becomes of a scan that runs beside other steps: the job fails with it at the step that waits for it, and at
    /// its end if none does, unless somebody cancels it before.
    fn by_background(self, facts: &mut Vec<Fact<Scan>>) {
        let Self { at: InJob { step, .. }, role, deployers, .. } = self;
        let Some(background) = &step.background else { return };
        let mut add = |stops, lost, detail: &str| {
            facts.push(self.fact(&step.loc, path(["background"]), stops, lost, detail));
        };
        match background.ends {
            "cancelled" => add(Some(false), Lost::Cancelled, ""),
            "tolerated" => {
                add(None, Lost::Background, "the step that waits for it has `continue-on-error`");
            }
            "unknown" => {
                add(None, Lost::Background, "an expression decides, or a step that waits or cancels is not known");
            }
            _ if role.toothless.is_none() && role.ignored.is_none() && step.continue_on_error == Some(false) => {
                for tool in deployers.beside(step.index, background) {
                    add(Some(false), Lost::Deployment, tool);
                }
            }
            _ => {}
        }
    }

    /// What the job does with the result of the step, and the pipeline with that of the job. A job that somebody starts by
    /// hand does not hold up the pipeline in any case; its own steps still stop at a failure.
    fn by_failure(self, facts: &mut Vec<Fact<Scan>>) {
        let Self { at: InJob { pipeline, job, step, .. }, .. } = self;
        // A step that calls an action forgives what happens in it.
        let mut around = std::iter::once(step).chain(self.at.placed.callers.iter().rev().copied());
        let step = around.find(|step| step.continue_on_error != Some(false)).unwrap_or(step);
        let switch = if pipeline.vendor == "gitlab" { "allow_failure" } else { "continue-on-error" };
        match (step.continue_on_error, job.allow_failure) {
            (Some(false), Some(true)) if job.when != "manual" => {
                let rule = job.rules.iter().find(|rule| rule.allow_failure == Some(true));
                let loc = rule.map_or(&job.loc, |rule| &rule.loc);
                facts.push(self.fact(loc, path([switch]), Some(false), Lost::Job, ""));
            }
            (Some(false), Some(_)) => {}
            (Some(false), None) => facts.push(self.fact(&job.loc, path([switch]), None, Lost::Job, "")),
            (forgiven, _) => {
                let stops = forgiven.map(|forgiven| !forgiven);
                facts.push(self.fact(&step.loc, path(["continue-on-error"]), stops, Lost::Step, ""));
            }
        }
    }
}

/// Whether the job waits for what runs in the background.
fn does_wait(background: &Background) -> bool {
    matches!(background.ends, "waited" | "group" | "job_end")
}
