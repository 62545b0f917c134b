//! Break-glass: loud, short, approved by somebody else, and never for what would break the gate itself.

#![expect(clippy::unwrap_used, reason = "a report that is not as it should be fails the test")]

mod support;

use jiff::{SignedDuration, Timestamp};
use support::{FORMATS, Repo, UNPINNED_WORKFLOW};

const WORKFLOW: &str = ".github/workflows/ci.yml";
const EMERGENCY: &str = ".gate/emergency.yaml";

fn hours(number: i64) -> String {
    Timestamp::now().checked_add(SignedDuration::from_hours(number)).unwrap().to_string()
}

fn entry(from: &str, until: &str) -> String {
    format!(
        "- id: EM-1\n  incident: INC-2041\n  reason: payments are down\n  owner: \"@acme/pay\"\n  approver: \"@acme/on-call\"\n  from: {from}\n  until: {until}\n"
    )
}

fn holding() -> String {
    entry(&hours(-1), &hours(24))
}

fn repo() -> Repo {
    Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with("Jenkinsfile", "node {}\n")
}

#[test]
fn an_emergency_lets_a_change_pass_and_every_report_says_so() {
    let repo = repo().with(EMERGENCY, holding());
    let base = repo.base();
    for format in FORMATS {
        let run = repo.gate(&["check", "--base", &base, "-f", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.text());
        for word in ["EM-1", "INC-2041", "@acme/on-call", "payments are down"] {
            assert!(run.stdout.contains(word), "{format} does not say {word}: {}", run.stdout);
        }
    }
    let quiet = repo.gate(&["check", "--base", &base, "-q", "--color", "always"]);
    assert!(quiet.stdout.contains("gate: PASS IN EMERGENCY INC-2041 until "), "{}", quiet.stdout);
    assert!(quiet.stdout.contains("\u{1b}[1;91m") && !quiet.stdout.contains("\u{1b}[32m"), "{:?}", quiet.stdout);
    let first = |format: &str| repo.gate(&["check", "--base", &base, "-f", format]).stdout;
    assert!(first("human").starts_with("IN EMERGENCY EM-1 covers 2 things"), "{}", first("human"));
    assert!(first("github").starts_with("::warning title=in emergency::EM-1"), "{}", first("github"));
    assert!(first("markdown").lines().nth(2).is_some_and(|line| line == "> [!CAUTION]"), "{}", first("markdown"));
    let report = repo.gate(&["check", "--base", &base, "-f", "json"]).json();
    assert_eq!(report["emergencies"][0]["covers"], 2);
    assert_eq!(report["findings"][0]["disposition"]["state"], "emergency");
    assert_eq!(report["set_aside"][0]["path"], "Jenkinsfile");
    assert!(report["provenance"]["rules"][EMERGENCY].is_string(), "{report:#}");
    assert!(report["judged_at"].is_string(), "{report:#}");
}

#[test]
fn it_is_said_even_where_it_covers_nothing() {
    let repo = Repo::clean().with(EMERGENCY, holding());
    let run = repo.gate(&["check"]);
    assert!(run.code == 0 && run.stdout.contains("covers nothing of this run"), "{}", run.text());
    assert!(run.stdout.contains("PASS IN EMERGENCY INC-2041"), "{}", run.stdout);
}

#[test]
fn what_does_not_hold_covers_nothing() {
    for (from, until, code, word) in [
        (hours(-70), hours(1), 0, "IN EMERGENCY"),
        (hours(-24), hours(-1), 3, "EM001"),
        (hours(-1), hours(72), 3, "EM002"),
        (hours(1), hours(24), 3, "begins at"),
        (hours(-1), hours(-2), 2, "`until` is not after `from`"),
    ] {
        let run = repo().with(EMERGENCY, entry(&from, &until)).gate(&["check"]);
        assert!(run.code == code && run.text().contains(word), "{from} {until}: {}", run.text());
        assert_eq!(run.stdout.contains("IN EMERGENCY"), code == 0, "{from} {until}: {}", run.text());
    }
    let own = holding().replace("@acme/on-call", "ACME/p\u{430}y");
    let run = repo().with(EMERGENCY, own).gate(&["check"]);
    assert!(run.code == 3 && run.stdout.contains("EM003"), "{}", run.text());
}

#[test]
fn a_change_does_not_break_its_own_glass() {
    let repo = repo();
    let base = repo.commit();
    repo.write(EMERGENCY, holding());
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let report = run.json();
    assert_eq!((run.code, report["emergencies"].as_array().unwrap().len()), (3, 0), "{}", run.text());
    assert!(report["findings"].as_array().unwrap().iter().any(|it| it["policy"] == "META003"), "{report:#}");
}

#[test]
fn neither_the_rules_nor_a_credential_nor_a_missing_input_is_an_emergency() {
    let leak = UNPINNED_WORKFLOW.replace("permissions:", "env:\n  PGPASSWORD: harbour-Swift-52\npermissions:");
    let states = |report: &serde_json::Value, policy: &str| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap().iter().filter(|it| it["policy"] == policy);
        findings.map(|it| it["disposition"]["state"].as_str().unwrap().to_owned()).collect()
    };
    let repo = Repo::new().with(WORKFLOW, leak).with(EMERGENCY, holding());
    let report = repo.gate(&["check", "-f", "json"]).json();
    let held = states(&report, "CI008");
    assert!(!held.is_empty() && held.iter().all(|state| state == "open"), "{report:#}");
    assert_eq!((states(&report, "CI001").pop().unwrap(), &report["exit_code"]), ("emergency".to_owned(), &1.into()));

    let repo = self::repo().with(EMERGENCY, holding());
    let base = repo.commit();
    repo.write(".gate/gate.yaml", "mode: observe\n");
    repo.commit();
    let report = repo.gate(&["check", "--base", &base, "-f", "json"]).json();
    assert_eq!((states(&report, "META001"), &report["exit_code"]), (vec!["open".to_owned()], &1.into()), "{report:#}");

    let repo = self::repo()
        .with(EMERGENCY, holding())
        .with(".gate/gate.yaml", "inputs: { forge: { required: true, repository: acme/pay } }\n");
    let run = repo.gate(&["check"]);
    assert!(run.code == 3 && run.stdout.contains("requires an input of kind `forge`"), "{}", run.text());
}

