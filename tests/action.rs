//! The action in a simulated runner: which commit its rules come from, what it runs, what it leaves behind.

#![cfg(unix)]
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
const CONFIG: &str = ".gate/gate.yaml";
const STRICT: &str = "version: 1\n";
const LOOSE: &str = "version: 1\nmode: observe\npolicies: { disable: [{ id: CI001, reason: later, owner: me }] }\n";
const NONE: &str = "0000000000000000000000000000000000000000";

/// What a run of the action left behind.
struct Ran {
    output: Output,
    outputs: String,
    summary: String,
    sarif: Option<String>,
}

impl Ran {
    fn code(&self) -> i32 {
        self.output.status.code().unwrap_or(-1)
    }

    fn text(&self) -> String {
        format!("{}{}", String::from_utf8_lossy(&self.output.stdout), String::from_utf8_lossy(&self.output.stderr))
    }

    fn verdict(&self) -> &str {
        self.outputs.lines().find_map(|line| line.strip_prefix("verdict=")).unwrap_or("none")
    }
}

/// Runs the action's script as the runner would: a push to `main` on top of `before`, with a binary given by its digest,
/// unless `changes` says otherwise.
fn action(repo: &Repo, before: &str, changes: &[(&str, &str)]) -> Ran {
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
    for name in ["BASE", "BRANCHES", "FAIL_ON", "PLAN", "FORGE"] {
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
    let old = "{\"runs\":[{\"results\":[]}]} the report of another run";
    let cases: [(&str, &str, &[(&str, &str)], i32); 5] = [
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
    for sarif in ["../gate.sarif", "a/../../gate.sarif", "/tmp/gate.sarif", ".git", ""] {
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
    assert!(log.contains("\nRUSTUP_TOOLCHAIN=1.95\n") && log.contains("\nargument --locked\n"), "{log}");
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

/// A history in which rules were loose (`old`), were tightened (`main`), and a change loosens them again to bring an
/// unpinned action: cut from the tip (`change`), and cut from the old commit (`late`).
struct History {
    repo: Repo,
    old: String,
    main: String,
    change: String,
    late: String,
}

impl History {
    fn new() -> Self {
        let repo = Repo::clean().with(CONFIG, LOOSE);
        let old = repo.commit_on(&[]);
        repo.write(CONFIG, STRICT);
        let main = repo.commit_on(&[&old]);
        repo.write(CONFIG, LOOSE);
        repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        let change = repo.commit_on(&[&main]);
        let late = repo.commit_on(&[&old]);
        repo.name("refs/remotes/origin/main", &main);
        Self { repo, old, main, change, late }
    }

    /// The forge's merge of a commit into a branch, with the files of that commit and the rules of the branch where the
    /// change did not touch them.
    fn merged(&self, into: &str, head: &str, config: &str) -> String {
        self.repo.write(CONFIG, config);
        self.repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        self.repo.commit_on(&[into, head])
    }

    /// Whether the clone holds the branch of the remote.
    fn without_branch(&self) {
        let repository = git2::Repository::open(self.repo.path()).unwrap();
        repository.find_reference("refs/remotes/origin/main").unwrap().delete().unwrap();
    }
}

/// One row of the table: what is checked out, the facts of the event, and the verdict with a text that has to be said.
struct Row {
    name: &'static str,
    head: String,
    facts: Vec<(&'static str, String)>,
    verdict: &'static str,
    said: &'static str,
}

#[test]
fn no_event_lets_a_change_choose_its_rules() {
    let history = History::new();
    let History { main, change, late, old, .. } = &history;
    let merge = history.merged(main, change, LOOSE);
    let late_merge = history.merged(main, late, STRICT);
    let own_merge = history.repo.commit_on(&[change, main]);
    let on_main = history.repo.commit_on(&[main]);
    let facts =
        |pairs: &[(&'static str, &str)]| pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let pull = |target: &str, head: &str| {
        facts(&[
            ("EVENT", "pull_request"),
            ("EVENT_TARGET", target),
            ("EVENT_HEAD", head),
            ("EVENT_REF", "refs/pull/7/merge"),
        ])
    };
    let push = |reference: &str, before: &str, protected: &str| {
        facts(&[("EVENT", "push"), ("EVENT_REF", reference), ("EVENT_BEFORE", before), ("EVENT_PROTECTED", protected)])
    };
    let other =
        |event: &str, reference: &str| facts(&[("EVENT", event), ("EVENT_REF", reference), ("EVENT_BEFORE", "")]);
    let queue = facts(&[
        ("EVENT", "merge_group"),
        ("EVENT_QUEUE_BASE", main),
        ("EVENT_REF", "refs/heads/gh-readonly-queue/main/pr-7"),
    ]);
    history.repo.name("refs/remotes/origin/loose", old);
    let row = |name, head: &str, facts, verdict, said| Row { name, head: head.to_owned(), facts, verdict, said };
    let cannot = "which this change cannot edit";
    let rows = [
        row("pull request, merge checked out", &merge, pull("main", change), "blocked", cannot),
        row("pull request, head checked out", change, pull("main", change), "blocked", cannot),
        row("pull request from an old commit, merge", &late_merge, pull("main", late), "blocked", cannot),
        row("pull request from an old commit, head", late, pull("main", late), "blocked", cannot),
        row("pull request to a branch of the author", late, pull("loose", late), "blocked", "refs/remotes/origin/main"),
        row("merge queue", &merge, queue, "blocked", "base commit"),
        row("push to main", &on_main, push("refs/heads/main", main, "true"), "blocked", "base commit"),
        row(
            "force push to main, what was there is gone",
            &on_main,
            push("refs/heads/main", &change.replace(|_: char| true, "1"), "true"),
            "error",
            "git fetch",
        ),
        row(
            "push to another protected branch",
            &on_main,
            push("refs/heads/release/1", main, "true"),
            "blocked",
            "base commit",
        ),
        row("first push to a branch", change, push("refs/heads/topic", NONE, "false"), "blocked", cannot),
        row("second push to a branch", late, push("refs/heads/topic", change, "false"), "blocked", "origin/main"),
        row("tag on a commit of nobody", change, push("refs/tags/v1", NONE, "false"), "blocked", "origin/main"),
        row("tag on main", main, push("refs/tags/v1", NONE, "false"), "pass", "holds already"),
        row("schedule", main, other("schedule", "refs/heads/main"), "pass", "holds already"),
        row("dispatch on main", main, other("workflow_dispatch", "refs/heads/main"), "pass", "holds already"),
        row("dispatch on a branch", change, other("workflow_dispatch", "refs/heads/topic"), "blocked", "origin/main"),
        row("release of a commit of nobody", late, other("release", "refs/tags/v1"), "blocked", "origin/main"),
        row("pull_request_target", main, facts(&[("EVENT", "pull_request_target")]), "error", "never run gate"),
        row("pull request, its author's merge checked out", &own_merge, pull("main", &own_merge), "blocked", cannot),
    ];
    for row in rows {
        history.repo.checkout(&row.head);
        let facts: Vec<(&str, &str)> = row.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let ran = action(&history.repo, "", &facts);
        println!("{:48} {:8} {}", row.name, ran.verdict(), row.said);
        assert_eq!(ran.verdict(), row.verdict, "{}\n{}", row.name, ran.text());
        assert!(ran.text().contains(row.said), "{}\n{}", row.name, ran.text());
    }
}

#[test]
fn a_clone_without_the_branch_takes_the_first_parent_of_the_forges_merge_alone() {
    let history = History::new();
    let merge = history.merged(&history.main, &history.change, LOOSE);
    let own = history.repo.commit_on(&[&history.old, &history.main]);
    history.without_branch();
    for (name, head, change, verdict) in [
        ("the forge's merge", &merge, history.change.as_str(), "blocked"),
        ("a merge of the author", &own, own.as_str(), "error"),
        ("the head alone", &history.change, history.change.as_str(), "error"),
    ] {
        history.repo.checkout(head);
        let facts = [("EVENT", "pull_request"), ("EVENT_TARGET", "main"), ("EVENT_HEAD", change)];
        let ran = action(&history.repo, "", &facts);
        assert_eq!(ran.verdict(), verdict, "{name}\n{}", ran.text());
    }
}

#[test]
fn branches_that_the_caller_lists_have_rules_of_their_own() {
    let repo = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW);
    let main = repo.commit_on(&[]);
    repo.write(CONFIG, "policies: { severity: { CI001: low } }\n");
    let release = repo.commit_on(&[&main]);
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    let change = repo.commit_on(&[&release]);
    repo.name("refs/remotes/origin/main", &main);
    repo.name("refs/remotes/origin/release/1", &release);
    repo.checkout(&change);
    let facts = [("EVENT", "pull_request"), ("EVENT_TARGET", "release/1"), ("EVENT_HEAD", change.as_str())];
    assert_eq!(action(&repo, "", &facts).verdict(), "blocked");
    let listed = [facts.as_slice(), &[("GATE_BRANCHES", "develop\nrelease/*")]].concat();
    let ran = action(&repo, "", &listed);
    assert_eq!(ran.verdict(), "pass", "{}", ran.text());
}
