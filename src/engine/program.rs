//! One policy as a program, and what it says about one document.
//!
//! Every policy has an engine of its own, built when its guard first holds: what one does, costs or breaks is its own,
//! and no answer depends on which others are loaded.

use serde_json::{Map, Value as Json};

use super::fault::Fault;
use super::libraries::Libraries;
use super::parts::Input;
use super::rego::{Errors, Module, Program, Value};
use super::{Settings, answers_with};
use crate::limits::LIMITS;
use crate::policy::Policy;

/// What one policy said about one document.
#[derive(Default)]
pub(super) struct Said {
    /// The value of `deny`; `None` when it cannot yield.
    pub(super) deny: Option<Value>,
    /// The value of `unknown`; `None` when it cannot yield.
    pub(super) unknown: Option<Value>,
    /// The value of `deny` if everything that cannot be known were as bad as it can be; `None` where nothing is unknown.
    pub(super) worst: Option<Value>,
    /// Why it could not be evaluated completely.
    pub(super) cause: Option<String>,
}

/// Loads a policy with the libraries that it names.
///
/// # Errors
/// [`Fault`] when it does not load.
pub(super) fn load(policy: &Policy, libraries: &Libraries, settings: &Settings) -> Result<Program, Fault> {
    if !policy.package.split('.').all(is_identifier) {
        let message = format!("package `{}`: use letters, digits and _ between the dots", policy.package);
        return Err(Fault::Error { at: Some(policy.file.clone()), message });
    }
    let mut modules: Vec<Module<'_>> = libraries
        .needed_by(std::iter::once(policy.text.as_str()))
        .into_iter()
        .map(|(file, text)| Module { file, text })
        .collect();
    modules.push(Module { file: &policy.file, text: &policy.text });
    Program::build(&modules, &base(policy, settings), settings.now_ns)
}

/// Which answers a policy is asked for, `deny` and `unknown`: it may leave out one of the two as a whole.
pub(super) fn answers(policy: &Policy) -> (bool, bool) {
    let [deny, unknown] = ["deny", "unknown"].map(|name| answers_with(&policy.text, name));
    (deny || !unknown, unknown)
}

/// Asks a policy about one document. `(deny, unknown)` say which of its answers it has and may yield at all.
pub(super) fn ask(program: &Program, policy: &Policy, input: &Input, (deny, unknown): (bool, bool)) -> Said {
    let mut said = Said::default();
    let mut rule = |name: &str| {
        let path = format!("data.{}.{name}", policy.package);
        let (value, cause) = one(program, &path, input);
        if let Some(cause) = cause {
            said.cause.get_or_insert(cause);
        }
        value
    };
    let deny = deny.then(|| rule("deny"));
    let unknown = unknown.then(|| rule("unknown"));
    Said { deny, unknown, ..said }
}

/// Asks a policy that has no `unknown` what it would deny at worst.
pub(super) fn at_worst(program: &Program, policy: &Policy, input: &Input, said: Said) -> Said {
    let (value, cause) = one(program, &format!("data.{}.deny", policy.package), input);
    Said { worst: Some(value), cause: said.cause.clone().or(cause), ..said }
}

/// One rule; when it fails, why, and what it still finds if failing builtins are passed over.
fn one(program: &Program, path: &str, input: &Input) -> (Value, Option<String>) {
    let steps = steps(input.nodes);
    let fault = match program.evaluate(path, &input.value, steps, Errors::Strict) {
        Ok(value) => return (value, None),
        Err(fault) => fault,
    };
    let partial = match fault {
        Fault::Endless | Fault::Crashed => None,
        Fault::Error { .. } => program.evaluate(path, &input.value, steps, Errors::Lenient).ok(),
    };
    let set = partial.filter(|value| matches!(value, Value::Set(_))).unwrap_or_else(Value::new_set);
    (set, Some(fault.to_string()))
}

/// The steps that one rule may take over an input of so many values.
pub(super) fn steps(nodes: usize) -> u32 {
    let nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
    LIMITS.rule_steps.saturating_add(nodes.saturating_mul(LIMITS.rule_steps_per_value)).min(LIMITS.rule_steps_most)
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || other == '_')
}

/// The base data: `gate.parameters.<slug>.<name>`, from the metadata and the configuration. Nothing else is ever put
/// there, because data at the path of a rule would replace the rule.
pub(super) fn base(policy: &Policy, settings: &Settings) -> Json {
    let set = settings.parameters.get(&policy.meta.slug);
    let values = policy.meta.parameters.iter().map(|(name, parameter)| {
        let value = set.and_then(|set| set.get(name)).unwrap_or(&parameter.default);
        (name.clone(), value.clone())
    });
    let own: Map<String, Json> = values.collect();
    serde_json::json!({ "gate": { "parameters": { policy.meta.slug.clone(): own } } })
}
