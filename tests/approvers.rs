//! Nobody approves an exception that they have written themselves: the history of the file says who did.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a report that is not as it should be fails the test"
)]

mod support;

use std::process::Command;

use support::{Repo, UNPINNED_WORKFLOW, day};

const WORKFLOW: &str = ".github/workflows/ci.yml";
const WAIVERS: &str = ".gate/waivers.yaml";
const EMERGENCY: &str = ".gate/emergency.yaml";

const JANE: (&str, &str) = ("Jane Doe", "jane@acme.test");
const BOB: (&str, &str) = ("Bob", "123+bob@users.noreply.github.com");
const ANN: (&str, &str) = ("Ann", "ann@acme.test");

fn waiver(approver: &str) -> String {
    format!(
        "- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: vendor signs its tags\n  owner: \"@acme/platform\"\n  approver: \"{approver}\"\n  expires: {}\n",
        day(30)
    )
}

/// A repository with findings that a waiver can cover.
fn repo() -> Repo {
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW);
    repo.commit();
    repo
}

/// The policies that are open in a run against the commit that is checked out, with an empty change on top.
fn open(repo: &Repo) -> (i32, Vec<String>, String) {
    let base = repo.commit();
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let report = run.json();
    let findings = report["findings"].as_array().unwrap().iter();
    let open =
        findings.filter(|it| it["disposition"]["state"] == "open").map(|it| it["policy"].as_str().unwrap().to_owned());
    (run.code, open.collect(), report["notices"].to_string())
}

fn is_self_approved(repo: &Repo) -> bool {
    let (code, open, notices) = open(repo);
    assert!(!notices.contains("nobody can see"), "{notices}");
    let found = open.iter().any(|policy| policy == "WV006");
    assert_eq!(
        (code, open.iter().any(|policy| policy == "CI001")),
        if found { (1, true) } else { (0, false) },
        "{open:?}"
    );
    found
}

#[test]
fn the_author_is_known_by_name_address_login_and_trailer() {
    for (approver, author, message, expected) in [
        ("@acme/security", JANE, "x", false),
        ("@bob", JANE, "x", false),
        ("Jane Doe", JANE, "x", true),
        ("@jane", JANE, "x", true),
        ("@JANE-doe", JANE, "x", true),
        ("jane@acme.test", JANE, "x", true),
        ("@j\u{430}ne", JANE, "x", true),
        ("@bob", BOB, "x", true),
        ("@bob", ("Robert", "r@acme.test"), "x\n\nCo-authored-by: Robert <7+bob@users.noreply.github.com>\n", true),
        ("@bob", JANE, "x\n\nco-authored-BY: Bob\n", true),
        ("@bob", JANE, "x\n\nReviewed-by: Bob <bob@acme.test>\nSigned-off-by: Bob <bob@acme.test>\n", false),
    ] {
        let repo = repo().with(WAIVERS, waiver(approver));
        repo.commit_as(author, message);
        assert_eq!(is_self_approved(&repo), expected, "{approver} {author:?} {message}");
    }
}

#[test]
fn who_changes_what_an_entry_grants_has_written_it() {
    let first = waiver("@jane").replace(&day(30), &day(10));
    for (name, to, expected) in [
        ("the same entry", first.clone(), false),
        ("another end", waiver("@jane"), true),
        ("another policy", first.replace("CI001", "CI004"), true),
        ("one finding of many", first.replace("  reason", "  finding: 0123456789abcdef\n  reason"), true),
        ("another id", first.replace("W-1", "W-2"), true),
        ("another reason and owner", first.replace("vendor signs", "supplier signs").replace("platform", "web"), false),
        (
            "another way to write it",
            format!("# approved in OPS-1\n\n{}", first.replace("policy: CI001", "'policy': \"unpinned-action\"")),
            false,
        ),
        (
            "an entry before it",
            format!("{}{first}", waiver("@acme/x").replace("W-1", "W-0").replace(WORKFLOW, "x.yml")),
            false,
        ),
    ] {
        let repo = repo().with(WAIVERS, &first);
        repo.commit_as(ANN, "add it");
        repo.write(WAIVERS, &to);
        repo.commit_as(JANE, "edit it");
        let (_, open, _) = open(&repo);
        assert_eq!(open.iter().any(|policy| policy == "WV006"), expected, "{name}: {open:?}");
    }
}

