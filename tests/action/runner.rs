//! A runner that starts the action's script.

use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use super::support::{Repo, project};

/// What a run of the action left behind.
pub(crate) struct Ran {
    pub(crate) output: Output,
    pub(crate) outputs: String,
    pub(crate) summary: String,
    pub(crate) sarif: Option<String>,
}

impl Ran {
    pub(crate) fn code(&self) -> i32 {
        self.output.status.code().unwrap_or(-1)
    }

    pub(crate) fn text(&self) -> String {
        format!("{}{}", String::from_utf8_lossy(&self.output.stdout), String::from_utf8_lossy(&self.output.stderr))
    }

    pub(crate) fn verdict(&self) -> &str {
        self.outputs.lines().find_map(|line| line.strip_prefix("verdict=")).unwrap_or("none")
    }
}

/// Runs the action's script as the runner would: a push to `main` on top of `before`, with a binary given by its digest,
/// unless `changes` says otherwise.
pub(crate) fn action(repo: &Repo, before: &str, changes: &[(&str, &str)]) -> Ran {
    let gate = env!("CARGO_BIN_EXE_gate");
    let digest: String =
        Sha256::digest(std::fs::read(gate).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str| scratch.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(file("output"), "").unwrap();
    std::fs::write(file("summary"), "").unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-p"]).arg(project().join(".action/run.sh"));
    command.current_dir(repo.path().canonicalize().unwrap()).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    for name in ["BASE", "BRANCHES", "FAIL_ON", "PLAN", "CHANGED", "BASE_PLAN", "FORGE"] {
        command.env(format!("GATE_{name}"), "");
    }
    command.envs([("GATE_PATH", "."), ("GATE_SARIF", "gate.sarif")]);
    command.envs([("GATE_BINARY", gate), ("GATE_BINARY_SHA256", digest.as_str())]);
    command.envs([("EVENT", "push"), ("EVENT_REF", "refs/heads/main"), ("EVENT_DEFAULT", "main")]);
    command.envs([("EVENT_BEFORE", before), ("EVENT_PROTECTED", "false")]);
    command.envs([("EVENT_TARGET", ""), ("EVENT_HEAD", ""), ("EVENT_QUEUE_BASE", "")]);
    command.env("GITHUB_OUTPUT", file("output")).env("GITHUB_STEP_SUMMARY", file("summary"));
    command.env("GITHUB_ACTION_PATH", project()).env("RUNNER_TEMP", scratch.path());
    let output = command.envs(changes.iter().copied()).output().unwrap();
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    // Not through a link: one leads to a device without an end.
    let report = repo.path().join("gate.sarif");
    let is_file = report.symlink_metadata().is_ok_and(|report| report.is_file());
    let sarif = is_file.then(|| std::fs::read_to_string(report).unwrap());
    Ran { output, outputs: read("output"), summary: read("summary"), sarif }
}
