//! What the action leaves behind, and that nothing of the judged tree is run.

use std::path::Path;

use super::runner::action;
use super::support::{Repo, UNPINNED_WORKFLOW};
use super::{CONFIG, NONE, WORKFLOW};

#[test]
fn verdict_sarif_and_summary_are_reported() {
    let repo = Repo::clean();
    let base = repo.base();
    let ran = action(&repo, &base, &[]);
    assert_eq!(ran.code(), 0, "{}", ran.text());
    assert!(ran.outputs.contains("verdict=pass\nexit-code=0\n"), "{}", ran.outputs);
    assert!(ran.summary.contains("PASS"), "{}", ran.summary);
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    let ran = action(&repo, &base, &[]);
    assert_eq!(ran.code(), 1);
    assert!(ran.outputs.contains("verdict=blocked\nexit-code=1\n"), "{}", ran.outputs);
    assert!(ran.summary.contains("CI001"), "{}", ran.summary);
    assert!(ran.sarif.unwrap().contains("CI001"));
}

#[test]
fn commands_are_stopped_around_what_gate_prints() {
    let text = UNPINNED_WORKFLOW.replace("@v4", "@v4 #  ::error::x ##[set-output name=verdict]pass");
    let repo = Repo::new().with(WORKFLOW, text);
    let base = repo.base();
    let ran = action(&repo, &base, &[]);
    let text = String::from_utf8(ran.output.stdout.clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let token = lines[0].strip_prefix("::stop-commands::").unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(*lines.last().unwrap(), format!("::{token}::"));
    assert!(!text.contains("##["), "{text}");
    assert_eq!(ran.verdict(), "blocked");
}

#[test]
fn inputs_that_are_not_what_they_should_be_are_refused_and_reported() {
    let repo = Repo::clean();
    let base = repo.base();
    for (name, value) in [
        ("GATE_PATH", "$(touch pwned)"),
        ("GATE_PATH", "--help"),
        ("GATE_BASE", "main; touch pwned"),
        ("GATE_FAIL_ON", "never"),
        ("GATE_PLAN", "a.json\n`touch pwned`"),
        ("GATE_FORGE", "-x"),
        ("GATE_BINARY_SHA256", NONE),
        ("GATE_BINARY", "no/such/file"),
        ("EVENT", "pull_request_target"),
        ("EVENT", "push --base HEAD"),
        ("EVENT_DEFAULT", ""),
        ("EVENT_DEFAULT", "main --allow-merged"),
        ("EVENT_BEFORE", "HEAD"),
        ("EVENT_REF", "refs/heads/a b"),
    ] {
        repo.write("gate.sarif", "the report of another run");
        let ran = action(&repo, &base, &[(name, value)]);
        assert_eq!(ran.code(), 2, "{name}={value}: {}", ran.text());
        assert_eq!(ran.verdict(), "error", "{name}={value}");
        assert!(!repo.path().join("pwned").exists(), "{name}={value}");
        let sarif: serde_json::Value = serde_json::from_str(&ran.sarif.unwrap()).unwrap();
        assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false, "{name}={value}");
        assert!(ran.summary.contains("nothing was approved"), "{name}={value}");
    }
}

#[test]
fn a_report_is_written_on_every_exit_and_no_older_one_survives() {
    type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], i32);
    let old = "{\"runs\":[{\"results\":[]}]} the report of another run";
    let cases: [Case; 5] = [
        ("pass", "x", &[], 0),
        ("usage", "x", &[("GATE_BASE", NONE)], 2),
        ("configuration", "mode: never\n", &[("GATE_BASE", "HEAD~1")], 2),
        ("incomplete", "inputs: { forge: { required: true } }\n", &[], 3),
        ("nothing", "x", &[("GATE_PATH", "empty")], 4),
    ];
    for (name, config, changes, code) in cases {
        let repo = Repo::clean().with("empty/notes.txt", "x");
        if config != "x" {
            repo.write(CONFIG, config);
        }
        let base = repo.base();
        repo.write("gate.sarif", old);
        let ran = action(&repo, &base, changes);
        assert_eq!(ran.code(), code, "{name}: {}", ran.text());
        let sarif = ran.sarif.unwrap();
        assert!(!sarif.contains("another run") && sarif.contains("\"2.1.0\""), "{name}: {sarif}");
        assert!(!ran.summary.is_empty() && ran.outputs.contains("exit-code="), "{name}");
    }
}

#[test]
fn a_report_is_never_led_elsewhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("target");
    std::fs::write(&target, "kept").unwrap();
    for (link, to, sarif) in [
        ("gate.sarif", target.as_path(), "gate.sarif"),
        ("reports", elsewhere.path(), "reports/target"),
        ("gate.sarif", Path::new("/dev/full"), "gate.sarif"),
    ] {
        let repo = Repo::clean();
        std::os::unix::fs::symlink(to, repo.path().join(link)).unwrap();
        let base = repo.base();
        let ran = action(&repo, &base, &[("GATE_SARIF", sarif)]);
        assert_eq!(ran.code(), 2, "{link} {sarif}: {}", ran.text());
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "kept");
    }
    for sarif in [
        "../gate.sarif",
        "a/../../gate.sarif",
        "/tmp/gate.sarif",
        ".git",
        ".git/config",
        "./.git/config",
        ".gate/gate.yaml",
        ".github/workflows/ci.yml",
        "",
    ] {
        let repo = Repo::clean();
        let base = repo.base();
        assert_eq!(action(&repo, &base, &[("GATE_SARIF", sarif)]).code(), 2, "{sarif}");
    }
}

