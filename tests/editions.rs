//! The editions of the rules, and what begins on a day of its own: what was released stays, what is newer is only shown, and
//! nobody gets out of what decides today by a date.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this test compares and rewrites a file of the project"
)]

mod support;

use gate::policy::{Edition, EditionName, bundled, editions};
use sha2::{Digest, Sha256};
use support::{CLEAN_WORKFLOW, FORMATS, Repo, Run, UNPINNED_WORKFLOW, day};

/// The editions that were released and the SHA-256 of their files. A line is added with a release and never changed.
const RELEASED: &[(&str, &str)] = &[("2026-11", "d99a8f01a69cc1e9db654ce76fb9d198798a506a6a4c88ae4c4f8a8b05abc1bf")];

fn path(name: &EditionName) -> String {
    format!("{}/policies/editions/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_was_released_never_changes() {
    let known: Vec<EditionName> = editions().unwrap().into_iter().map(|edition| edition.name).collect();
    for (name, digest) in RELEASED {
        let name = EditionName::new(name).unwrap();
        assert!(known.contains(&name), "edition {name} is gone, and configurations name it");
        let text = std::fs::read(path(&name)).unwrap();
        let found: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, *digest, "edition {name} was released: put its file back, and add a newer one");
    }
}

#[test]
fn the_newest_edition_is_what_the_policies_are_now() {
    let newest = editions().unwrap().pop().unwrap();
    let name = &newest.name;
    let released = RELEASED.iter().any(|(released, _)| *released == name.as_str());
    let now = Edition::of(name.clone(), &bundled().unwrap());
    let text = serde_json::to_string_pretty(&now.policies).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok() && !released {
        std::fs::write(path(name), &text).unwrap();
    }
    if std::fs::read_to_string(path(name)).unwrap() == text {
        return;
    }
    assert!(
        !released,
        "a policy, a severity or a default differs from edition {name}, which was released: write `{{}}` into \
         policies/editions/<year>-<month>.json, then run UPDATE=1 cargo test --locked --test editions"
    );
    panic!("policies/editions/{name}.json is not up to date; run UPDATE=1 cargo test --locked --test editions");
}

const WORKFLOW: &str = ".github/workflows/ci.yml";
const CONFIG: &str = ".gate/gate.yaml";

/// A repository with one violation of CI001 and this configuration.
fn unpinned(config: &str) -> Repo {
    Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(CONFIG, config)
}

/// A configuration with these entries of a schedule, a line for each from the third on.
fn scheduled(entries: &[String]) -> String {
    let lines: Vec<String> = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    format!("policies:\n  schedule:\n{}", lines.concat())
}

fn decide(policy: &str, from: &str) -> String {
    format!("{{ from: {from}, decide: [{policy}], reason: many to mend, owner: \"@acme/security\" }}")
}

/// What became of the findings of a policy, by `state` and `from`.
fn became(run: &Run, policy: &str) -> Vec<String> {
    let report = run.json();
    let of = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == policy);
    let said = |finding: &serde_json::Value| {
        let disposition = &finding["disposition"];
        format!("{} {}", disposition["state"].as_str().unwrap(), disposition["from"].as_str().unwrap_or("-"))
    };
    of.map(said).collect()
}

