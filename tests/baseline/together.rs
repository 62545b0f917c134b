//! Everything at once: whatever holds in a run, each finding is set aside by one word, and always by the same.

use std::collections::BTreeMap;

use super::support::{Repo, Run, UNPINNED_WORKFLOW, day};
use super::{BASELINE, INDEBTED, WORKFLOW, adopted, baseline, open};

const CONFIG: &str = ".gate/gate.yaml";
const OLD: &str = ".github/workflows/old.yml";
const NEW: &str = ".github/workflows/new.yml";

/// What holds in a run.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each of them holds or not, whatever the others do")]
struct Holds {
    changed: bool,
    waiver: bool,
    emergency: bool,
    later: bool,
}

fn waiver(id: &str, policy: &str, path: &str) -> String {
    format!(
        "- id: {id}\n  policy: {policy}\n  where: {path}\n  reason: x\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  expires: {}\n",
        day(9)
    )
}

fn emergency() -> String {
    let at = |hours| jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
    format!(
        "- id: EM-1\n  incident: INC-1\n  reason: payments are down\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  from: {}\n  until: {}\n",
        at(-1),
        at(24)
    )
}

/// The debts of day one, what came later, and a change that touches one of them and brings something.
fn repo(holds: Holds) -> (Repo, String) {
    let repo = adopted(&[(WORKFLOW, INDEBTED)]);
    repo.write(OLD, UNPINNED_WORKFLOW);
    if holds.waiver {
        let text = waiver("W-1", "CI001", OLD) + &waiver("W-2", "CI002", WORKFLOW);
        repo.write(".gate/waivers.yaml", text);
    }
    if holds.emergency {
        repo.write(".gate/emergency.yaml", emergency());
    }
    if holds.later {
        let from = day(30);
        let entry = format!("{{ from: {from}, decide: [CI002], reason: x, owner: \"@acme/a\" }}");
        repo.write(CONFIG, format!("policies:\n  schedule:\n    - {entry}\n"));
    }
    let base = repo.commit();
    repo.write(WORKFLOW, INDEBTED.replace("cache@v4", "cache@v5"));
    repo.write(NEW, UNPINNED_WORKFLOW);
    repo.commit();
    (repo, base)
}

/// The findings by policy and line, and what became of each.
fn became(run: &Run) -> BTreeMap<String, Vec<String>> {
    let report = run.json();
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in report["findings"].as_array().unwrap() {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let name = format!("{} {}:{}", text("policy"), text("path"), it["start"]["line"]);
        all.entry(name).or_default().push(it["disposition"]["state"].as_str().unwrap().to_owned());
    }
    all
}

/// What becomes of a finding: the first word that is said of it.
fn expected(name: &str, holds: Holds) -> &'static str {
    let is_touched = name == "CI001 .github/workflows/ci.yml:9";
    let is_in = |path: &str| name.contains(path);
    if holds.later && name.starts_with("CI002") {
        "upcoming"
    } else if holds.waiver && (is_in(OLD) || name.starts_with("CI002")) {
        "waived"
    } else if is_in(WORKFLOW) && !is_touched {
        "adopted"
    } else if holds.changed && is_in(OLD) {
        "before"
    } else if holds.emergency {
        "emergency"
    } else {
        "open"
    }
}

