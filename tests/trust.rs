//! Changes that try to pass by editing the gate that judges them.

#![expect(clippy::disallowed_methods, reason = "reads the examples")]

mod support;

use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW};

const WORKFLOW: &str = ".github/workflows/ci.yml";

const WAIVER: &str = "- id: W-1
  policy: CI001
  where: .github/workflows/ci.yml
  reason: vendor action
  owner: \"@acme/platform\"
  approver: \"@acme/security\"
  expires: 2099-01-01
";

fn user_policy(condition: &str) -> String {
    format!(
        "# METADATA\n# title: a workflow without a name\n# description: x\n# custom:\n#   id: ACME1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: name it\npackage custom.nameless\n\nimport data.gate\n\ndeny contains finding if {{\n\t{condition}\n\tfinding := gate.finding(input, [], \"this workflow has no name\")\n}}\n"
    )
}

/// A repository whose base is given, with a change on top, judged with and without `--base`.
fn codes(base: &[(&str, &str)], change: &[(&str, Option<&str>)]) -> (i32, i32, String) {
    let repo = Repo::new();
    for (path, text) in base {
        repo.write(path, text);
    }
    let commit = repo.commit();
    for (path, text) in change {
        match text {
            Some(text) => repo.write(path, text),
            None => repo.remove(path),
        }
    }
    repo.commit();
    let with = repo.gate(&["check", "--base", &commit]);
    let without = repo.gate(&["check"]);
    (with.code, without.code, with.text())
}

#[test]
fn a_change_that_edits_configuration_policy_and_waiver_to_pass_itself_stays_blocked() {
    let unnamed = UNPINNED_WORKFLOW.replace("name: ci\n", "");
    let policy = ".gate/policies/nameless/policy.rego";
    let (with, without, text) = codes(
        &[
            (WORKFLOW, CLEAN_WORKFLOW),
            (".gate/gate.yaml", "version: 1\n"),
            (".gate/waivers.yaml", ""),
            (policy, &user_policy("input.name == \"\"")),
        ],
        &[
            (WORKFLOW, Some(&unnamed)),
            (".gate/gate.yaml", Some("version: 1\nfail-on: critical\nfail-on-unknown: critical\nmode: observe\n")),
            (".gate/waivers.yaml", Some(&WAIVER.replace("2099-01-01", "2026-12-24"))),
            (policy, Some(&user_policy("input.name == \"never\""))),
        ],
    );
    assert_eq!(with, 1, "{text}");
    assert_eq!(without, 0, "without --base the working tree's rules hold, so the attack would work");
    for id in ["META001", "META002", "META003", "CI001"] {
        assert!(text.contains(&format!("[{id}]")), "{id} is missing\n{text}");
    }
}

#[test]
fn each_way_of_editing_the_gate_is_seen() {
    type Change = [(&'static str, Option<&'static str>)];
    let cases: &[(&str, &Change, &str)] = &[
        ("a new configuration", &[(".gate/gate.yaml", Some("mode: observe\n"))], "META001"),
        ("a new waiver", &[(".gate/waivers.yaml", Some(WAIVER))], "META003"),
        ("a new policy", &[(".gate/policies/x/policy.rego", Some("package custom.x\n"))], "META002"),
        ("a file beside", &[(".gate/notes.md", Some("x"))], "META002"),
    ];
    for (name, change, id) in cases {
        let (with, _, text) = codes(&[(WORKFLOW, CLEAN_WORKFLOW)], change);
        assert_eq!(with, 1, "{name}\n{text}");
        assert!(text.contains(id), "{name}\n{text}");
    }
}

#[test]
fn deleting_the_rules_does_not_help() {
    let (with, without, text) =
        codes(&[(WORKFLOW, UNPINNED_WORKFLOW), (".gate/gate.yaml", "fail-on: low\n")], &[(".gate/gate.yaml", None)]);
    assert_eq!((with, without), (1, 1));
    assert!(text.contains("META001") && text.contains("deleted"), "{text}");
}

