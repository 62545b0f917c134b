//! Policies that are evaluated together, and what happens when one of them fails.
//!
//! All policies of a group are asked at once, so that what they share is computed once. Only when that fails is each
//! asked alone, so that one policy's fault is its own.

use std::time::{Duration, Instant};

use serde_json::{Map, Value as Json};

use super::fault::Fault;
use super::libraries::Libraries;
use super::rego::{Errors, Module, Program, Value};
use super::{Settings, rule_names};
use crate::limits::LIMITS;
use crate::policy::Policy;

/// The rule of the generated module that asks every policy of a group.
const BATCH: &str = "data.batch.answers";
/// How much longer than one policy a whole group may take before its policies are asked one by one.
const BATCH_SHARE: u32 = 2;

/// Policies that were loaded together.
pub(super) struct Group {
    program: Program,
    /// Components of the package below which all of them lie.
    root: Vec<String>,
    /// Their indexes in the list of all policies.
    members: Vec<usize>,
}

/// What one policy said about one document.
pub(super) struct Said {
    /// Index of the policy.
    pub(super) policy: usize,
    /// The value of `deny`.
    pub(super) deny: Value,
    /// The value of `unknown`.
    pub(super) unknown: Value,
    /// Why it could not be evaluated completely.
    pub(super) cause: Option<String>,
}

/// Policies as groups, and those that cannot be loaded with the reason.
#[derive(Default)]
pub(super) struct Groups {
    /// What can be evaluated.
    pub(super) ready: Vec<Group>,
    /// What cannot.
    pub(super) broken: Vec<(usize, String)>,
}

impl Groups {
    /// Loads `members` together or, when they do not load together, each alone.
    pub(super) fn load(&mut self, all: &[Policy], members: &[usize], libraries: &Libraries, settings: &Settings) {
        if members.is_empty() {
            return;
        }
        let policies: Vec<(usize, &Policy)> =
            members.iter().filter_map(|index| all.get(*index).map(|policy| (*index, policy))).collect();
        match Group::load(&policies, libraries, settings) {
            Ok(group) => self.ready.push(group),
            Err(fault) => match members {
                [only] => self.broken.push((*only, format!("the policy cannot be loaded: {fault}"))),
                several => several.iter().for_each(|one| self.load(all, &[*one], libraries, settings)),
            },
        }
    }
}

impl Group {
    fn load(policies: &[(usize, &Policy)], libraries: &Libraries, settings: &Settings) -> Result<Self, Fault> {
        let root = common_package(policies)?;
        let batch = format!("package batch\n\nanswers := data.{}\n", root.join("."));
        let mut modules: Vec<Module<'_>> = libraries
            .needed_by(policies.iter().map(|(_, policy)| policy.text.as_str()))
            .into_iter()
            .map(|(file, text)| Module { file, text })
            .collect();
        modules.extend(policies.iter().map(|(_, policy)| Module { file: &policy.file, text: &policy.text }));
        modules.push(Module { file: "gate", text: &batch });
        let program = Program::build(&modules, &base(policies, settings), settings.now_ns)?;
        Ok(Self { program, root, members: policies.iter().map(|(index, _)| *index).collect() })
    }

    /// Asks every policy about one input; none is asked after `deadline`.
    pub(super) fn evaluate(&self, all: &[Policy], input: &Value, deadline: Instant) -> Vec<Said> {
        let members = self.members.iter().filter_map(|index| all.get(*index).map(|policy| (*index, policy)));
        let limit = LIMITS.rule_time * BATCH_SHARE;
        match self.program.evaluate(BATCH, input, remaining(deadline, limit), Errors::Strict) {
            Ok(answers) => members.map(|(index, policy)| self.pick(index, policy, &answers)).collect(),
            Err(_) => members.map(|(index, policy)| self.alone(index, policy, input, deadline)).collect(),
        }
    }

    /// The part of the batch's answer that is one policy's.
    fn pick(&self, index: usize, policy: &Policy, answers: &Value) -> Said {
        let package = policy.package.split('.').skip(self.root.len()).try_fold(answers, member);
        let rule = |name: &str| package.and_then(|package| member(package, name)).cloned().unwrap_or(Value::Undefined);
        let (deny, unknown) = left_out(policy, rule("deny"), rule("unknown"));
        Said { policy: index, deny, unknown, cause: None }
    }

