//! Checks of GitHub that an input, the message of a commit, or a label leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr::from_ref;

use super::{Skip, check, deploys, is_too_much, too_large};
use crate::input::fact::path;
use crate::input::pipeline::facts::graph::{Graph, JobRun};
use crate::input::pipeline::facts::in_job::InJob;
use crate::input::pipeline::facts::reach::{Chosen, Reach, Suppose};
use crate::input::pipeline::github::condition::{Condition, Terms, Value};
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::model::{Interpolation, Job, Pipeline};
use crate::input::{Fact, Via};

/// Words by which an input says yes or no.
const SWITCHES: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "1", "0", "y", "n", ""];

/// A check where it runs: a step, or a job whose environment asks somebody.
#[derive(Clone, Copy)]
struct Check<'a> {
    run: &'a JobRun<'a>,
    at: Option<InJob<'a>>,
    kind: &'static str,
    category: &'static str,
    tool: &'a str,
}

/// A value that somebody may give.
#[derive(Clone)]
struct Choice {
    pattern: String,
    by: &'static str,
    value: Value,
}

/// What a condition of a check asks for.
struct Asks<'a> {
    /// Where it stands.
    loc: &'a str,
    /// Its contexts, as whoever starts the run knows them.
    contexts: Vec<String>,
    texts: Vec<String>,
}

/// What the conditions of a check ask for, outermost first.
fn conditions<'a>(check: &Check<'a>) -> Vec<Asks<'a>> {
    let callers = &check.run.callers;
    let jobs = check.run.way().enumerate();
    let jobs = jobs.map(|(depth, job)| (job.loc.as_str(), job.condition.as_str(), callers.get(..depth)));
    // The inputs of an action are its own.
    let steps = check.at.iter().flat_map(|at| at.placed.callers.iter().copied().chain([at.step]).take(1));
    let steps = steps.map(|step| (step.loc.as_str(), step.condition.as_str(), Some(callers.as_slice())));
    let asked = jobs.chain(steps).filter(|(_, condition, _)| !condition.is_empty());
    let read = |(loc, condition, callers): (&'a str, &str, Option<&[&Job]>)| {
        let Terms { contexts, texts } = Condition::read(condition).terms();
        let contexts = contexts.iter().flat_map(|it| outside(callers.unwrap_or_default(), it)).collect();
        Asks { loc, contexts, texts }
    };
    asked.map(read).collect()
}

/// A context of a job that others call, outermost first, as whoever starts the run knows it: an input of a workflow is what
/// its caller hands over, and that may be made of several.
fn outside(callers: &[&Job], context: &str) -> Vec<String> {
    let context = plain(context);
    let (Some((caller, outer)), Some(name)) = (callers.split_last(), context.strip_prefix("inputs.")) else {
        return vec![context];
    };
    let given = caller.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, given)| given.trim());
    let Some(inner) = given.and_then(|given| given.strip_prefix("${{")?.strip_suffix("}}")) else { return Vec::new() };
    let Terms { contexts, .. } = Condition::read(inner.trim()).terms();
    contexts.iter().flat_map(|context| outside(outer, context)).collect()
}

/// The skips of a workflow.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Skip>> {
    let deployments: Vec<InJob<'_>> =
        graph.steps().filter(|at| at.step.roles.iter().any(deploys) && !reach.is_dead_step(*at)).collect();
    if deployments.is_empty() {
        return Vec::new();
    }
    let checks = checks(graph);
    let choices = choices(graph.pipeline, &checks);
    if choices.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<(String, &str, &str, String), Fact<Skip>> = BTreeMap::new();
    let size = checks.len().max(deployments.len()).max(graph.jobs.len());
    if is_too_much([choices.len(), checks.len(), deployments.len()]) || is_too_much([choices.len(), size, 1]) {
        return too_large(graph);
    }
    let checking: BTreeSet<&str> = checks.iter().flat_map(|check| check.run.way()).map(|job| job.id.as_str()).collect();
    let deployments: Vec<Deployment<'_>> = deployments.into_iter().map(|at| Deployment::of(at, &checking)).collect();
    for choice in choices {
        let mut chosen = Chosen::from([(choice.pattern.clone(), choice.value.clone())]);
        // The event has every input as a text.
        let written = choice.value.written().unwrap_or_default();
        if let (Some(name), [text]) = (choice.pattern.strip_prefix("inputs."), written.as_slice()) {
            chosen.insert(format!("github.event.inputs.{name}"), Value::text(text));
        }
        let asked = Asked { reach, given: &reach.choosing(chosen), choice: &choice, deployments: &deployments };
        for (number, _) in reach.events.iter().enumerate().filter(|(_, event)| fits(&choice, **event)) {
            for fact in asked.on(number, &checks) {
                let Skip { check, category, deployment, .. } = &fact.says;
                found.entry((choice.pattern.clone(), check, category, deployment.clone())).or_insert(fact);
            }
        }
    }
    found.into_values().collect()
}

