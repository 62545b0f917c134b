//! Asks rules one by one, as a policy is asked, for whoever compares the answers with those of another engine.

use serde_json::Value as Json;

use super::fault::Fault;
use super::rego::{self, Errors, Module, Program, Value};
use crate::limits::LIMITS;

/// Rego files that were loaded together.
pub struct Rules {
    program: Program,
}

impl Rules {
    /// Loads files (name and text) over base data, with gate's builtins and settings. Nothing is linted.
    ///
    /// # Errors
    /// Why they cannot be loaded, for a person.
    pub fn load(files: &[(String, String)], data: &Json) -> Result<Self, String> {
        let modules: Vec<Module<'_>> = files.iter().map(|(file, text)| Module { file, text }).collect();
        let program = Program::build(&modules, data, 0).map_err(|fault: Fault| fault.to_string())?;
        Ok(Self { program })
    }

    /// The value of a rule such as `data.custom.a.deny`, sets as sorted lists; `None` when it is undefined.
    ///
    /// # Errors
    /// Why it could not be evaluated completely, for a person.
    pub fn ask(&self, rule: &str, input: &Json) -> Result<Option<Json>, String> {
        let said = self.program.evaluate(rule, &rego::value(input), LIMITS.rule_steps, Errors::Strict);
        match said.map_err(|fault| fault.to_string())? {
            Value::Undefined => Ok(None),
            value => serde_json::to_value(value).map(Some).map_err(|error| error.to_string()),
        }
    }
}
