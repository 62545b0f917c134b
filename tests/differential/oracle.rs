//! OPA itself, in a child process that has it as a shared library.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// What is asked of one set of modules: rules below `data`, each with its input.
pub(crate) struct Job<'a> {
    pub(crate) modules: &'a [(String, String)],
    pub(crate) data: &'a Value,
    pub(crate) asks: Vec<(&'a str, &'a Value)>,
}

/// What an engine says about a rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// Its value.
    Value(Value),
    /// It has none.
    Undefined,
    /// Why it cannot be evaluated.
    Error(String),
}

/// A running OPA.
pub(crate) struct Oracle {
    child: Child,
    jobs: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts it, or says why that is impossible here.
    pub(crate) fn start() -> Result<Self, String> {
        let Some(library) = std::env::var_os("GATE_OPA_LIBRARY").map(PathBuf::from) else {
            return Err("GATE_OPA_LIBRARY does not name libopabridge.so; get it with `pip download --no-deps \
                        --python-version 3.14 --only-binary=:all: opa-golib-python-bindings` and unzip"
                .to_owned());
        };
        if !library.is_file() {
            return Err(format!("GATE_OPA_LIBRARY is {}, which is no file", library.display()));
        }
        let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/driver.py");
        let mut command = Command::new("python3");
        command.arg(driver).arg(&library).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("python3 cannot be started: {error}"))?;
        let (jobs, answers) = (child.stdin.take(), child.stdout.take().unwrap());
        let mut oracle = Self { child, jobs, answers: BufReader::new(answers) };
        let module = [("a.rego".to_owned(), "package a\n\nb := 1\n".to_owned())];
        let hello = Job { modules: &module, data: &json!({}), asks: vec![("a.b", &Value::Null)] };
        match oracle.ask(&hello) {
            Ok(said) if said == [Said::Value(json!(1))] => Ok(oracle),
            other => Err(format!("the library cannot be used here: {other:?}")),
        }
    }

    /// What it says about every rule, or why the modules cannot be used.
    pub(crate) fn ask(&mut self, job: &Job<'_>) -> Result<Vec<Said>, String> {
        let modules: BTreeMap<&String, &String> = job.modules.iter().map(|(name, text)| (name, text)).collect();
        let line = json!({"modules": modules, "data": job.data, "asks": job.asks});
        let jobs = self.jobs.as_mut().unwrap();
        writeln!(jobs, "{line}").and_then(|()| jobs.flush()).map_err(|error| error.to_string())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(|error| error.to_string())?;
        match serde_json::from_str(&answer) {
            Ok(Value::Array(all)) => Ok(all.into_iter().map(said).collect()),
            Ok(envelope) => Err(error(&envelope).unwrap_or_default()),
            Err(why) => Err(format!("{why} in {answer:?}")),
        }
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.jobs.take());
        drop(self.child.wait());
    }
}

fn error(envelope: &Value) -> Option<String> {
    envelope.pointer("/error/message").and_then(Value::as_str).map(str::to_owned)
}

fn said(mut envelope: Value) -> Said {
    if let Some(why) = error(&envelope) {
        return Said::Error(why);
    }
    match envelope.pointer_mut("/result/0/expressions/0/value") {
        Some(value) => Said::Value(value.take()),
        None => Said::Undefined,
    }
}