/// Whether an event comes with what is chosen.
fn fits(choice: &Choice, event: Option<&str>) -> bool {
    let event = event.unwrap_or_default();
    match choice.by {
        "input" => event == "workflow_dispatch",
        "message" => event == "push",
        _ => event.starts_with("pull_request"),
    }
}

fn checks<'a>(graph: &'a Graph<'a>) -> Vec<Check<'a>> {
    let mut all = Vec::new();
    for run in &graph.jobs {
        let stops = run.job.allow_failure == Some(false);
        for at in graph.steps_of(run).filter(|at| stops && at.step.continue_on_error == Some(false)) {
            let found = at.step.roles.iter().filter_map(|role| Some((check(role)?, role)));
            all.extend(found.map(|(kind, role)| Check {
                run,
                at: Some(at),
                kind,
                category: role.category,
                tool: &role.tool,
            }));
        }
        // A job that deploys nothing has its environment for the sake of the approval.
        let gate = run.job.environment.as_ref().filter(|_| !run.job.steps.iter().any(|step| step.does("deploy")));
        all.extend(gate.map(|it| Check { run, at: None, kind: "approval", category: "", tool: &it.raw }));
    }
    all
}

/// What somebody may give that a condition of a check asks for.
fn choices(pipeline: &Pipeline, checks: &[Check<'_>]) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for asks in checks.iter().flat_map(conditions) {
        for pattern in &asks.contexts {
            for (by, value) in values(pipeline, pattern, &asks.texts) {
                if seen.insert(format!("{pattern} {value:?}")) {
                    all.push(Choice { pattern: pattern.clone(), by, value });
                }
            }
        }
    }
    all
}

/// The values that a context can be given, and by what; none where nobody chooses them, or where they say more than that
/// something is to be left out.
fn values(pipeline: &Pipeline, pattern: &str, texts: &[String]) -> Vec<(&'static str, Value)> {
    let by_text = |by| texts.iter().map(|text| (by, Value::text(text))).chain([(by, Value::text("-"))]).collect();
    match pattern {
        "github.event.head_commit.message" => return by_text("message"),
        "github.event.pull_request.title" => return by_text("title"),
        "github.event.label.name" => return by_text("label"),
        "github.event.pull_request.labels.*.name" => {
            let of = |text: &String| ("label", Value::Each(vec![Value::text(text)]));
            return texts.iter().map(of).chain([("label", Value::Each(Vec::new()))]).collect();
        }
        _ => {}
    }
    let Some(name) = pattern.strip_prefix("inputs.") else { return Vec::new() };
    let mut declared = pipeline.inputs.iter().filter(|input| input.of == "workflow_dispatch");
    let Some(input) = declared.find(|input| input.name.eq_ignore_ascii_case(name)) else { return Vec::new() };
    let is_switch = |text: &String| SWITCHES.contains(&text.to_ascii_lowercase().as_str());
    match input.kind.as_str() {
        "boolean" => vec![("input", Value::maybe(Some(true))), ("input", Value::maybe(Some(false)))],
        "choice" if input.options.iter().all(is_switch) => {
            input.options.iter().map(|text| ("input", Value::text(text))).collect()
        }
        "" | "string" if texts.iter().all(is_switch) => by_text("input"),
        _ => Vec::new(),
    }
}

/// A choice, and what runs with it.
struct Asked<'a> {
    reach: &'a Reach<'a>,
    given: &'a Reach<'a>,
    choice: &'a Choice,
    deployments: &'a [Deployment<'a>],
}