#[test]
fn code_owners_of_the_base_may_change_the_gate() {
    let owned = ("/.github/CODEOWNERS".trim_start_matches('/'), "/.gate/ @acme/security\n");
    let change: &[(&str, Option<&str>)] = &[(".gate/gate.yaml", Some("version: 1\n"))];
    let (with, _, text) = codes(&[(WORKFLOW, CLEAN_WORKFLOW), owned], change);
    assert_eq!(with, 0, "{text}");
    // Owners that the change itself brings do not count.
    let both = [(".github/CODEOWNERS", Some("/.gate/ @evil\n")), (".gate/gate.yaml", Some("mode: observe\n"))];
    let (with, _, text) = codes(&[(WORKFLOW, CLEAN_WORKFLOW)], &both);
    assert_eq!(with, 1, "{text}");
}

#[test]
fn a_flag_may_tighten_the_base_and_never_loosen_it() {
    let repo = Repo::clean().with(".gate/gate.yaml", "fail-on: medium\n");
    let base = repo.base();
    let cases: &[(&[&str], i32)] = &[
        (&[], 0),
        (&["--fail-on", "low"], 0),
        (&["--fail-on", "high"], 2),
        (&["--mode", "observe"], 2),
        (&["--mode", "block"], 0),
    ];
    for (flags, code) in cases {
        let arguments: Vec<&str> = ["check", "--base", &base].iter().chain(*flags).copied().collect();
        let run = repo.gate(&arguments);
        assert_eq!(run.code, *code, "{flags:?}\n{}", run.text());
    }
}

#[test]
fn a_base_that_cannot_be_read_is_exit_2_with_the_command_to_run() {
    let repo = Repo::clean();
    assert_eq!(repo.gate(&["check", "--base", "main"]).code, 2, "not a repository");
    repo.commit();
    let run = repo.gate(&["check", "--base", "origin/main"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("git fetch"), "{}", run.stderr);
}

#[test]
fn with_a_base_the_settings_in_the_judged_tree_are_no_evidence() {
    let snapshot = r#"{"schema":"gate.snapshot/v1","forge":"github","host":"github.com","repository":"acme/pay","collected_at":"2026-11-01T00:00:00Z","answers":{}}"#;
    let repo = Repo::clean().with(".forge/snapshot.json", snapshot);
    let base = repo.base();
    let run = repo.gate(&["check", "-v", "--base", &base]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("--forge"), "{}", run.text());
    assert_ne!(repo.gate(&["check"]).code, 0, "an empty snapshot leaves every question open");
}

#[test]
fn nothing_in_the_environment_or_in_a_comment_changes_the_verdict() {
    let repo = Repo::new().with(WORKFLOW, format!("# gate:ignore CI001\n{UNPINNED_WORKFLOW}"));
    repo.commit();
    for (name, value) in [("GATE_FAIL_ON", "critical"), ("GATE_MODE", "observe"), ("GATE_BASE", "HEAD"), ("CI", "true")]
    {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gate"));
        let status =
            command.arg("check").current_dir(repo.path()).env_clear().env(name, value).output().unwrap().status;
        assert_eq!(status.code(), Some(1), "{name}");
    }
}

#[test]
fn a_file_of_the_judged_tree_never_stands_in_for_one_from_outside() {
    let snapshot = |example: &str| {
        let file = support::project().join(format!("examples/{example}/.forge/snapshot.json"));
        let mut snapshot: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        snapshot["collected_at"] = jiff::Timestamp::now().to_string().into();
        snapshot.to_string()
    };
    let (bad, good) = (snapshot("payments"), snapshot("payments-fixed"));
    let elsewhere = Repo::new().with("snapshot.json", bad);
    let repo = Repo::clean().with("external/snapshot.json", good);
    let base = repo.base();
    let file = elsewhere.path().join("snapshot.json");
    let run = repo.gate(&["check", "--base", &base, "--forge", file.to_str().unwrap()]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("GIT001"), "{}", run.text());
}

#[test]
#[cfg(unix)]
fn rules_behind_a_link_are_refused_and_their_loss_is_seen() {
    let repo = Repo::clean().with(".gate/gate.yaml", "fail-on: low\n");
    let before = repo.commit();
    std::fs::rename(repo.path().join(".gate"), repo.path().join("cfg")).unwrap();
    std::os::unix::fs::symlink("cfg", repo.path().join(".gate")).unwrap();
    let after = repo.base();
    let run = repo.gate(&["check", "--base", &before]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("META001"), "{}", run.text());
    assert_eq!(repo.gate(&["check", "--base", &after]).code, 2, "nobody may judge by rules that are not read");
    assert_eq!(repo.gate(&["check"]).code, 2);
    assert_eq!(repo.gate(&["check", "--staged"]).code, 2);
}

#[test]
fn what_gate_would_ignore_below_its_folder_is_refused() {
    for path in [".gate/gate.yml", ".gate/policies/x/rules.rego", ".gate/policies/x.rego", ".gate/config/gate.yaml"] {
        let repo = Repo::clean().with(path, "version: 1\n");
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, 2, "{path}");
        assert!(run.stderr.contains(path), "{}", run.stderr);
    }
}