    /// Asks one policy by itself.
    fn alone(&self, index: usize, policy: &Policy, input: &Value, deadline: Instant) -> Said {
        let mut cause = None;
        let mut ask = |rule: &str| {
            let path = format!("data.{}.{rule}", policy.package);
            self.ask(&path, input, deadline).unwrap_or_else(|(why, partial)| {
                cause.get_or_insert(why);
                partial
            })
        };
        let (deny, unknown) = (ask("deny"), ask("unknown"));
        let (deny, unknown) = left_out(policy, deny, unknown);
        Said { policy: index, deny, unknown, cause }
    }

    /// One rule; when it fails, why, and what it still finds if failing builtins are passed over.
    fn ask(&self, path: &str, input: &Value, deadline: Instant) -> Result<Value, (String, Value)> {
        let limit = remaining(deadline, LIMITS.rule_time);
        let fault = match self.program.evaluate(path, input, limit, Errors::Strict) {
            Ok(value) => return Ok(value),
            Err(Fault::Slow) if limit < LIMITS.rule_time => {
                let seconds = LIMITS.document_time.as_secs();
                return Err((format!("judging this file took longer than {seconds} s"), Value::new_set()));
            }
            Err(fault) => fault,
        };
        let partial = match fault {
            Fault::Slow | Fault::Crashed => None,
            Fault::Error { .. } => self.program.evaluate(path, input, limit, Errors::Lenient).ok(),
        };
        let set = partial.filter(|value| matches!(value, Value::Set(_))).unwrap_or_else(Value::new_set);
        Err((fault.to_string(), set))
    }
}

/// The time until the deadline, at most `limit`.
fn remaining(deadline: Instant, limit: Duration) -> Duration {
    deadline.saturating_duration_since(Instant::now()).min(limit)
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(&Value::from(name)),
        _ => None,
    }
}

/// The values of `deny` and `unknown`, of which a policy may leave out one as a whole.
fn left_out(policy: &Policy, deny: Value, unknown: Value) -> (Value, Value) {
    let has = |wanted: &str| rule_names(&policy.text).any(|(name, _)| name == wanted);
    let or_none = |value: Value, absent: bool| {
        if value == Value::Undefined && absent { Value::new_set() } else { value }
    };
    let only_unknown = has("unknown") && !has("deny");
    (or_none(deny, only_unknown), or_none(unknown, !has("unknown")))
}

/// The longest package below which all these policies lie. No two may share a package or lie in one another, because
/// the findings of one would then count as the other's.
fn common_package(policies: &[(usize, &Policy)]) -> Result<Vec<String>, Fault> {
    let mut common: Option<Vec<String>> = None;
    for (at, (_, policy)) in policies.iter().enumerate() {
        let inside = |other: &&Policy| format!("{}.", policy.package).starts_with(&format!("{}.", other.package));
        if policies.iter().enumerate().any(|(other_at, (_, other))| other_at != at && inside(other)) {
            let message = format!("package `{}` belongs to another policy", policy.package);
            return Err(Fault::Error { at: Some(policy.file.clone()), message });
        }
        let names: Vec<String> = policy.package.split('.').map(str::to_owned).collect();
        if !names.iter().all(|name| is_identifier(name)) {
            let message = format!("package `{}`: use letters, digits and _ between the dots", policy.package);
            return Err(Fault::Error { at: Some(policy.file.clone()), message });
        }
        common = Some(match common {
            None => names,
            Some(common) => {
                common.into_iter().zip(names).take_while(|(left, right)| left == right).map(|(left, _)| left).collect()
            }
        });
    }
    let common = common.unwrap_or_default();
    if common.is_empty() {
        return Err(Fault::Error { at: None, message: "these policies have no package in common".to_owned() });
    }
    Ok(common)
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || other == '_')
}

/// The base data: `gate.parameters.<slug>.<name>`, from the metadata and the configuration. Nothing else is ever put
/// there, because data at the path of a rule would replace the rule.
pub(super) fn base(policies: &[(usize, &Policy)], settings: &Settings) -> Json {
    let mut slugs = Map::new();
    for (_, policy) in policies {
        let set = settings.parameters.get(&policy.meta.slug);
        let values = policy.meta.parameters.iter().map(|(name, parameter)| {
            let value = set.and_then(|set| set.get(name)).unwrap_or(&parameter.default);
            (name.clone(), value.clone())
        });
        slugs.insert(policy.meta.slug.clone(), Json::Object(values.collect()));
    }
    serde_json::json!({ "gate": { "parameters": slugs } })
}
