//! Runs the unit tests of Rego files.

use super::fault::Fault;
use super::libraries::{Libraries, package};
use super::program::base;
use super::rego::{Errors, Module, Program, Value};
use super::{Settings, rule_names};
use crate::limits::LIMITS;
use crate::policy::Policy;

/// One test file, loaded with the policy that it tests and what both import.
pub struct Suite {
    program: Program,
    package: String,
    tests: Vec<String>,
}

/// What became of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestOutcome {
    /// Its rule is true, or every case of its table is.
    Passed,
    /// Its name begins with `todo_`.
    Skipped,
    /// Why not.
    Failed(String),
}

impl Suite {
    /// Loads the test file `file` for a policy, or for a library when there is none.
    ///
    /// # Errors
    /// A fragment when a file cannot be loaded or two tests have the same name.
    pub fn load(
        policy: Option<&Policy>,
        file: &str,
        text: &str,
        libraries: &[(String, String)],
    ) -> Result<Self, String> {
        let own = package(text).ok_or_else(|| format!("{file}: no `package` line"))?.to_owned();
        let tests = test_names(file, text)?;
        let libraries = Libraries::new(libraries.to_vec());
        let sources = policy.map(|policy| policy.text.as_str()).into_iter().chain([text]);
        let mut modules: Vec<Module<'_>> =
            libraries.needed_by(sources).into_iter().map(|(file, text)| Module { file, text }).collect();
        modules.extend(policy.map(|policy| Module { file: &policy.file, text: &policy.text }));
        modules.push(Module { file, text });
        let data = policy.map_or_else(|| serde_json::json!({}), |policy| base(policy, &Settings::default()));
        let program = Program::build(&modules, &data, 0).map_err(|fault: Fault| fault.to_string())?;
        Ok(Self { program, package: own, tests })
    }

    /// The names of its tests, in the order of the file.
    #[must_use]
    pub fn tests(&self) -> &[String] {
        &self.tests
    }

    /// Runs one test.
    #[must_use]
    pub fn run(&self, test: &str) -> TestOutcome {
        if test.starts_with("todo_") {
            return TestOutcome::Skipped;
        }
        let rule = format!("data.{}.{test}", self.package);
        match self.program.evaluate(&rule, &Value::new_object(), LIMITS.rule_steps, Errors::Strict) {
            Ok(value) => judge(&value),
            Err(fault) => TestOutcome::Failed(fault.to_string()),
        }
    }
}

/// A test passes when it is true, or when it is a table and every case of it is true.
fn judge(value: &Value) -> TestOutcome {
    match value {
        Value::Bool(true) => TestOutcome::Passed,
        Value::Undefined => TestOutcome::Failed("is undefined: one of its conditions does not hold".to_owned()),
        Value::Object(cases) if !cases.is_empty() => {
            let failed: Vec<String> = cases
                .iter_sorted()
                .filter(|(_, held)| **held != Value::Bool(true))
                .map(|(case, _)| case.to_string())
                .collect();
            if failed.is_empty() {
                TestOutcome::Passed
            } else {
                TestOutcome::Failed(format!("cases that do not hold: {}", failed.join(", ")))
            }
        }
        _ => TestOutcome::Failed("is neither true nor a table of cases".to_owned()),
    }
}

/// The names of the rules that are tests.
fn test_names(file: &str, text: &str) -> Result<Vec<String>, String> {
    let mut tests: Vec<String> = Vec::new();
    for (name, rest) in rule_names(text) {
        if !(name.starts_with("test_") || name.starts_with("todo_test_")) {
            continue;
        }
        // Rules of a table share their name on purpose.
        let table = rest.starts_with('[');
        if !tests.iter().any(|known| known == name) {
            tests.push(name.to_owned());
        } else if !table {
            return Err(format!("{file}: two tests are called `{name}`, so one would hide the other's failure"));
        }
    }
    if tests.is_empty() {
        return Err(format!("{file}: no rule whose name begins with `test_`"));
    }
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::{Suite, TestOutcome};

    fn suite(rules: &str) -> Result<Suite, String> {
        Suite::load(None, "x_test.rego", &format!("package x_test\n\n{rules}\n"), &[])
    }

    #[test]
    fn a_test_passes_only_when_it_is_true() {
        for (rules, passed) in [
            ("test_a if 1 == 1", true),
            ("test_a if 1 == 2", false),
            ("test_a := false", false),
            ("test_a := {\"one\"}", false),
            ("test_a if lower(input.x) == 1", false),
            ("test_a[name] := ok if some name, ok in {\"one\": true, \"two\": true}", true),
            ("test_a[name] := ok if some name, ok in {\"one\": true, \"two\": false}", false),
            ("test_a[name] := true if some name in []", false),
            ("test_a if time.now_ns() == 6 with time.now_ns as 6", true),
            ("test_a if input.x == 1 with input as {\"x\": 1}", true),
            ("test_a if data.gate.parameters.p.n == 1 with data.gate.parameters.p as {\"n\": 1}", true),
        ] {
            let outcome = suite(rules).unwrap().run("test_a");
            assert_eq!(outcome == TestOutcome::Passed, passed, "{rules}: {outcome:?}");
        }
        assert_eq!(suite("todo_test_a if 1 == 2").unwrap().run("todo_test_a"), TestOutcome::Skipped);
    }

    #[test]
    fn a_file_without_tests_or_with_two_of_one_name_is_an_error() {
        assert!(suite("helper := 1").is_err());
        assert!(suite("test_a if 1 == 1\n\ntest_a if 1 == 2").is_err());
    }
}