#[test]
fn nothing_that_decides_today_is_switched_off_by_a_wrong_word() {
    let in_a_year = day(367);
    let soon = day(30);
    let with = |key: &str| scheduled(&[format!("{{ from: {soon}, {key} }}")]);
    let cases: Vec<(String, &str)> = vec![
        ("edition: 2026-10\n".into(), "gate.yaml:1:10 & there is no edition 2026-10; the first is 2026-11"),
        ("edition: 2025-01\n".into(), "gate.yaml:1:10"),
        ("edition: 2099-12\n".into(), "this gate knows no edition 2099-12"),
        ("edition: 2026-11-01\n".into(), "is no edition"),
        ("edition: none\n".into(), "is no edition"),
        ("edition: 2026\n".into(), "is no edition"),
        ("edition: ''\n".into(), "is no edition"),
        ("edition: 2026\u{2011}11\n".into(), "is no edition"),
        ("edition: { until: 2026-11 }\n".into(), "gate.yaml:1:"),
        ("edition: 2026-11\nedition: 2026-11\n".into(), "gate.yaml:2:1 & `edition` stands here a second time"),
        (scheduled(&[decide("CI001", &in_a_year)]), "gate.yaml:3:13"),
        (scheduled(&[decide("CI001", "9999-12-31")]), "days ahead; at most 366"),
        (scheduled(&[decide("CI001", "2026-02-30")]), "gate.yaml:3:13 & `2026-02-30` is no day"),
        (scheduled(&[decide("CI001", "20270115")]), "`20270115` is no day"),
        (scheduled(&[decide("CI001", "2027-1-5")]), "`2027-1-5` is no day"),
        (scheduled(&[decide("CI001", &format!("{soon}T00:00:00Z"))]), "is no day"),
        (scheduled(&[decide("CI001", "never")]), "`never` is no day"),
        (scheduled(&[decide("\u{421}I001", &soon)]), "did you mean `CI001`?"),
        (scheduled(&[decide("\"CI001\\u200b\"", &soon)]), "there is no policy"),
        (scheduled(&[decide("META001", &soon)]), "`META001` is a policy of gate about its own rules"),
        (scheduled(&[decide("expired-waiver", &soon)]), "`expired-waiver` is a policy of gate about its own rules"),
        (scheduled(&[decide("CI001, CI001", &soon)]), "is set twice"),
        (scheduled(&[decide("CI001", &soon), decide("unpinned-action", &soon)]), "gate.yaml:4:34"),
        (with("decide: [CI001]"), "`decide` without a reason"),
        (with("decide: [CI001], reason: r"), "`decide` without an owner"),
        (with("decide: [CI001], reason: '-', owner: o"), "`reason` says nothing"),
        (with("decide: [CI001], reason: r, owner: \"\\u200b\""), "`owner` says nothing"),
        (with("decide: [], reason: r, owner: o"), "`decide` is empty"),
        (with("severity: {}"), "`severity` is empty"),
        (with("severity: { CI001: none }"), "unknown value `none`"),
        (with("severity: { CI001: low, CI001: high }"), "`CI001` stands here a second time"),
        (with("parameters: { CI001: { trusted_owners: actions } }"), "must be a list, not a text"),
        (with("parameters: { CI001: { owners: [actions] } }"), "has no parameter `owners`"),
        (with("disable: [CI001]"), "unknown key `disable`"),
        (scheduled(&[format!("{{ from: {soon} }}")]), "nothing begins on"),
        (scheduled(&["{ decide: [CI001], reason: r, owner: o }".into()]), "missing field `from`"),
        (scheduled(&["CI001".into()]), "gate.yaml:3:5"),
        ("policies: { schedule: { CI001: 2027-01-15 } }\n".into(), "gate.yaml:1:"),
    ];
    for (config, expected) in &cases {
        let run = unpinned(config).gate(&["check"]);
        assert_eq!(run.code, 2, "{config}\n{}", run.text());
        for part in expected.split(" & ") {
            assert!(run.stderr.contains(part), "{config}: no {part:?} in\n{}", run.stderr);
        }
    }
    println!("{} wrong configurations, 0 of them accepted", cases.len());
}