#[test]
fn places_and_policies_narrow_it() {
    for (more, code) in [
        ("", 0),
        ("  where: [.github, Jenkinsfile]\n", 0),
        ("  where: .github/workflows/\n", 3),
        ("  where: Jenkinsfile\n", 1),
        ("  where: Jenkins\n", 3),
        ("  policies: [CI001]\n", 3),
        ("  policies: [unpinned-action]\n  where: [.github]\n", 3),
    ] {
        let run = repo().with(EMERGENCY, holding() + more).gate(&["check"]);
        assert_eq!(run.code, code, "{more}: {}", run.text());
    }
}

#[test]
fn a_careless_or_malicious_entry_is_refused_at_its_place() {
    let fine = entry("2026-11-28T06:00:00Z", "2026-11-29T06:00:00Z");
    for (from, to, place) in [
        ("2026-11-29T06:00:00Z", "2026-11-29T06:00:00", "7:10"),
        ("2026-11-29T06:00:00Z", "2026-11-29T06:00:00+25:00", "7:10"),
        ("2026-11-29T06:00:00Z", "2026-11-28T24:00:00Z", "7:10"),
        ("2026-11-28T06:00:00Z", "2027-02-29T06:00:00Z", "6:9"),
        ("2026-11-28T06:00:00Z", "-2026-11-28T06:00:00Z", "6:9"),
        ("2026-11-28T06:00:00Z", "\u{662}\u{660}26-11-28T06:00:00Z", "6:9"),
        ("INC-2041", "I\u{41d}C-2041", "2:13"),
        ("payments are down", "' '", "3:11"),
        ("payments are down", "*reason", "3:11"),
        ("  owner", "  where: '**'\n  owner", "4:10"),
        ("  owner", "  where: ../other\n  owner", "4:10"),
        ("  owner", "  policies: [META003]\n  owner", "4:14"),
        ("  owner", "  <<: { where: x }\n  owner", "4:3"),
        ("  owner", "  hours: 900\n  owner", "4:3"),
        ("- id: EM-1", "emergencies:\n- id: EM-1", "1:1"),
    ] {
        let run = repo().with(EMERGENCY, fine.replacen(from, to, 1)).gate(&["check"]);
        let at = format!("{EMERGENCY}:{place}");
        assert!(run.code == 2 && run.stderr.contains(&at), "{to}: {at}: {}", run.text());
    }
    let again = format!("{fine}{}", fine.replace("EM-1", "EM-2").replace("INC-2041", "inc-2O41"));
    let run = repo().with(EMERGENCY, again).gate(&["check"]);
    assert!(run.code == 2 && run.stderr.contains(&format!("{EMERGENCY}:9:13")), "{}", run.text());
    assert!(run.stderr.contains("not prolonged"), "{}", run.text());
}

#[test]
fn a_hostile_reason_acts_on_no_report() {
    let hostile = "\"::error::x ##[error]y `z` <img src=x> | \\u202e \\n::error::w\"";
    let repo = repo().with(EMERGENCY, holding().replace("payments are down", hostile));
    for format in FORMATS {
        let run = repo.gate(&["check", "-f", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.text());
        assert!(!run.stdout.contains("##[") && !run.stdout.contains('\u{202e}'), "{format}: {}", run.stdout);
        let commands = run.stdout.lines().filter(|line| line.trim_start().starts_with("::error"));
        assert_eq!(commands.count(), 0, "{format}: {}", run.stdout);
    }
}