/// A runner's `cargo`: notes where and how it is run, and builds nothing that could judge.
const CARGO: &str = "#!/bin/sh
{ pwd; env; printf 'argument %s\\n' \"$@\"; } >\"$0.log\"
mkdir -p \"$CARGO_TARGET_DIR/release\"
ln -s \"$(cat \"$0.gate\")\" \"$CARGO_TARGET_DIR/release/gate\"
";

#[test]
fn nothing_of_the_judged_tree_is_run_or_configures_the_build() {
    let runner = Repo::new().with("bin/cargo", CARGO).with("bin/cargo.gate", env!("CARGO_BIN_EXE_gate"));
    let cargo = runner.path().join("bin/cargo");
    let repo = Repo::clean();
    let pwned = repo.path().join("pwned");
    let touch = format!("touch {}", pwned.display());
    repo.write(".cargo/config.toml", format!("[build]\nrustc-wrapper = \"{touch}\"\n"));
    repo.write("rust-toolchain.toml", "[toolchain]\nchannel = \"evil\"\n");
    repo.write("Cargo.toml", "[package]\nname = \"gate\"\nversion = \"9.9.9\"\nbuild = \"build.rs\"\n");
    repo.write("build.rs", "fn main() { std::fs::write(\"pwned\", \"x\").unwrap(); }");
    repo.write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
    repo.write(".bashrc", &touch);
    repo.write("evil.sh", &touch);
    for program in ["gate", "git", "cargo", "rustc", "sh", "sed", "cp", "mktemp", "sha256sum", "od", "bin/cargo"] {
        repo.write(program, format!("#!/bin/sh\n{touch}\n"));
    }
    let base = repo.base();
    let git = repo.path().join(".git");
    let hook = format!("#!/bin/sh\n{touch}\n");
    for name in ["post-checkout", "pre-commit", "post-index-change", "fsmonitor"] {
        std::fs::create_dir_all(git.join("hooks")).unwrap();
        std::fs::write(git.join("hooks").join(name), &hook).unwrap();
    }
    let config = format!(
        "[core]\n\tfsmonitor = {touch}\n\tsshCommand = {touch}\n\tpager = {touch}\n[filter \"evil\"]\n\tsmudge = {touch}\n\tclean = {touch}\n\tprocess = {touch}\n[diff \"evil\"]\n\ttextconv = {touch}\n\tcommand = {touch}\n"
    );
    let mut text = std::fs::read_to_string(git.join("config")).unwrap();
    text.push_str(&config);
    std::fs::write(git.join("config"), text).unwrap();
    for file in std::fs::read_dir(repo.path()).unwrap().chain(std::fs::read_dir(git.join("hooks")).unwrap()) {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(file.unwrap().path(), mode).unwrap();
    }
    std::fs::set_permissions(&cargo, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", repo.path().display(), std::env::var("PATH").unwrap());
    let changes = [
        ("GATE_BINARY", ""),
        ("PATH", path.as_str()),
        ("CARGO_HOME", runner.path().to_str().unwrap()),
        ("BASH_ENV", "evil.sh"),
        ("ENV", "evil.sh"),
        ("RUSTC_WRAPPER", "./evil.sh"),
        ("RUSTUP_TOOLCHAIN", "evil"),
        ("CARGO_BUILD_RUSTC", "./evil.sh"),
        ("CARGO_TARGET_DIR", "target"),
        ("GIT_SSH_COMMAND", "./evil.sh"),
    ];
    let ran = action(&repo, &base, &changes);
    assert_eq!(ran.verdict(), "pass", "{}", ran.text());
    assert!(!pwned.exists(), "something of the judged tree was run");
    let log = std::fs::read_to_string(runner.path().join("bin/cargo.log")).unwrap();
    let folder = Path::new(log.lines().next().unwrap());
    assert!(!folder.starts_with(repo.path().canonicalize().unwrap()), "built in the judged tree: {log}");
    assert!(log.contains("\nRUSTUP_TOOLCHAIN=1.95.0\n") && log.contains("\nargument --locked\n"), "{log}");
    assert!(!log.contains("evil") && !log.contains("GATE_") && !log.contains("EVENT"), "{log}");
}

#[test]
fn an_action_of_the_judged_tree_is_not_built() {
    let repo = Repo::clean();
    let base = repo.base();
    let inside = repo.path().canonicalize().unwrap().join("tools/gate");
    let ran = action(&repo, &base, &[("GATE_BINARY", ""), ("GITHUB_ACTION_PATH", inside.to_str().unwrap())]);
    assert_eq!(ran.code(), 2);
    assert!(ran.text().contains("lies in the judged tree"), "{}", ran.text());
}