#[test]
fn a_declared_ruleset_is_not_what_a_required_forge_asks_for() {
    let ruleset = r#"{"name":"m","target":"branch","enforcement":"active","rules":[],"conditions":{"ref_name":{"include":["~DEFAULT_BRANCH"],"exclude":[]}}}"#;
    let repo = Repo::clean()
        .with(".gate/gate.yaml", "inputs: { forge: { required: true } }\n")
        .with(".github/rulesets/m.json", ruleset);
    assert_eq!(repo.gate(&["check", "--mode", "observe"]).code, 3);
}

const GATE_JOB: &str = ".github/workflows/gate.yml";

/// Files that a change writes or removes.
type Change<'a> = [(&'a str, Option<&'a str>)];

/// A workflow that runs gate as its only job.
const GATE_WORKFLOW: &str = "name: gate
on: pull_request
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ./ci/setup
      - run: gate check --base origin/main
";

#[test]
fn the_job_that_runs_gate_is_not_edited_by_the_change_that_it_judges() {
    let setup = "runs: { using: composite, steps: [{ run: echo ready, shell: bash }] }\n";
    let skipped = GATE_WORKFLOW.replace("    runs-on", "    if: false\n    runs-on");
    let named = GATE_WORKFLOW.replace("  gate:", "  other:\n    name: gate");
    let other = CLEAN_WORKFLOW.replace("make test", "make check");
    let untouched = GATE_WORKFLOW.replace("name: gate", "name: gate # of all");
    let cases: [(&str, &Change<'_>, i32, &str); 8] = [
        ("a comment, and another workflow", &[(GATE_JOB, Some(&untouched)), (WORKFLOW, Some(&other))], 0, ""),
        ("skipped", &[(GATE_JOB, Some(&skipped))], 1, "it can be skipped now"),
        ("removed", &[(GATE_JOB, None)], 1, "is removed"),
        ("renamed", &[(GATE_JOB, None), (".github/workflows/g.yaml", Some(GATE_WORKFLOW))], 1, "is removed"),
        ("unreadable", &[(GATE_JOB, Some("jobs: ["))], 3, "is removed"),
        (
            "its action",
            &[("ci/setup/action.yml", Some("runs: { using: composite, steps: [] }\n"))],
            1,
            "ci/setup/action.yml",
        ),
        ("a file beside its action", &[("ci/setup/x.sh", Some("exit 0\n"))], 1, "ci/setup/x.sh"),
        ("a namesake", &[(".github/workflows/x.yml", Some(&named))], 1, "reports as `gate`"),
    ];
    for job in [".github/workflows/gate.yml#gate", "gate"] {
        let config = format!("version: 1\ngate: {{ job: \"{job}\" }}\n");
        let base = [
            (WORKFLOW, CLEAN_WORKFLOW),
            (GATE_JOB, GATE_WORKFLOW),
            ("ci/setup/action.yml", setup),
            (".gate/gate.yaml", config.as_str()),
        ];
        for (name, change, code, said) in cases {
            let (with, _, text) = codes(&base, change);
            assert_eq!(with, code, "{name} {job}\n{text}");
            assert_eq!(text.contains("META004"), code != 0, "{name} {job}\n{text}");
            assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{name} {job}\n{text}");
        }
    }
}

#[test]
fn what_the_base_changed_since_is_no_edit_of_the_change() {
    let config = "version: 1\ngate: { job: gate }\n";
    let repo = Repo::clean().with(GATE_JOB, GATE_WORKFLOW).with(".gate/gate.yaml", config);
    repo.write("ci/setup/action.yml", "runs: { using: composite, steps: [{ run: echo ready, shell: bash }] }\n");
    let fork = repo.commit_on(&[]);
    repo.write(".gate/gate.yaml", format!("{config}fail-on: medium\n"));
    repo.write(GATE_JOB, GATE_WORKFLOW.replace("gate check", "gate check -v"));
    let main = repo.commit_on(&[&fork]);
    repo.checkout(&fork);
    repo.write("README.md", "x");
    let change = repo.commit_on(&[&fork]);
    repo.checkout(&change);
    let run = repo.gate(&["check", "--base", &main]);
    assert_eq!(run.code, 0, "{}", run.text());
    // Bringing back what the base replaced is an edit.
    let revert = repo.commit_on(&[&main]);
    repo.checkout(&revert);
    let run = repo.gate(&["check", "--base", &main]);
    assert!(run.code == 1 && run.stdout.contains("META001") && run.stdout.contains("META004"), "{}", run.text());
}

#[test]
#[cfg(unix)]
fn a_file_of_the_rules_stays_a_regular_file() {
    type Case = (&'static str, fn(&Repo), &'static str);
    let file = ".gate/gate.yaml";
    let cases: [Case; 3] = [
        (
            "link",
            |repo| {
                std::fs::rename(repo.path().join(".gate/gate.yaml"), repo.path().join("rules.yaml")).unwrap();
                std::os::unix::fs::symlink("../rules.yaml", repo.path().join(".gate/gate.yaml")).unwrap();
            },
            "is made a link",
        ),
        (
            "mode",
            |repo| {
                let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
                std::fs::set_permissions(repo.path().join(".gate/gate.yaml"), mode).unwrap();
            },
            "is made an executable file",
        ),
        (
            "folder",
            |repo| {
                repo.remove(".gate/gate.yaml");
                repo.write(".gate/gate.yaml/gate.yaml", "version: 1\n");
            },
            "is made a folder",
        ),
    ];
    for (name, edit, said) in cases {
        let repo = Repo::clean().with(file, "version: 1\n");
        let base = repo.commit();
        edit(&repo);
        repo.commit();
        let run = repo.gate(&["check", "--base", &base]);
        assert_eq!(run.code, 1, "{name}: {}", run.text());
        assert!(run.stdout.contains("META001") && run.stdout.contains(said), "{name}: {}", run.text());
    }
}

#[test]
fn rules_that_move_into_a_submodule_are_seen_whether_it_is_checked_out_or_not() {
    for (module, id) in [(".gate", "META001"), (".gate/policies", "META002"), (".gate/more", "META002")] {
        let repo = Repo::clean().with(".gate/gate.yaml", "version: 1\n").with(".gate/policies/x/policy.rego", "");
        repo.write(".gate/policies/x/policy.rego", user_policy("input.name == \"\""));
        let base = repo.commit();
        let folder = repo.path().join(module);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let repository = git2::Repository::open(repo.path()).unwrap();
        let mut index = repository.index().unwrap();
        index.remove_all([module], None).unwrap();
        let now = git2::IndexTime::new(0, 0);
        let (dev, ino, uid, gid, file_size, flags, flags_extended) = (0, 0, 0, 0, 0, 0, 0);
        let id_of = base.parse().unwrap();
        let path = module.as_bytes().to_vec();
        let entry = git2::IndexEntry {
            ctime: now,
            mtime: now,
            dev,
            ino,
            mode: 0o160_000,
            uid,
            gid,
            file_size,
            id: id_of,
            flags,
            flags_extended,
            path,
        };
        index.add(&entry).unwrap();
        index.write().unwrap();
        let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
        let parent = repository.head().unwrap().peel_to_commit().unwrap();
        let author = git2::Signature::now("a", "a@example.com").unwrap();
        repository.commit(Some("HEAD"), &author, &author, "x", &tree, &[&parent]).unwrap();
        let run = repo.gate(&["check", "--base", &base]);
        assert_eq!(run.code, 1, "{module}: {}", run.text());
        assert!(run.stdout.contains(id) && run.stdout.contains("submodule"), "{module}: {}", run.text());
    }
}
