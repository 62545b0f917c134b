//! The only file that names the Rego engine: everything that regorus can do wrong is contained here.
//!
//! The interpreter is used, never the bytecode machine. Builtin errors are strict, because a type error must not look
//! like an empty set, that is, like a pass. Every call has a number of steps and is shielded against panics, and every
//! evaluation runs in a fresh clone: after an error an engine keeps values of the loop that it left.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, PolicyLengthConfig};

pub(super) use regorus::Value;

use super::builtins::{self, Builtin};
use super::fault::Fault;
use crate::limits::LIMITS;

/// Characters of one line of Rego; the engine refuses longer ones, and so does the linter, with words.
pub(super) const MAX_COLUMNS: NonZeroU32 = NonZeroU32::new(4096).unwrap();

/// One Rego file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Module<'a> {
    /// Its name in messages.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) text: &'a str,
}

/// Whether a builtin that fails stops the evaluation or is taken as undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errors {
    /// Stops: the only mode whose result may count as complete.
    Strict,
    /// Undefined: to collect what a failing policy can still find.
    Lenient,
}

/// Modules that were parsed and analysed together, ready to evaluate.
pub(super) struct Program {
    engine: Engine,
}

impl Program {
    /// Parses and analyses modules over base data.
    ///
    /// # Errors
    /// The first [`Fault`] of any module.
    pub(super) fn build(modules: &[Module<'_>], data: &serde_json::Value, now_ns: i64) -> Result<Self, Fault> {
        shielded(|| {
            let mut engine = configured(now_ns)?;
            for module in modules {
                engine.add_policy(module.file.to_owned(), module.text.to_owned()).map_err(|e| fault(&e))?;
            }
            engine.add_data(value(data)).map_err(|e| fault(&e))?;
            // The first evaluation analyses the modules; clones share the result.
            engine.eval_query("true".to_owned(), false).map_err(|e| fault(&e))?;
            Ok(Self { engine })
        })
    }

    /// Evaluates one rule, such as `data.gate.policies.pipeline.unpinned_action.deny`, within `steps`.
    /// A rule that does not exist is undefined.
    ///
    /// # Errors
    /// [`Fault`] when the evaluation fails, takes too many steps or panics.
    pub(super) fn evaluate(&self, rule: &str, input: &Value, steps: u32, errors: Errors) -> Result<Value, Fault> {
        shielded(|| {
            let mut engine = self.engine.clone();
            if errors == Errors::Lenient {
                engine.set_strict_builtin_errors(false);
            }
            engine.set_execution_timer_config(budget(steps));
            engine.set_input(input.clone());
            builtins::pass_over_errors(errors == Errors::Lenient);
            match engine.eval_rule(rule.to_owned()) {
                Ok(value) => Ok(value),
                Err(error) if error.to_string() == "not a valid rule path" => Ok(Value::Undefined),
                Err(error) => Err(fault(&error)),
            }
        })
    }
}

/// An engine with gate's settings and builtins and without policies.
fn configured(now_ns: i64) -> Result<Engine, Fault> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    // `print` would write values of the input to standard error.
    engine.set_gather_prints(true);
    engine.set_policy_length_config(PolicyLengthConfig { max_col: MAX_COLUMNS, ..PolicyLengthConfig::default() });
    engine.set_execution_timer_config(budget(LIMITS.rule_steps));
    let mut add = |name: &str, arity: u8, builtin: Builtin| {
        let call = move |arguments: Vec<Value>| {
            builtins::answer(builtin(&arguments)).map_err(|message| BuiltinError(message).into())
        };
        engine.add_extension(name.to_owned(), arity, Box::new(call)).map_err(|e| fault(&e))
    };
    for &(name, arity, builtin) in builtins::ALL {
        add(name, arity, builtin)?;
    }
    engine
        .add_extension("time.now_ns".to_owned(), 0, Box::new(move |_: Vec<Value>| Ok(Value::from(now_ns))))
        .map_err(|e| fault(&e))?;
    Ok(engine)
}

/// What the engine's own `builtin` says about a text, where gate's has looked at it before.
///
/// # Errors
/// What it says when it fails.
pub(super) fn own_builtin(builtin: &str, text: &str) -> Result<Value, String> {
    let query = format!("value := {builtin}({})", serde_json::Value::from(text));
    let mut engine = Engine::new();
    let found = engine.eval_query(query, false).map_err(|error| fault(&error).to_string())?;
    let value =
        found.result.first().and_then(|first| first.bindings.as_object().ok()?.get(&Value::from("value")).cloned());
    Ok(value.unwrap_or(Value::Undefined))
}

