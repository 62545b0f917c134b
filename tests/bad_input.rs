//! A clean workflow beside something that cannot be judged: never a pass, under no format.

mod support;

use support::{FORMATS, Repo, UNPINNED_WORKFLOW};

/// What is wrong, the file, its bytes, and words that the report must hold.
struct Case {
    name: &'static str,
    path: &'static str,
    bytes: Vec<u8>,
    says: &'static str,
}

fn case(name: &'static str, path: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Case {
    Case { name, path, bytes: bytes.into(), says }
}

fn bomb() -> String {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ('b'..='i').zip('a'..) {
        let copies = vec![format!("*{before}"); 9].join(", ");
        text.extend([format!("{name}: &{name} [{copies}]\n")]);
    }
    text + "on: push\njobs: *i\n"
}

fn policy(id: &str, body: &str) -> String {
    format!(
        "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: {id}\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.{}\n\n{body}\n",
        id.to_lowercase()
    )
}

fn cases() -> Vec<Case> {
    files().into_iter().chain(evidence()).chain(policies()).collect()
}

/// Files of the repository itself.
fn files() -> Vec<Case> {
    let workflow = ".github/workflows/bad.yml";
    vec![
        case("unparsable YAML", workflow, "on: push\njobs: [unclosed\n", "bad.yml"),
        case("duplicate key", workflow, UNPINNED_WORKFLOW.replace("name: ci", "name: a\nname: ci"), "name"),
        case("10 000-deep list", workflow, "[".repeat(10_000), "bad.yml"),
        case("YAML bomb", workflow, bomb(), "alias"),
        case("not UTF-8", workflow, b"on: push\nname: \xff\xfe\xfd\n".to_vec(), "UTF-8"),
        case("unparsable Python", "dags/bad.py", "from airflow import DAG\nwith DAG('x'\n", "dags/bad.py"),
        case(
            "10 000-deep Python",
            "dags/deep.py",
            format!("from airflow import DAG\nx = {}1{}\n", "[".repeat(10_000), "]".repeat(10_000)),
            "dags/deep.py",
        ),
        case(
            "200 000 operators in Python",
            "dags/wide.py",
            format!("from airflow import DAG\nx = 1{}\n", "+1".repeat(200_000)),
            "dags/wide.py",
        ),
    ]
}

/// Plans and snapshots.
fn evidence() -> Vec<Case> {
    let plan = "plan.json";
    let snapshot = ".forge/snapshot.json";
    vec![
        case(
            "truncated plan",
            plan,
            r#"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"addr"#,
            "plan.json",
        ),
        case(
            "plan of an unknown major version",
            plan,
            r#"{"format_version":"2.0","terraform_version":"9.9.9","resource_changes":[]}"#,
            "2.0",
        ),
        case(
            "plan with a duplicate key",
            plan,
            r#"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[],"resource_changes":[]}"#,
            "twice",
        ),
        case(".tf files without a plan", "infra/main.tf", "resource \"aws_s3_bucket\" \"b\" {}\n", "infra"),
        case(
            "snapshot that is half there",
            snapshot,
            r#"{"schema":"gate.snapshot/v1","forge":"github","answers":{"#,
            "snapshot.json",
        ),
        case(
            "snapshot of an unknown version",
            snapshot,
            r#"{"schema":"gate.snapshot/v9","forge":"github","host":"github.com","repository":"a/b","collected_at":"2026-11-01T00:00:00Z","answers":{}}"#,
            "gate.snapshot",
        ),
    ]
}

/// Policies of a user.
fn policies() -> Vec<Case> {
    let user = ".gate/policies/mine/policy.rego";
    vec![
        case(
            "a policy that loops",
            user,
            policy(
                "X1",
                "deny contains x if {\n\tsome a in numbers.range(1, 3000)\n\tsome b in numbers.range(1, 3000)\n\tsome c in numbers.range(1, 3000)\n\ta + b + c == 0\n\tx := {\"message\": \"x\", \"loc\": input._loc, \"path\": []}\n}",
            ),
            "X1",
        ),
        case(
            "a policy that recurses",
            user,
            policy("X1", "f(x) := f(x + 1)\n\ndeny contains x if {\n\tx := f(1)\n}"),
            "X1",
        ),
        case(
            "a policy that allocates",
            user,
            policy(
                "X1",
                "deny contains x if {\n\tcount(numbers.range(1, 2000000000)) == 0\n\tx := {\"message\": \"x\", \"loc\": input._loc, \"path\": []}\n}",
            ),
            "X1",
        ),
        case("a policy of the wrong shape", user, policy("X1", "deny contains x if {\n\tx := \"text\"\n}"), "X1"),
        case("a policy without deny", user, policy("X1", "denied contains x if {\n\tx := 1\n}"), "X1"),
        case("a policy that does not parse", user, policy("X1", "deny contains {{{"), "X1"),
    ]
}

