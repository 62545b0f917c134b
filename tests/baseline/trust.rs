//! The baseline of the base holds, and a change may only take entries out of it.

use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};
use super::{BASELINE, INDEBTED, WORKFLOW, adopt, adopted, baseline, open};

/// What is open when the file of the base is replaced by a change; nothing removes it.
fn change(repo: &Repo, base: &str, path: &str, text: Option<&str>) -> Vec<String> {
    match text {
        Some(text) => repo.write(path, text),
        None => repo.remove(path),
    }
    repo.commit();
    let run = repo.gate(&["check", "--base", base, "-f", "json"]);
    open(&run)
}

fn without(text: &str, needle: &str) -> String {
    text.lines().filter(|line| !line.contains(needle)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_change_that_takes_entries_out_is_no_finding_and_any_other_is() {
    let repo = adopted(&[(WORKFLOW, INDEBTED)]);
    let text = baseline(&repo);
    let base = repo.commit();
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  - {")).collect();
    let first = lines[0];
    let swapped = text.replace(lines[0], "\u{1}").replace(lines[1], lines[0]).replace('\u{1}', lines[1]);
    let cases: Vec<(&str, Option<String>, bool)> = vec![
        ("one less", Some(without(&text, "actions/cache")), false),
        (
            "one of two equal ones",
            Some(text.replacen(
                &format!("{}\n", text.lines().find(|line| line.contains("acme/twice")).unwrap()),
                "",
                1,
            )),
            false,
        ),
        ("none left", Some(without(&text, "  - {")), false),
        ("no file", None, false),
        ("one less in another order", Some(without(&swapped, "issue.title")), false),
        ("one more", Some(format!("{text}{first}\n")), true),
        ("one replaced", Some(text.replace("policy: CI002", "policy: CI003")), true),
        ("one less and one day later", Some(without(&text, "actions/cache").replace(&day(84), &day(85))), true),
        (
            "one less and another owner",
            Some(without(&text, "actions/cache").replacen("@acme/platform", "@acme/other", 1)),
            true,
        ),
        (
            "one less and another approver",
            Some(without(&text, "actions/cache").replace("@acme/security", "@acme/other")),
            true,
        ),
        (
            "one less and another reason",
            Some(without(&text, "actions/cache").replace("there before gate", "whatever")),
            true,
        ),
        ("comments", Some(text.replace("for people", "for anybody")), true),
        ("what cannot be read", Some(without(&text, "actions/cache").replace("version", "versoin")), true),
    ];
    for (name, text, found) in cases {
        let open = change(&repo, &base, BASELINE, text.as_deref());
        assert_eq!(open.iter().any(|line| line.starts_with("META003")), found, "{name}: {open:?}");
        assert_eq!(open.len(), usize::from(found), "{name}: the baseline of the base holds: {open:?}");
    }
}

#[test]
fn a_change_that_takes_waivers_out_is_no_finding_and_any_other_is() {
    let waiver = |id: &str, owner: &str| {
        format!(
            "- id: {id}\n  policy: CI001\n  where: {WORKFLOW}\n  reason: vendor\n  owner: {owner}\n  approver: b\n  expires: {}\n",
            day(30)
        )
    };
    let (one, two) = (waiver("W-1", "a"), waiver("W-2", "a"));
    let path = ".gate/waivers.yaml";
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(path, format!("{one}{two}"));
    let base = repo.commit();
    let cases = [
        (Some(one.clone()), false),
        (Some(two.clone()), false),
        (Some(String::new()), false),
        (None, false),
        (Some(waiver("W-1", "c")), true),
        (Some(waiver("W-3", "a")), true),
        (Some(format!("{two}{one}")), true),
        (Some(format!("{one}{two}{}", waiver("W-3", "a"))), true),
    ];
    for (text, found) in cases {
        let open = change(&repo, &base, path, text.as_deref());
        assert_eq!(open.iter().any(|line| line.starts_with("META003")), found, "{text:?}: {open:?}");
    }
}

#[test]
fn a_branch_that_is_behind_may_take_entries_out_too() {
    let repo = adopted(&[(WORKFLOW, INDEBTED)]);
    let text = baseline(&repo);
    let fork = repo.commit();
    repo.write(BASELINE, without(&text, "actions/checkout"));
    repo.write(
        WORKFLOW,
        INDEBTED.replace("actions/checkout@v4", "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8"),
    );
    let tip = repo.commit_on(&[&fork]);
    repo.write(
        WORKFLOW,
        INDEBTED.replace("actions/cache@v4", "actions/cache@08c6903cd8c0fde910a37f88322edcfb5dd907a8"),
    );
    repo.write(BASELINE, without(&text, "actions/cache"));
    let branch = repo.commit_on(&[&fork]);
    repo.checkout(&branch);
    let run = repo.gate(&["check", "--base", &tip, "-f", "json"]);
    assert!(!open(&run).iter().any(|line| line.starts_with("META003")), "{:?}", open(&run));
}

#[test]
fn a_change_cannot_take_on_its_own_debts() {
    let repo = Repo::clean();
    let base = repo.commit();
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    assert_eq!(adopt(&repo).code, 0);
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let found = open(&run);
    assert_eq!(run.code, 1);
    assert!(
        found.iter().any(|line| line.starts_with("CI001")) && found.iter().any(|line| line.starts_with("META003")),
        "{found:?}"
    );
}

#[test]
fn a_debt_that_a_change_pays_is_a_note_with_a_base_and_blocks_without() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let base = repo.commit();
    repo.write(WORKFLOW, CLEAN_WORKFLOW);
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    assert_eq!((run.code, open(&run)), (0, vec![]), "{}", run.text());
    let report = run.json();
    let note = report["findings"].as_array().unwrap().iter().find(|it| it["policy"] == "BL002").unwrap();
    assert_eq!(note["disposition"]["state"], "noted", "{note}");
    let run = repo.gate(&["check", "-f", "json"]);
    assert!(run.code == 1 && open(&run)[0].starts_with("BL002"), "{}", run.text());
    // A part of the repository says nothing about the rest.
    repo.write("dags/readme.txt", "x");
    assert!(!repo.gate(&["check", WORKFLOW]).stdout.contains("BL002"));
}

#[test]
fn a_waiver_beside_an_entry_leaves_the_entry_matched() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    repo.write(".gate/waivers.yaml", format!("- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: vendor\n  owner: a\n  approver: b\n  expires: {}\n", day(30)));
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!((run.code, open(&run)), (0, vec![]), "{}", run.text());
    assert!(repo.gate(&["baseline", "prune"]).stdout.contains("nothing to prune"));
}

#[test]
fn an_entry_about_a_file_that_the_base_does_not_hold_covers_nothing() {
    let new = ".github/workflows/new.yml";
    let repo = adopted(&[(WORKFLOW, CLEAN_WORKFLOW), (new, UNPINNED_WORKFLOW), ("Jenkinsfile", "node {}\n")]);
    repo.remove(new);
    repo.remove("Jenkinsfile");
    let base = repo.commit();
    repo.write(new, UNPINNED_WORKFLOW);
    repo.write("Jenkinsfile", "node {}\n");
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    assert_eq!((run.code, open(&run)), (3, vec![format!("CI001 {new}:11"), "unread Jenkinsfile".to_owned()]));
}