/// A budget of steps. The engine's timer looks at its clock after so many steps, and with a limit of no time at all the
/// first look ends the evaluation: what is counted is what the policy does, so that the answer is the same on every
/// machine. Comprehensions, functions and `every` count; what a builtin does inside does not, and has caps of its own.
fn budget(steps: u32) -> ExecutionTimerConfig {
    ExecutionTimerConfig { limit: Duration::ZERO, check_interval: NonZeroU32::new(steps).unwrap_or(NonZeroU32::MAX) }
}

/// The error of one of gate's builtins, in the form that the engine wants.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct BuiltinError(String);

/// Runs `call` so that a panic in the engine is a [`Fault`].
fn shielded<T>(call: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    // A panic leaves nothing behind: `call` owns its engine or builds it.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or(Err(Fault::Crashed))
}

/// An error of the engine as gate reports it.
fn fault(error: &impl ToString) -> Fault {
    Fault::parse(&error.to_string())
}

/// JSON as a value of the engine, in one pass. The depth of documents is limited when they are read.
pub(super) fn value(json: &serde_json::Value) -> Value {
    measured(json).0
}

/// The same, and how many values are in it.
pub(super) fn measured(json: &serde_json::Value) -> (Value, usize) {
    let mut nodes = 0;
    let value = converted(json, &mut BTreeMap::new(), &mut nodes);
    (value, nodes)
}

/// The same keys stand in every entity, so each is made once and shared.
fn converted<'a>(json: &'a serde_json::Value, keys: &mut BTreeMap<&'a str, Value>, nodes: &mut usize) -> Value {
    *nodes = nodes.saturating_add(1);
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(bool) => Value::from(*bool),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_u64().map(Value::from))
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or(Value::Null),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => {
            Value::from(items.iter().map(|item| converted(item, keys, nodes)).collect::<Vec<_>>())
        }
        serde_json::Value::Object(fields) => {
            let mut object = BTreeMap::new();
            for (key, item) in fields {
                let shared = keys.entry(key).or_insert_with(|| Value::from(key.as_str())).clone();
                object.insert(shared, converted(item, keys, nodes));
            }
            Value::from(object)
        }
    }
}

/// The syntax tree of one file as the engine writes it: nodes as `{"Kind": {"span": {…}, …}}`.
///
/// # Errors
/// [`Fault`] when the file cannot be parsed.
pub(super) fn syntax(module: Module<'_>) -> Result<serde_json::Value, Fault> {
    shielded(|| {
        // Nothing is evaluated, so it needs no builtins.
        let mut engine = Engine::new();
        engine.set_policy_length_config(PolicyLengthConfig { max_col: MAX_COLUMNS, ..PolicyLengthConfig::default() });
        engine.add_policy(module.file.to_owned(), module.text.to_owned()).map_err(|e| fault(&e))?;
        let json = engine.get_ast_as_json().map_err(|e| fault(&e))?;
        let files: serde_json::Value = serde_json::from_str(&json).map_err(|e| fault(&e))?;
        Ok(files.get(0).and_then(|file| file.get("ast")).cloned().unwrap_or_default())
    })
}

/// The engine without gate's settings and builtins, to see what upstream does.
#[cfg(test)]
pub(super) mod bare {
    use super::{Engine, Fault, Value, fault, shielded, value};

    type Answer = Result<serde_json::Value, Fault>;

    fn engine(modules: &[&str]) -> Result<Engine, Fault> {
        let mut engine = Engine::new();
        for (index, module) in modules.iter().enumerate() {
            engine.add_policy(format!("{index}.rego"), (*module).to_owned()).map_err(|e| fault(&e))?;
        }
        Ok(engine)
    }

    fn ask(engine: &mut Engine, rule: &str, input: &Value) -> Answer {
        engine.set_input(input.clone());
        let value = engine.eval_rule(rule.to_owned()).map_err(|e| fault(&e))?;
        serde_json::to_value(value).map_err(|e| fault(&e))
    }

    pub(in crate::engine) fn parse(module: &str) -> Result<(), Fault> {
        engine(&[module]).map(drop)
    }

    pub(in crate::engine) fn evaluate(modules: &[&str], rule: &str, input: &Value, strict: bool) -> Answer {
        shielded(|| {
            let mut engine = engine(modules)?;
            engine.set_strict_builtin_errors(strict);
            ask(&mut engine, rule, input)
        })
    }

    pub(in crate::engine) fn overlay(module: &str, data: &serde_json::Value, rule: &str) -> Answer {
        let mut engine = engine(&[module])?;
        engine.add_data(value(data)).map_err(|e| fault(&e))?;
        ask(&mut engine, rule, &Value::new_object())
    }

    pub(in crate::engine) fn reuse(module: &str, rule: &str, inputs: [&Value; 2]) -> (Answer, Answer) {
        let mut engine = engine(&[module]).unwrap();
        let [first, second] = inputs.map(|input| ask(&mut engine, rule, input));
        (first, second)
    }
}