#[test]
fn what_cannot_be_judged_never_passes_under_any_format() {
    println!(
        "{:34} {:>6} {:>6} {:>6} {:>9} {:>7}",
        "a clean workflow beside", "human", "json", "sarif", "markdown", "github"
    );
    let mut wrong = Vec::new();
    for case in cases() {
        let repo = Repo::clean().with(case.path, &case.bytes);
        let runs: Vec<_> = FORMATS.iter().map(|format| repo.gate(&["check", "-f", format])).collect();
        let codes: Vec<i32> = runs.iter().map(|run| run.code).collect();
        println!("{:34} {:>6} {:>6} {:>6} {:>9} {:>7}", case.name, codes[0], codes[1], codes[2], codes[3], codes[4]);
        for (format, run) in FORMATS.iter().zip(&runs) {
            if run.code != 3 {
                wrong.push(format!("{} as {format}: exit {}\n{}", case.name, run.code, run.text()));
            } else if !run.text().contains(case.says) {
                wrong.push(format!("{} as {format} does not say `{}`\n{}", case.name, case.says, run.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n---\n"));
}

#[test]
fn everything_else_is_judged_all_the_same() {
    for case in cases() {
        let repo = Repo::clean().with(".github/workflows/other.yml", UNPINNED_WORKFLOW).with(case.path, &case.bytes);
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, 3, "{}", case.name);
        assert!(run.stdout.contains("other.yml:11:15"), "{}: the finding is lost\n{}", case.name, run.text());
    }
}

#[test]
#[cfg(unix)]
fn a_name_that_is_not_utf8_is_named_and_blocks() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::clean();
    let folder = repo.path().join(".github/workflows");
    std::fs::write(folder.join(std::ffi::OsStr::from_bytes(b"caf\xe9.yml")), "on: push\n").unwrap();
    for format in FORMATS {
        let run = repo.gate(&["check", "-f", format]);
        assert_eq!(run.code, 3, "{format}\n{}", run.text());
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_where_a_workflow_should_be_blocks() {
    let repo = Repo::clean();
    let made = std::process::Command::new("mkfifo").arg(repo.path().join(".github/workflows/x.yml")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: mkfifo is not installed");
        return;
    }
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(run.stdout.contains("x.yml"), "{}", run.text());
}

#[test]
fn what_is_no_text_counts_only_where_a_reader_would_claim_it() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[]}"#;
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases: [(&str, Vec<u8>, i32); 9] = [
        ("tests/broken.json", b"\x80\x81\xfe\xff\x00\x01".to_vec(), 0),
        ("tests/names.json", b"{\"name\": \"caf\xe9\"}".to_vec(), 0),
        ("tests/latin.py", b"# caf\xe9\nx = 1\n".to_vec(), 0),
        ("tests/wide.json", wide("{\"a\": 1}"), 0),
        ("wide.json", wide(plan), 3),
        ("broken.json", [plan.as_bytes(), b"\xff"].concat(), 3),
        ("dags/latin.py", b"# caf\xe9\nfrom airflow import DAG\nwith DAG('d'):\n    pass\n".to_vec(), 3),
        (".github/workflows/x.yml", b"\xff\x00\xff".to_vec(), 3),
        // Only what was parsed is known to be no action.
        ("ci/action.yml", b"\xff\x00\xff".to_vec(), 3),
    ];
    for (path, bytes, code) in cases {
        let run = Repo::clean().with(path, bytes).gate(&["check"]);
        assert_eq!(run.code, code, "{path}: {}", run.text());
    }
}

#[test]
#[cfg(unix)]
fn a_link_to_nothing_counts_only_where_a_platform_would_follow_it() {
    for (path, code) in [("tests/a.py", 0), ("tests/a.json", 0), (".github/workflows/x.yml", 3)] {
        let repo = Repo::clean().with("tests/b", "").with(".github/workflows/b", "");
        std::os::unix::fs::symlink("gone", repo.path().join(path)).unwrap();
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, code, "{path}: {}", run.text());
    }
}