#[test]
fn a_day_decides_when_it_has_come_and_not_before() {
    let (past, yesterday, today, tomorrow, later) = (day(-400), day(-1), day(0), day(1), day(366));
    let severity = |from: &str, word: &str| format!("{{ from: {from}, severity: {{ unpinned-action: {word} }} }}");
    let trusted = |from: &str| format!("{{ from: {from}, parameters: {{ CI001: {{ trusted_owners: [actions] }} }} }}");
    let open = || vec!["open -".to_owned()];
    let from = |day: &str| vec![format!("upcoming {day}")];
    let cases = [
        (vec![decide("CI001", &tomorrow)], 0, from(&tomorrow)),
        (vec![decide("unpinned-action", &later)], 0, from(&later)),
        (vec![decide("CI001", &today)], 1, open()),
        (vec![decide("CI001", &past)], 1, open()),
        (vec![decide("CI002", &later)], 1, open()),
        // Put off again and again: what has begun stays, and of days to come the first counts.
        (vec![decide("CI001", &yesterday), decide("CI001", &tomorrow), decide("CI001", &later)], 1, open()),
        (vec![decide("CI001", &later), decide("CI001", &tomorrow)], 0, from(&tomorrow)),
        (vec![severity(&past, "low"), severity(&later, "critical")], 0, from(&later)),
        (vec![severity(&past, "low"), severity(&tomorrow, "medium"), severity(&later, "high")], 0, from(&later)),
        (vec![severity(&past, "low"), severity(&tomorrow, "medium")], 0, open()),
        (vec![severity(&tomorrow, "low")], 1, open()),
        (vec![severity(&past, "low"), severity(&yesterday, "high")], 1, open()),
        (vec![severity(&yesterday, "high"), severity(&past, "low")], 1, open()),
        (vec![trusted(&tomorrow)], 1, open()),
        (vec![trusted(&today)], 0, vec![]),
        (vec![trusted(&past), decide("CI001", &later)], 0, vec![]),
    ];
    for (entries, code, expected) in cases {
        let repo = unpinned(&scheduled(&entries));
        let run = repo.gate(&["check", "-f", "json"]);
        assert_eq!((run.code, became(&run, "CI001")), (code, expected), "{entries:?}\n{}", run.stderr);
    }
}