#[test]
fn an_entry_that_went_and_came_back_is_of_who_brought_it_back() {
    for (last, expected) in [(ANN, false), (JANE, true)] {
        let repo = repo().with(WAIVERS, waiver("@jane"));
        repo.commit_as(if last == ANN { JANE } else { ANN }, "add it");
        repo.write(WAIVERS, "[]\n");
        repo.commit_as(BOB, "remove it");
        repo.write(WAIVERS, waiver("@jane"));
        repo.commit_as(last, "add it again");
        repo.write("notes.txt", "x");
        repo.commit_as(JANE, "something else");
        assert_eq!(is_self_approved(&repo), expected, "{last:?}");
    }
}

#[test]
fn a_file_that_nobody_can_read_hides_no_author() {
    let repo = repo().with(WAIVERS, waiver("@jane"));
    repo.commit_as(JANE, "add it");
    repo.write(WAIVERS, "- id: [\n");
    repo.commit_as(ANN, "break it");
    repo.write(WAIVERS, waiver("@jane"));
    repo.commit_as(ANN, "mend it");
    assert!(is_self_approved(&repo));
    let repo = self::repo().with(WAIVERS, "- id: [\n");
    repo.commit_as(ANN, "break it");
    repo.write(WAIVERS, waiver("@jane"));
    repo.commit_as(JANE, "mend it, and add an entry");
    assert!(is_self_approved(&repo));
}

#[test]
fn a_merge_is_not_its_author_and_a_branch_has_one() {
    for (author, expected) in [(ANN, false), (JANE, true)] {
        let repo = repo();
        let main = repo.commit();
        repo.write(WAIVERS, waiver("@jane"));
        let side = repo.commit_as(author, "add it");
        repo.checkout(&main);
        repo.write("notes.txt", "x");
        let main = repo.commit();
        repo.write(WAIVERS, waiver("@jane"));
        // The merge is made by the approver, who has written nothing of it.
        let merge = repo.commit_on(&[&main, &side]);
        repo.checkout(&merge);
        repo.commit_as(JANE, "something else");
        assert_eq!(is_self_approved(&repo), expected, "{author:?}");
    }
}

#[test]
fn what_is_not_committed_was_added_by_nobody() {
    let repo = repo().with(WAIVERS, waiver("@jane"));
    assert_eq!(repo.gate(&["check"]).code, 0, "{}", repo.gate(&["check"]).text());
    repo.commit_as(JANE, "add it");
    let run = repo.gate(&["check"]);
    assert!(run.code == 1 && run.stdout.contains("WV006"), "{}", run.text());
    let folder = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(WAIVERS, waiver("@jane"));
    assert_eq!(folder.gate(&["check"]).code, 0, "without a repository nothing is known");
}

#[test]
fn a_clone_that_ends_before_says_so() {
    let git = |arguments: &[&str]| {
        let ran = Command::new("git").args(arguments).env_clear().env("PATH", std::env::var("PATH").unwrap()).output();
        ran.is_ok_and(|ran| ran.status.success())
    };
    let repo = repo().with(WAIVERS, waiver("@jane"));
    repo.commit_as(JANE, "add it");
    repo.write("notes.txt", "x");
    repo.commit();
    let clone = tempfile::tempdir().unwrap();
    let (from, to) = (format!("file://{}", repo.path().display()), clone.path().join("clone"));
    if !git(&["clone", "-q", "--depth", "1", &from, to.to_str().unwrap()]) {
        println!("skipped: git cannot clone here");
        return;
    }
    let run = support::run(&to, &["check", "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    let notices = run.json()["notices"].to_string();
    assert!(notices.contains("nobody can see who added waiver W-1"), "{notices}");
}

#[test]
fn an_emergency_is_not_approved_by_who_wrote_it() {
    let time = |hours: i64| jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
    let entry = format!(
        "- id: EM-1\n  incident: INC-1\n  reason: payments are down\n  owner: \"@acme/pay\"\n  approver: \"@jane\"\n  from: {}\n  until: {}\n",
        time(-1),
        time(24)
    );
    for (author, code) in [(ANN, 0), (JANE, 1)] {
        let repo = repo().with(EMERGENCY, &entry);
        repo.commit_as(author, "add it");
        let (found, open, _) = open(&repo);
        assert_eq!((found, open.contains(&"EM003".to_owned())), (code, code == 1), "{author:?} {open:?}");
    }
}

#[test]
fn a_file_that_the_commit_holds_broken_hides_no_author_in_silence() {
    let repo = repo();
    repo.write(WAIVERS, "- id: [\n");
    repo.commit();
    repo.write(WAIVERS, waiver("@acme/security"));
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.json()["notices"].to_string().contains("nobody can see who added waiver W-1"), "{}", run.text());
}
