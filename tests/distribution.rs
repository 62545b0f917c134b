//! The places where users meet gate besides the action: the pre-commit hook, the image, the linters of what we ship.
//! A tool that is not installed is said, not passed over in silence.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod support;

use std::path::Path;
use std::process::Command;

use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, project};

const WORKFLOW: &str = ".github/workflows/ci.yml";

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
    let scripts = [".action/run.sh", ".action/base.sh", ".ci/run"];
    let output = Command::new(shellcheck).arg("-x").args(scripts).current_dir(project()).output().unwrap();
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

/// The action and the image build from a part of the tree. Cargo refuses a package whose manifest names a file that it
/// must look for and cannot find.
#[test]
fn the_package_is_whole_without_its_tests() {
    let dockerfile = std::fs::read_to_string(project().join("Dockerfile")).unwrap();
    let action = std::fs::read_to_string(project().join(".action/run.sh")).unwrap();
    let copy = tempfile::tempdir().unwrap();
    for part in ["Cargo.toml", "Cargo.lock", "README.md", "policies", "src"] {
        assert!(dockerfile.contains(part) && action.contains(&format!("GITHUB_ACTION_PATH/{part}")), "{part}");
        let from = project().join(part);
        let copied = Command::new("cp").arg("-R").args([&from, &copy.path().join(part)]).status().unwrap();
        assert!(copied.success(), "{part}");
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = copy.path().join("Cargo.toml");
    let output = Command::new(cargo)
        .args(["build", "--offline", "--locked", "--bin", "no-such-binary", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("no bin target named `no-such-binary`"), "the package is not what cargo refuses: {said}");
}
