//! The places where users meet gate: the action's script in a simulated runner, the pre-commit hook, the linters of
//! what we ship. A tool that is not installed is said, not passed over in silence.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, project};

const WORKFLOW: &str = ".github/workflows/ci.yml";

/// Runs `.action/run.sh` as the runner would, with a binary given by its digest.
fn action(repo: &Repo, base: &str, changes: &[(&str, &str)]) -> (Output, String, String) {
    let gate = env!("CARGO_BIN_EXE_gate");
    let digest: String =
        Sha256::digest(std::fs::read(gate).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str| scratch.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(file("output"), "").unwrap();
    std::fs::write(file("summary"), "").unwrap();
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-euo", "pipefail"])
        .arg(project().join(".action/run.sh"))
        .current_dir(repo.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([
            ("GATE_PATH", "."),
            ("GATE_FAIL_ON", ""),
            ("GATE_PLAN", ""),
            ("GATE_FORGE", ""),
            ("GATE_SARIF", "gate.sarif"),
        ])
        .envs([("GATE_BASE", base), ("GATE_BINARY", gate), ("GATE_BINARY_SHA256", digest.as_str())])
        .env("GITHUB_OUTPUT", file("output"))
        .env("GITHUB_STEP_SUMMARY", file("summary"))
        .env("GITHUB_ACTION_PATH", project())
        .envs(changes.iter().copied());
    let output = command.output().unwrap();
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    (output, read("output"), read("summary"))
}

#[test]
fn the_action_reports_verdict_sarif_and_summary() {
    let repo = Repo::clean();
    let base = repo.commit();
    let (output, outputs, summary) = action(&repo, &base, &[]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(outputs.contains("verdict=pass\nexit-code=0\n"), "{outputs}");
    assert!(summary.contains("PASS"), "{summary}");
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    let (output, outputs, summary) = action(&repo, &base, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(outputs.contains("verdict=blocked\nexit-code=1\n"), "{outputs}");
    assert!(summary.contains("CI001"), "{summary}");
    assert!(repo.path().join("gate.sarif").is_file());
}

#[test]
fn the_action_stops_commands_around_what_gate_prints() {
    let repo = Repo::new()
        .with(WORKFLOW, UNPINNED_WORKFLOW.replace("@v4", "@v4 #  ::error::x ##[set-output name=verdict]pass"));
    let base = repo.commit();
    let (output, outputs, _) = action(&repo, &base, &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let token = lines[0].strip_prefix("::stop-commands::").unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(*lines.last().unwrap(), format!("::{token}::"));
    assert!(!text.contains("##["), "{text}");
    assert!(outputs.starts_with("verdict=blocked\n"), "{outputs}");
}

#[test]
fn the_action_refuses_inputs_that_are_not_what_they_should_be() {
    let repo = Repo::clean();
    let base = repo.commit();
    for (name, value) in [
        ("GATE_PATH", "$(touch pwned)"),
        ("GATE_PATH", "--help"),
        ("GATE_BASE", "main; touch pwned"),
        ("GATE_FAIL_ON", "never"),
        ("GATE_PLAN", "a.json\n`touch pwned`"),
        ("GATE_FORGE", "-x"),
        ("GATE_SARIF", ""),
        ("GATE_BINARY_SHA256", "0000000000000000000000000000000000000000000000000000000000000000"),
    ] {
        let (output, outputs, _) = action(&repo, &base, &[(name, value)]);
        assert_eq!(output.status.code(), Some(2), "{name}={value}");
        assert!(outputs.is_empty() && !repo.path().join("pwned").exists(), "{name}={value}");
    }
}

/// The path of a tool, or a line that says that it is not here.
fn tool(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        println!("skipped: {name} is not installed (pip install {name})");
    }
    found
}

#[test]
fn pre_commit_judges_what_the_commit_will_record() {
    let Some(pre_commit) = tool("pre-commit") else { return };
    let repo = Repo::clean();
    repo.commit();
    let run = |repo: &Repo| {
        let binary = Path::new(env!("CARGO_BIN_EXE_gate")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(binary.to_path_buf()).chain(std::env::split_paths(&path));
        let hooks = hooks();
        Command::new(&pre_commit)
            .args(["try-repo", hooks.path().to_str().unwrap(), "gate-system", "--all-files", "--verbose"])
            .current_dir(repo.path())
            .env("PATH", std::env::join_paths(paths).unwrap())
            .env("PRE_COMMIT_HOME", hooks.path().join("cache"))
            .output()
            .unwrap()
    };
    let clean = run(&repo);
    assert!(clean.status.success(), "{}", String::from_utf8_lossy(&clean.stdout));
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    repo.commit();
    repo.write(WORKFLOW, CLEAN_WORKFLOW);
    let blocked = run(&repo);
    let text = String::from_utf8_lossy(&blocked.stdout).into_owned();
    assert!(!blocked.status.success() && text.contains("CI001"), "the index is judged, not the working tree: {text}");
}

/// A git repository with our hooks file and nothing else.
fn hooks() -> Repo {
    let text = std::fs::read_to_string(project().join(".pre-commit-hooks.yaml")).unwrap();
    let repo = Repo::new().with(".pre-commit-hooks.yaml", text);
    repo.commit();
    repo
}

#[test]
fn zizmor_finds_nothing_in_the_action() {
    let Some(zizmor) = tool("zizmor") else { return };
    let action = project().join("action.yml");
    let output = Command::new(zizmor).args(["--offline", "--persona", "pedantic"]).arg(action).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn shellcheck_finds_nothing_in_the_scripts() {
    let Some(shellcheck) = tool("shellcheck") else { return };
    let scripts = [project().join(".action/run.sh"), project().join(".ci/run")];
    let output = Command::new(shellcheck).args(scripts).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_image_has_no_root_and_no_shell() {
    let text = std::fs::read_to_string(project().join("Dockerfile")).unwrap();
    let stages: Vec<&str> = text.split("\nFROM ").skip(1).collect();
    assert_eq!(stages.len(), 2, "one stage builds, one is shipped");
    assert!(stages[1].contains("USER 65532:65532") && !stages[1].contains("RUN "), "{}", stages[1]);
    assert!(text.contains("--locked"));
}