impl Asked<'_> {
    /// What is left out when this event starts the run, by its index.
    fn on(&self, event: usize, checks: &[Check<'_>]) -> Vec<Fact<Skip>> {
        let left_out: Vec<bool> = checks.iter().map(|check| self.leaves_out(check, event)).collect();
        if !left_out.contains(&true) || self.selects(event) {
            return Vec::new();
        }
        let mut facts = Vec::new();
        for deployment in self.deployments {
            let at = deployment.at;
            if self.given.step(at, Suppose::Success, event) == Some(false) || self.is_used_by(at.run) {
                continue;
            }
            let all = checks.iter().zip(left_out.iter().copied());
            let ways: Vec<(&Check<'_>, bool)> = all.filter(|(check, _)| deployment.is_behind(check)).collect();
            for (number, (check, out)) in ways.iter().enumerate() {
                let same = |other: &Check<'_>| other.kind == check.kind && other.category == check.category;
                let is_first = !ways.iter().take(number).any(|(other, _)| same(other));
                let all_out = ways.iter().filter(|(other, _)| same(other)).all(|(_, out)| *out);
                if *out && is_first && all_out {
                    facts.extend(self.fact(check, at));
                }
            }
        }
        facts
    }

    /// Whether a check that may run does not with this choice.
    fn leaves_out(&self, check: &Check<'_>, event: usize) -> bool {
        let runs = |reach: &Reach<'_>| match check.at {
            Some(at) => reach.step(at, Suppose::Success, event),
            None => reach.job(check.run, Suppose::Success, event),
        };
        runs(self.given) == Some(false) && runs(self.reach) != Some(false)
    }

    /// Whether the choice says what is deployed: then it leaves out what belongs to the rest.
    fn selects(&self, event: usize) -> bool {
        let stays_out = |it: &Deployment<'_>| {
            self.given.step(it.at, Suppose::Success, event) == Some(false)
                && self.reach.step(it.at, Suppose::Success, event) != Some(false)
        };
        self.deployments.iter().any(stays_out)
    }

    /// Whether the job takes the choice for more than its condition: it says where or what is deployed.
    fn is_used_by(&self, run: &JobRun<'_>) -> bool {
        let names = |callers: &[&Job], it: &Interpolation| {
            it.at != "if" && flowing(&it.expr).iter().any(|it| outside(callers, it).contains(&self.choice.pattern))
        };
        // What a caller hands on counts where it is taken.
        let calls = run.callers.iter().enumerate().any(|(depth, job)| {
            let own = job.interpolations.iter().filter(|it| !it.at.starts_with("with."));
            own.into_iter().any(|it| names(run.callers.get(..depth).unwrap_or_default(), it))
        });
        let steps = run.steps.iter().filter(|placed| placed.callers.is_empty());
        let own = run.job.interpolations.iter().chain(steps.flat_map(|placed| &placed.step.interpolations));
        calls || own.into_iter().any(|it| names(&run.callers, it))
    }

    fn fact(&self, check: &Check<'_>, at: InJob<'_>) -> Option<Fact<Skip>> {
        let asked = conditions(check);
        let loc = asked.iter().find(|asks| asks.contexts.contains(&self.choice.pattern))?.loc;
        let name = self.choice.pattern.strip_prefix("inputs.").unwrap_or_default();
        let says = Skip {
            check: check.kind,
            category: check.category,
            tool: check.tool.to_owned(),
            by: self.choice.by,
            name: name.to_owned(),
            deployment: at.job.id.clone(),
            goes_on: Some(true),
        };
        let place = at.step.roles.iter().find(|role| deploys(role)).map(|role| role.loc.clone());
        let deploys = place.map(|loc| Via { loc, path: Vec::new(), what: "deploys here".to_owned() });
        let via = check.run.via.iter().cloned().chain(deploys).collect();
        Some(Fact { via, ..Fact::new(loc, path(["if"]), &check.run.job.id, says) })
    }
}

/// A step that deploys, with what its job waits for.
struct Deployment<'a> {
    at: InJob<'a>,
    /// For each job around it, outermost first, and for its own: the ids of those with checks that must end before.
    before: Vec<BTreeSet<&'a str>>,
}

impl<'a> Deployment<'a> {
    fn of(at: InJob<'a>, checking: &BTreeSet<&'a str>) -> Self {
        let way = at.run.way();
        Self { at, before: way.map(|job| job.ancestors.among(checking)).collect() }
    }

    /// Whether it stands behind a check: in the same job, or in one that waits for it.
    fn is_behind(&self, check: &Check<'_>) -> bool {
        if std::ptr::eq(check.run, self.at.run) {
            let first = |at: &InJob<'_>| at.placed.callers.first().copied().unwrap_or(at.step).index;
            return check.at.as_ref().is_none_or(|step| first(step) < first(&self.at));
        }
        // They part where their callers do.
        let own = self.at.run.way();
        let mut ways = check.run.way().zip(own).zip(&self.before);
        let parted = ways.find(|((other, own), _)| from_ref(*other) != from_ref(*own));
        parted.is_some_and(|((other, _), before)| before.contains(other.id.as_str()))
    }
}

/// A context by the pattern that its choice has.
fn plain(context: &str) -> String {
    context.strip_prefix("github.event.inputs.").map_or_else(|| context.to_owned(), |name| format!("inputs.{name}"))
}
