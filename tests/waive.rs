//! `gate waive` writes the waiver of what is named, of nothing else, and only where a person may waive it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a report that is not as it should be fails the test"
)]

mod support;

use serde_json::Value;
use support::{Repo, UNPINNED_WORKFLOW, day};

const WORKFLOW: &str = ".github/workflows/ci.yml";
const CALLED: &str = ".github/workflows/called.yml";
const WAIVERS: &str = ".gate/waivers.yaml";
const PEOPLE: [&str; 6] =
    ["--owner", "@acme/web", "--approver", "@acme/security", "--reason", "moves: in \"OPS-1\" #2"];

/// Two violations of one policy, two unknowns of another, and a file without a reader.
fn repo() -> Repo {
    let called = "name: called\non:\n  workflow_call:\n    inputs: { lint: { type: boolean, required: true } }\npermissions:\n  contents: read\njobs:\n  lint:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: trivy fs --exit-code 1 .\n        continue-on-error: ${{ inputs.lint }}\n";
    let two =
        format!("{}      - uses: actions/setup-node@v4\n", UNPINNED_WORKFLOW.trim_end_matches('\n').to_owned() + "\n");
    Repo::new().with(WORKFLOW, two).with(CALLED, called).with("Jenkinsfile", "node {}\n")
}

fn report(repo: &Repo) -> Value {
    repo.gate(&["check", "-f", "json"]).json()
}

/// The open findings, by answer.
fn open(report: &Value, answer: &str) -> Vec<Value> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.filter(|it| it["answer"] == answer && it["disposition"]["state"] == "open").cloned().collect()
}

fn waive(repo: &Repo, what: &str, more: &[&str]) -> support::Run {
    let arguments: Vec<&str> = ["waive", what].iter().chain(&PEOPLE).chain(more).copied().collect();
    repo.gate(&arguments)
}

fn file(repo: &Repo) -> String {
    std::fs::read_to_string(repo.path().join(WAIVERS)).unwrap_or_default()
}

