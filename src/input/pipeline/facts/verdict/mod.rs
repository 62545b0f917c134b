//! Steps that judge what a scan has said before: a scan may fail without ending its job if something behind it ends it.
//!
//! It is supposed that the scan has failed and nothing else has. What then ends the job for sure gives the scan its teeth.

mod builtin;
mod ends;
mod expand;
mod interpreter;
mod outputs;
mod state;

use std::collections::BTreeMap;

use self::ends::Ends;
use self::interpreter::{Outcome, Supposed};
use super::graph::Graph;
use super::in_job::InJob;
use super::occasions;
use super::reach::{Reach, Suppose};
use crate::input::pipeline::github::condition::{self, Occasion, SoFar, Value, holds};
use crate::input::pipeline::model::{Role, Step};

/// What is supposed of the step of the scan: how it ended, and what it hands on.
struct Scanned<'a> {
    at: InJob<'a>,
    outcome: &'static str,
    conclusion: Option<&'static str>,
    outputs: BTreeMap<String, Option<Vec<String>>>,
}

/// Whether something behind a scan fails the job when the scan has found something; `None` when that cannot be told.
pub(super) fn of(graph: &Graph<'_>, at: InJob<'_>, role: &Role, reach: &Reach<'_>) -> Option<bool> {
    if at.pipeline.vendor != "github" || !at.placed.callers.is_empty() || at.step.id.is_empty() {
        return Some(false);
    }
    let Some(scanned) = Scanned::of(at, role) else { return Some(false) };
    let mut verdict = Some(false);
    for event in 0..reach.events.len() {
        if reach.step(at, Suppose::Success, event) == Some(false) {
            continue;
        }
        match scanned.in_run(graph, reach, event) {
            Some(true) if verdict.is_some() => verdict = Some(true),
            Some(true) => {}
            other => return other,
        }
    }
    verdict
}

impl<'a> Scanned<'a> {
    /// `None` when its script ends the step in another way.
    fn of(at: InJob<'a>, role: &Role) -> Option<Self> {
        if role.ignored.is_none() && role.unsure.is_none() {
            let conclusion = at.step.continue_on_error.map(|goes_on| if goes_on { "success" } else { "failure" });
            return Some(Self { at, outcome: "failure", conclusion, outputs: BTreeMap::new() });
        }
        let run = at.step.run.as_ref().filter(|_| role.via.is_empty())?;
        let scan = run.commands.iter().find(|command| command.loc == role.loc)?;
        let supposed = Supposed { fails: Some(&scan.argv), deploys: &[], env: &at.step.env, expand: &|_| None };
        let Outcome { ends, outputs, .. } = interpreter::run(&run.text, &run.shell, &supposed);
        let scanned = Self { at, outcome: "success", conclusion: Some("success"), outputs };
        ends.may_succeed.then_some(scanned)
    }

    /// Whether the job fails in a run of this event.
    fn in_run(&self, graph: &Graph<'_>, reach: &Reach<'_>, event: usize) -> Option<bool> {
        let behind = graph.steps_of(self.at.run).filter(|other| other.step.index > self.at.step.index);
        let mut verdict = Some(false);
        for other in behind.filter(|other| other.placed.callers.is_empty()) {
            let runs = self.runs(other, reach, event);
            if runs != Some(false) {
                match self.fails(other, reach, event) {
                    Fails { surely: Some(true), too_late: false } if runs == Some(true) => return Some(true),
                    Fails { surely: Some(true), too_late: true } | Fails { surely: Some(false), .. } => {}
                    // Any step may fail; only one that asks for the scan may do so because of it.
                    _ if self.asks(other) => verdict = None,
                    _ => {}
                }
            }
            // What deploys before the verdict does not wait for it.
            if runs != Some(false) && other.step.does("deploy") {
                return verdict;
            }
        }
        verdict
    }

