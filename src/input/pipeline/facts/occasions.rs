//! What a file says of the contexts in its own conditions.

use crate::input::pipeline::github::condition::Value;
use crate::input::pipeline::model::{Job, Pipeline, Step};

use super::in_job::InJob;

/// How a job or step ends.
pub(super) const OUTCOMES: [&str; 4] = ["success", "failure", "cancelled", "skipped"];

/// What a condition of a job may ask about.
pub(super) struct Named<'n> {
    pub(super) pipeline: &'n Pipeline,
    pub(super) event: Option<&'n str>,
    /// The jobs that call the workflow that it is of, outermost first.
    pub(super) callers: &'n [&'n Job],
    /// What it needs, and whether that runs.
    pub(super) needs: &'n [(&'n str, Option<bool>)],
    /// Whether nothing has failed.
    pub(super) well: bool,
}

impl Named<'_> {
    /// What a context of the job holds.
    pub(super) fn of_job(&self, pattern: &str) -> Option<Value> {
        if let Some(name) = pattern.strip_prefix("inputs.") {
            return input(self.pipeline, self.event, self.callers, name);
        }
        if pattern == "needs.*.result" {
            return Some(Value::Each(self.needs.iter().map(|(_, ran)| self.result(*ran)).collect()));
        }
        let (id, rest) = pattern.strip_prefix("needs.")?.split_once('.')?;
        let need = self.needs.iter().find(|(need, _)| need.eq_ignore_ascii_case(id));
        match (need, rest) {
            (None, _) if id != "*" => Some(Value::null()),
            (Some((_, ran)), "result") => Some(self.result(*ran)),
            _ => None,
        }
    }

    fn result(&self, ran: Option<bool>) -> Value {
        match (ran, self.well) {
            (Some(false), _) => Value::text("skipped"),
            (Some(true), true) => Value::text("success"),
            (None, true) => Value::texts(["success", "skipped"]),
            _ => Value::texts(OUTCOMES),
        }
    }
}

/// What an input holds that a caller, or whoever starts the run, gives.
fn input(pipeline: &Pipeline, event: Option<&str>, callers: &[&Job], name: &str) -> Option<Value> {
    if let Some(caller) = callers.last() {
        let (_, given) = caller.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        return (!given.contains("${{")).then(|| Value::typed([given.as_str()]));
    }
    let of = match event {
        Some(event @ ("workflow_dispatch" | "workflow_call")) => event,
        Some(_) => return Some(Value::null()),
        None => return None,
    };
    let mut declared = pipeline.inputs.iter().filter(|input| input.name.eq_ignore_ascii_case(name));
    let input = declared.find(|input| input.of == of)?;
    match input.kind.as_str() {
        "boolean" => Some(Value::switch()),
        // None is chosen where nothing has to be.
        "choice" => Some(Value::texts(input.options.iter().map(String::as_str).chain([""]))),
        _ => None,
    }
}

/// What a condition of a step may ask about: `step`, which is called by those `around` it, in its job.
pub(super) fn of_step<'n>(
    at: InJob<'n>,
    step: &'n Step,
    around: &'n [&'n Step],
    event: Option<&'n str>,
    well: bool,
) -> impl Fn(&str) -> Option<Value> + use<'n> {
    move |pattern| {
        if let Some(name) = pattern.strip_prefix("inputs.") {
            return match around.last() {
                Some(caller) => {
                    let (_, given) = caller.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
                    (!given.contains("${{")).then(|| Value::text(given))
                }
                None => input(at.pipeline, event, &at.run.callers, name),
            };
        }
        if let Some(name) = pattern.strip_prefix("env.") {
            return variable(at, step, around, name);
        }
        if let Some(key) = pattern.strip_prefix("matrix.") {
            let (_, values) = at.job.matrix.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
            let known = values.iter().all(|value| !value.contains("${{"));
            return known.then(|| Value::typed(values.iter().map(String::as_str).chain([""])));
        }
        if pattern == "job.status" {
            return Some(if well { Value::text("success") } else { Value::texts(OUTCOMES) });
        }
        if around.is_empty() { of_steps(at, step, pattern, well) } else { None }
    }
}

/// How the steps before it ended, of a step of the job itself.
fn of_steps(at: InJob<'_>, step: &Step, pattern: &str, well: bool) -> Option<Value> {
    let (id, rest) = pattern.strip_prefix("steps.")?.split_once('.')?;
    if id == "*" {
        return None;
    }
    let mut before = at.job.steps.iter().filter(|other| other.index < step.index && !other.id.is_empty());
    let Some(other) = before.find(|other| other.id.eq_ignore_ascii_case(id)) else { return Some(Value::null()) };
    if !matches!(rest, "outcome" | "conclusion") {
        return None;
    }
    let may_fail = other.continue_on_error != Some(false) && rest == "outcome";
    Some(match (well && !may_fail && other.background.is_none(), other.condition.is_empty()) {
        (true, true) => Value::text("success"),
        (true, false) => Value::texts(["success", "skipped"]),
        _ => Value::texts(OUTCOMES),
    })
}

/// What a variable holds, unless a step of the job sets it anew.
fn variable(at: InJob<'_>, step: &Step, around: &[&Step], name: &str) -> Option<Value> {
    let is_it = |(key, _): &(&String, &String)| key.eq_ignore_ascii_case(name);
    let known = |value: &String| (!value.contains("${{") && value != "***").then(|| Value::text(value));
    let mut own = std::iter::once(step).chain(around.iter().rev().copied());
    if let Some((_, value)) = own.find_map(|step| step.env.iter().find(is_it)) {
        return known(value);
    }
    if at.run.steps.iter().any(|placed| may_set(placed.step)) {
        return None;
    }
    // The variables of a workflow do not reach one that it calls.
    let whole = at.run.of.map_or(&at.pipeline.env, |of| &of.env);
    let (_, value) = at.job.env.iter().find(is_it).or_else(|| whole.iter().find(is_it))?;
    known(value)
}

/// Whether a step may set variables of the job.
fn may_set(step: &Step) -> bool {
    match (&step.run, &step.uses) {
        (Some(run), _) => run.names_environment,
        (None, Some(uses)) if uses.kind == "action" => {
            step.with.get("script").is_some_and(|script| script.contains("exportVariable"))
        }
        // The steps of a composite action are asked themselves.
        (None, Some(_)) => step.called.is_none(),
        (None, None) => false,
    }
}

/// What a condition of a job may ask about when one of its needs has not ended well.
pub(super) fn without<'n>(job: &'n Job, need: &'n str) -> impl Fn(&str) -> Option<Value> + use<'n> {
    const BADLY: [&str; 3] = ["failure", "cancelled", "skipped"];
    move |pattern| {
        if pattern == "needs.*.result" {
            let of = |id: &String| if id == need { Value::texts(BADLY) } else { Value::texts(OUTCOMES) };
            return Some(Value::Each(job.needs.iter().map(of).collect()));
        }
        let id = pattern.strip_prefix("needs.")?.strip_suffix(".result")?;
        Some(if id.eq_ignore_ascii_case(need) { Value::texts(BADLY) } else { Value::texts(OUTCOMES) })
    }
}