#[test]
fn each_kind_of_thing_is_waived_by_its_name_and_nothing_else_is() {
    let repo = repo();
    let before = report(&repo);
    let (violations, unknowns) = (open(&before, "violation"), open(&before, "unknown"));
    assert!(violations.len() >= 2 && !unknowns.is_empty(), "{before:#}");
    let violation = violations[0]["fingerprint"].as_str().unwrap().to_owned();
    let unknown = unknowns[0]["acceptance"].as_str().unwrap();
    for (what, days) in [(violation.get(..8).unwrap(), None), (unknown, Some("7")), ("Jenkinsfile", Some("90"))] {
        let days: Vec<&str> = days.map(|days| vec!["--days", days]).unwrap_or_default();
        let run = waive(&repo, what, &days);
        assert_eq!(run.code, 0, "{what}: {}", run.text());
        assert!(run.stdout.contains("Commit it on its own"), "{}", run.stdout);
    }
    let after = report(&repo);
    let names = |findings: Vec<Value>| {
        findings.iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let left: Vec<String> = names(violations).into_iter().filter(|it| *it != violation).collect();
    assert_eq!(names(open(&after, "violation")), left);
    assert_eq!(open(&after, "unknown").len(), unknowns.len() - 1);
    assert_eq!(
        (after["unjudged"].as_array().unwrap().len(), &after["accepted"][0]["path"]),
        (0, &"Jenkinsfile".into())
    );
    let text = file(&repo);
    for line in [
        "  reason: \"moves: in \\\"OPS-1\\\" #2\"\n".to_owned(),
        format!("  finding: \"{violation}\"\n"),
        format!("  expires: {}\n", day(30)),
        format!("  expires: {}\n", day(7)),
        format!("  expires: {}\n", day(90)),
    ] {
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
}

#[test]
fn what_stands_there_stays_as_it_is() {
    let entry = format!(
        "- {{id: W-1, policy: CI004, where: gone.yml, reason: 'kept  as it is', owner: a, approver: b, expires: {}}}",
        day(20)
    );
    for before in [
        String::new(),
        "# nothing yet\n".to_owned(),
        "---\n# head\n".to_owned(),
        entry.clone(),
        format!("{entry}\n\n# tail\n"),
        format!("{entry}\r\n"),
        format!("\u{feff}{entry}\n"),
        format!("  {entry}\n"),
    ] {
        let repo = repo().with(WAIVERS, &before);
        let finding = open(&report(&repo), "violation")[0]["fingerprint"].as_str().unwrap().to_owned();
        let run = waive(&repo, &finding, &["-q"]);
        assert_eq!(run.code, 0, "{before:?}: {}", run.text());
        assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
        assert!(file(&repo).starts_with(&before), "{before:?}");
        let names: Vec<String> =
            open(&report(&repo), "violation").iter().map(|it| it["fingerprint"].to_string()).collect();
        assert!(!names.iter().any(|name| name.contains(&finding)), "{before:?}");
    }
    // A list that is closed, or a file that is no UTF-8, cannot be added to.
    let wide: Vec<u8> = "\u{feff}# x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for before in [b"[]\n".to_vec(), b"[ ]\n# x\n".to_vec(), b"# x\n...\n".to_vec(), wide] {
        let repo = repo().with(WAIVERS, &before);
        let finding = open(&report(&repo), "violation")[0]["fingerprint"].as_str().unwrap().to_owned();
        let run = waive(&repo, &finding, &[]);
        let after = std::fs::read(repo.path().join(WAIVERS)).unwrap();
        if run.code == 2 {
            assert_eq!(after, before);
            assert!(run.stdout.contains("- id: W-"), "the lines to add by hand: {}", run.text());
        } else {
            assert!(run.code == 0 && after.starts_with(&before), "{before:?}: {}", run.text());
        }
    }
}

#[test]
fn ids_are_unique() {
    let repo = repo();
    let violation = open(&report(&repo), "violation")[0]["fingerprint"].as_str().unwrap().to_owned();
    let id = format!("W-{}", violation.get(..8).unwrap());
    repo.write(
        WAIVERS,
        format!(
            "- id: {id}\n  policy: CI004\n  where: x\n  reason: why\n  owner: a\n  approver: b\n  expires: {}\n",
            day(9)
        ),
    );
    assert_eq!(waive(&repo, &violation, &[]).code, 0);
    assert!(file(&repo).contains(&format!("- id: {id}-2\n")), "{}", file(&repo));
}

#[test]
fn what_cannot_be_waived_is_refused_and_nothing_is_written() {
    let repo = repo();
    let violation = open(&report(&repo), "violation")[0]["fingerprint"].as_str().unwrap().to_owned();
    let people = |owner: &'static str, approver: &'static str, reason: &'static str| {
        ["--owner", owner, "--approver", approver, "--reason", reason]
    };
    let fine = people("@acme/web", "@acme/security", "why");
    for (what, arguments, message) in [
        (violation.get(..7).unwrap(), fine, "8 digits or more"),
        ("ffffffffff", fine, "there is no finding"),
        ("nowhere.yml", fine, "names no finding"),
        (WORKFLOW, fine, "names no finding"),
        ("", fine, "names no finding"),
        (&violation, people("@acme/web", "acme/Web", "why"), "read alike"),
        (&violation, people("@acme/web", "@acme/w\u{435}b", "why"), "read alike"),
        (&violation, people("@acme/web", "@your-team", "why"), "--approver says nothing"),
        (&violation, people("TBD", "@acme/security", "why"), "--owner says nothing"),
        (&violation, people("@acme/web", "@acme/security", " \u{200b}"), "--reason says nothing"),
    ] {
        let run = repo.gate(&[&["waive", what][..], &arguments].concat());
        assert!(run.code == 2 && run.stderr.contains(message), "{what} {arguments:?}: {}", run.text());
        assert_eq!(file(&repo), "", "{what} {arguments:?}");
    }
    for days in ["0", "91", "-1", "x"] {
        assert_eq!(waive(&repo, &violation, &["--days", days]).code, 2, "{days}");
    }
    assert_eq!(waive(&repo, &violation, &[]).code, 0);
    let run = waive(&repo, &violation, &[]);
    assert!(run.code == 2 && run.stderr.contains("waived already"), "{}", run.text());
    // What gate says of its own rules is mended and never waived.
    repo.write(WAIVERS, file(&repo).replace(&day(30), "2026-01-01"));
    let about = open(&report(&repo), "violation").into_iter().find(|it| it["policy"] == "WV001").unwrap();
    let run = waive(&repo, about["fingerprint"].as_str().unwrap(), &[]);
    assert!(run.code == 2 && run.stderr.contains("never waived"), "{}", run.text());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let elsewhere = tempfile::tempdir().unwrap();
    let repo = repo();
    let violation = open(&report(&repo), "violation")[0]["fingerprint"].as_str().unwrap().to_owned();
    std::os::unix::fs::symlink(elsewhere.path(), repo.path().join(".gate")).unwrap();
    assert_eq!(waive(&repo, &violation, &[]).code, 2);
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}