    /// Whether a step behind the scan runs.
    fn runs(&self, other: InJob<'_>, reach: &Reach<'_>, event: usize) -> Option<bool> {
        self.with(other, reach, event, |on| holds(&other.step.condition, on))
    }

    /// Whether a step behind the scan, when it runs, ends the job with a failure.
    fn fails(&self, other: InJob<'_>, reach: &Reach<'_>, event: usize) -> Fails {
        let step = other.step;
        let in_time = |surely| Fails { surely, too_late: false };
        if step.continue_on_error == Some(true) || step.background.is_some() {
            return in_time(Some(false));
        }
        let Some(run) = &step.run else {
            // A script of an action may call `setFailed`; other actions have errands of their own.
            return in_time(if other.runs("actions", "github-script") { None } else { Some(false) });
        };
        let deploying = step.roles.iter().filter(|role| role.role == "deploy");
        let places: Vec<&str> =
            deploying.flat_map(|role| role.via.iter().map(|via| via.loc.as_str()).chain([role.loc.as_str()])).collect();
        let commands = run.commands.iter().filter(|command| places.contains(&command.loc.as_str()));
        let deploys: Vec<&[String]> = commands.map(|command| command.argv.as_slice()).collect();
        let Outcome { ends, deploys: too_late, .. } = self.with(other, reach, event, |on| {
            let expand = |text: &str| condition::texts(text, on);
            let supposed = Supposed { fails: None, deploys: &deploys, env: &step.env, expand: &expand };
            interpreter::run(&run.text, &run.shell, &supposed)
        });
        Fails { surely: ends.fails().filter(|fails| !fails || step.continue_on_error == Some(false)), too_late }
    }

    /// Asks something about a step of the run in which the scan has failed.
    fn with<T>(&self, other: InJob<'_>, reach: &Reach<'_>, event: usize, ask: impl Fn(&Occasion<'_>) -> T) -> T {
        let name = reach.events.get(event).copied().flatten();
        let named = occasions::of_step(other, other.step, &[], name, true);
        let lookup = |pattern: &str| self.named(pattern).or_else(|| named(pattern));
        let so_far = match self.conclusion {
            Some("success") => SoFar::WELL,
            _ => SoFar { success: None, failure: None, cancelled: Some(false) },
        };
        let triggers = &other.pipeline.triggers;
        ask(&Occasion { event: name, triggers, stranger: false, so_far, named: &lookup })
    }

    /// What a context says about the scan.
    fn named(&self, pattern: &str) -> Option<Value> {
        let (id, rest) = pattern.strip_prefix("steps.")?.split_once('.')?;
        if !id.eq_ignore_ascii_case(&self.at.step.id) {
            return None;
        }
        match (rest, rest.strip_prefix("outputs.")) {
            ("outcome", _) => Some(Value::text(self.outcome)),
            ("conclusion", _) => Some(self.conclusion.map_or(Value::texts(["success", "failure"]), Value::text)),
            (_, Some(name)) => {
                let (_, texts) = self.outputs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
                texts.as_ref().map(|texts| Value::texts(texts.iter().map(String::as_str)))
            }
            _ => None,
        }
    }

    /// Whether a step reads anything of the scan.
    fn asks(&self, other: InJob<'_>) -> bool {
        let of_scan = format!("steps.{}.", self.at.step.id.to_ascii_lowercase());
        let reads = |step: &Step| {
            step.interpolations.iter().flat_map(|it| &it.contexts).any(|context| context.starts_with(&of_scan))
        };
        reads(other.step)
    }
}

/// Whether a step fails the job.
struct Fails {
    /// `None` when it may or may not.
    surely: Option<bool>,
    /// Whether it may have deployed something before.
    too_late: bool,
}

impl Ends {
    /// Whether it ends with a failure; `None` when it may end either way.
    const fn fails(self) -> Option<bool> {
        match (self.may_succeed, self.may_fail) {
            (false, true) => Some(true),
            (true, false) => Some(false),
            _ => None,
        }
    }
}