#[test]
fn every_report_says_from_when_on_and_what_is_scheduled() {
    let soon = day(30);
    let repo = unpinned(&scheduled(&[decide("CI001", &soon)]));
    for format in FORMATS {
        let run = repo.gate(&["check", "-f", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.text());
        let expected = match format {
            "json" => format!("\"from\": \"{soon}\""),
            "markdown" => format!("| `{soon}` | `CI001 unpinned-action` | 1 | `{WORKFLOW}:11:15` |"),
            _ => format!("will block from {soon}"),
        };
        assert!(run.stdout.contains(&expected), "{format}: no {expected:?} in\n{}", run.stdout);
        let scheduled = format!("from {soon}: CI001 decides (@acme/security: many to mend)");
        assert!(format == "github" || run.stdout.contains(&scheduled), "{format}: {}", run.stdout);
    }
    let many: Vec<String> = (1..=9).map(|number| decide(&format!("CI00{number}"), &day(number))).collect();
    let run = unpinned(&scheduled(&many)).gate(&["check"]);
    assert_eq!(run.stdout.matches("notice ").count(), 5, "{}", run.stdout);
    assert!(run.stdout.contains("5 more begin on a later day"), "{}", run.stdout);
}

const NAMELESS: &str = "# METADATA
# title: a workflow without a name
# description: x
# custom:
#   id: ACME001
#   severity: critical
#   confidence: high
#   input: pipeline
#   remediation: name it
package custom.nameless

import data.gate

deny contains finding if {
\tinput.name == \"ci\"
\tfinding := gate.finding(input, [], \"this workflow has no good name\")
}
";

#[test]
fn a_policy_of_ones_own_begins_on_a_day_whether_it_works_or_not() {
    let works = |rego: &str, from: &str| {
        let config = format!("edition: 2026-11\n{}", scheduled(&[decide("ACME001", from)]));
        let repo = Repo::clean().with(".gate/policies/nameless/policy.rego", rego).with(CONFIG, config);
        let run = repo.gate(&["check", "-f", "json"]);
        (run.code, became(&run, "ACME001"), run.json()["set_aside"].as_array().map_or(0, Vec::len))
    };
    let (soon, begun) = (day(30), day(-30));
    assert_eq!(works(NAMELESS, &soon), (0, vec![format!("upcoming {soon}")], 0));
    assert_eq!(works(NAMELESS, &begun), (1, vec!["open -".to_owned()], 0));
    let broken = NAMELESS.replace("deny contains finding", "permit contains finding");
    assert_eq!(works(&broken, &soon), (0, vec![], 1));
    assert_eq!(works(&broken, &begun), (3, vec![], 0));
}

#[test]
fn a_threshold_that_blocks_today_leaves_nothing_for_later() {
    let config = format!(
        "{}  severity: {{ CI001: medium }}\n",
        scheduled(&[format!("{{ from: {}, severity: {{ CI001: high }} }}", day(9))])
    );
    let repo = unpinned(&config);
    for (flags, code, state) in
        [(vec![], 0, "upcoming"), (vec!["--fail-on", "medium"], 1, "open"), (vec!["--fail-on", "critical"], 0, "open")]
    {
        let run = repo.gate(&["check", "-f", "json"].into_iter().chain(flags.clone()).collect::<Vec<_>>());
        let found = became(&run, "CI001");
        assert!(
            run.code == code && found.len() == 1 && found[0].starts_with(state),
            "{flags:?}: {} {found:?}",
            run.code
        );
    }
}

#[test]
fn a_change_cannot_put_off_what_judges_it() {
    let soon = scheduled(&[decide("CI001", &day(30))]);
    let cases = [
        ("version: 1\n".to_owned(), soon.clone(), 1, "open"),
        ("version: 1\n".to_owned(), "edition: 2026-11\n".to_owned(), 1, "open"),
        (soon.clone(), "version: 1\n".to_owned(), 1, "upcoming"),
        (soon.clone(), soon, 0, "upcoming"),
    ];
    for (base, change, code, state) in cases {
        let repo = Repo::clean().with(CONFIG, &base);
        let commit = repo.commit();
        repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        repo.write(CONFIG, &change);
        repo.commit();
        let run = repo.gate(&["check", "--base", &commit, "-f", "json"]);
        let found = became(&run, "CI001");
        assert!(
            run.code == code && found.len() == 1 && found[0].starts_with(state),
            "{change}: {} {found:?}",
            run.code
        );
        assert_eq!(became(&run, "META001").len(), usize::from(base != change), "{change}");
    }
}

#[test]
fn what_does_not_decide_yet_needs_no_waiver_and_leaves_none_unused() {
    let waiver = format!(
        "- {{ id: W-1, policy: CI001, where: {WORKFLOW}, reason: r, owner: '@a/b', approver: '@c/d', expires: {} }}\n",
        day(30)
    );
    for (from, state) in [(day(30), "upcoming"), (day(-1), "waived")] {
        let repo = unpinned(&scheduled(&[decide("CI001", &from)])).with(".gate/waivers.yaml", &waiver);
        let run = repo.gate(&["check", "-f", "json"]);
        assert!(became(&run, "CI001")[0].starts_with(state), "{}", run.stdout);
        assert_eq!((run.code, became(&run, "WV002").len()), (0, 0));
    }
}

#[test]
fn gate_edition_lists_the_editions_and_says_what_the_newest_would_change() {
    let newest = editions().unwrap().pop().unwrap().name;
    let present = format!("edition: {newest}\n");
    let cases: [(&str, &[&str], i32, &str); 8] = [
        ("", &["edition"], 0, "2026-11  the first: 30 policies"),
        ("", &["edition", "-q"], 0, "is the newest"),
        ("", &["edition", "--next"], 0, "names no edition, so everything decides already"),
        (&present, &["edition", "--next"], 0, "decides here and is the newest: nothing would change"),
        (&present, &["edition", "--next", ".github"], 0, "nothing would change"),
        (&present, &["edition", "--next", "gone"], 2, "no such folder"),
        (&present, &["edition", ".github"], 2, "--next"),
        ("edition: 2099-01\n", &["edition", "--next"], 2, "this gate knows no edition 2099-01"),
    ];
    for (config, arguments, code, expected) in cases {
        let repo = unpinned(config);
        repo.commit();
        let run = repo.gate(arguments);
        assert!(
            run.code == code && run.text().replace("\n  ", " ").contains(expected),
            "{arguments:?}\n{}",
            run.text()
        );
        assert_eq!(run.text(), repo.gate(arguments).text());
    }
}

#[test]
fn gate_init_names_the_newest_edition() {
    let newest = editions().unwrap().pop().unwrap().name;
    let repo = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW);
    assert_eq!(repo.gate(&["init"]).code, 0);
    let config = std::fs::read_to_string(repo.path().join(CONFIG)).unwrap();
    assert!(config.lines().any(|line| line == format!("edition: {newest}")), "{config}");
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!((run.code, run.json()["edition"].as_str()), (0, Some(newest.as_str())));
}