#[test]
fn each_finding_is_set_aside_by_the_first_word_that_is_said_of_it() {
    let names = |path: &str, lines: &[(&str, u32)]| -> Vec<String> {
        lines.iter().map(|(policy, line)| format!("{policy} {path}:{line}")).collect()
    };
    let indebted = [("CI001", 8), ("CI001", 9), ("CI002", 10), ("CI001", 14), ("CI001", 15), ("CI001", 16)];
    let all = [names(WORKFLOW, &indebted), names(OLD, &[("CI001", 11)]), names(NEW, &[("CI001", 11)])].concat();
    let bits = (0..16_u8).map(|bits| Holds {
        changed: bits & 1 > 0,
        waiver: bits & 2 > 0,
        emergency: bits & 4 > 0,
        later: bits & 8 > 0,
    });
    for holds in bits {
        let (repo, base) = repo(holds);
        let mut flags = vec!["check", "--base", &base, "-f", "json"];
        flags.extend(holds.changed.then_some("--changed"));
        let run = repo.gate(&flags);
        let mut became = became(&run);
        let about_entry: Vec<String> = became.keys().filter(|it| it.starts_with("BL002")).cloned().collect();
        assert_eq!(about_entry.len(), 1, "{holds:?}: the entry of what is touched matches nothing\n{}", run.text());
        let about_entry = became.remove(&about_entry[0]).unwrap();
        assert_eq!(about_entry, ["noted"], "{holds:?}");
        let expected: BTreeMap<String, Vec<String>> =
            all.iter().map(|name| (name.clone(), vec![expected(name, holds).to_owned()])).collect();
        assert_eq!(became, expected, "{holds:?}\n{}", run.text());
        let blocks = expected.values().flatten().any(|state| state == "open");
        assert_eq!(run.code, i32::from(blocks), "{holds:?}\n{}", run.text());
    }
}

#[test]
fn a_debt_past_its_day_is_said_whatever_a_change_is_compared_with() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    repo.write(BASELINE, baseline(&repo).replace(&day(49), &day(-1)));
    let base = repo.base();
    let line = 1 + baseline(&repo).lines().position(|line| line.starts_with("  - {")).unwrap();
    let about = format!("BL001 {BASELINE}:{line}");
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let mut found = open(&run);
    found.sort();
    assert_eq!((run.code, found), (1, vec![about.clone(), format!("CI001 {WORKFLOW}:11")]), "{}", run.text());
    // The finding was there before. That its day is past was not, and counts by the severity of what gate finds itself.
    for (fail_on, code) in [("high", 0), ("medium", 1)] {
        let run = repo.gate(&["check", "--base", &base, "--changed", "--fail-on", fail_on, "-f", "json"]);
        assert_eq!((run.code, open(&run)), (code, vec![about.clone()]), "{}", run.text());
    }
}

#[test]
fn what_a_merged_change_has_paid_is_pruned_by_the_next_one() {
    let repo = adopted(&[(WORKFLOW, INDEBTED), (OLD, UNPINNED_WORKFLOW)]);
    let base = repo.commit();
    repo.write(WORKFLOW, INDEBTED.replace("cache@v4", "cache@0123456789abcdef0123456789abcdef01234567"));
    repo.remove(OLD);
    let merged = repo.commit();
    for more in [&[][..], &["--changed"]] {
        let run = repo.gate(&[&["check", "--base", &base, "-f", "json"], more].concat());
        assert_eq!((run.code, open(&run)), (0, vec![]), "{}", run.text());
        let noted = became(&run).into_iter().filter(|(name, states)| name.starts_with("BL002") && states == &["noted"]);
        assert_eq!(noted.count(), 2, "{}", run.text());
    }
    let run = repo.gate(&["baseline", "prune"]);
    assert!(run.code == 0 && run.stdout.contains("2 removed") && run.stdout.contains("5 left"), "{}", run.text());
    repo.commit();
    for more in [&[][..], &["--changed"]] {
        let run = repo.gate(&[&["check", "--base", &merged, "-f", "json"], more].concat());
        assert_eq!((run.code, open(&run)), (0, vec![]), "{}", run.text());
    }
    // The base still has the entries; on the branch itself nothing is left to say.
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(became(&run).keys().all(|name| !name.starts_with("BL")), "{}", run.text());
    // What comes back is new, since no entry is left for it.
    let pruned = repo.commit();
    repo.write(OLD, UNPINNED_WORKFLOW);
    repo.commit();
    let run = repo.gate(&["check", "--base", &pruned, "--changed", "-f", "json"]);
    assert_eq!((run.code, open(&run)), (1, vec![format!("CI001 {OLD}:11")]), "{}", run.text());
}
