//! Situation → exit code, the same for every format.

#![expect(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "a table of situations; reads what gate wrote"
)]

mod support;

use support::{CLEAN_WORKFLOW, FORMATS, Repo, UNPINNED_WORKFLOW};

const WORKFLOW: &str = ".github/workflows/ci.yml";

#[test]
fn the_exit_code_is_a_contract_under_every_format() {
    let config = ".gate/gate.yaml";
    let cases: &[(&str, &[(&str, &str)], &[&str], i32)] = &[
        ("a clean repository", &[(WORKFLOW, CLEAN_WORKFLOW)], &[], 0),
        ("a violation", &[(WORKFLOW, UNPINNED_WORKFLOW)], &[], 1),
        ("a violation below fail-on", &[(WORKFLOW, UNPINNED_WORKFLOW)], &["--fail-on", "critical"], 0),
        ("a violation, observed", &[(WORKFLOW, UNPINNED_WORKFLOW)], &["--mode", "observe"], 0),
        ("nothing to judge", &[("README", "x")], &[], 4),
        ("nothing to judge, observed", &[("README", "x")], &["--mode", "observe"], 4),
        ("a broken file", &[(WORKFLOW, "a: [")], &[], 3),
        ("a broken file, observed", &[(WORKFLOW, "a: [")], &["--mode", "observe"], 3),
        (
            "a broken file and a violation",
            &[(WORKFLOW, UNPINNED_WORKFLOW), (".github/workflows/b.yml", "a: [")],
            &[],
            3,
        ),
        (
            "a required input is missing",
            &[(WORKFLOW, CLEAN_WORKFLOW), (config, "inputs: { terraform: { required: true } }\n")],
            &[],
            3,
        ),
        (".tf files without a plan", &[(WORKFLOW, CLEAN_WORKFLOW), ("main.tf", "locals {}\n")], &[], 3),
        (
            ".tf files without a plan, optional",
            &[
                (WORKFLOW, CLEAN_WORKFLOW),
                ("main.tf", "locals {}\n"),
                (config, "inputs: { terraform: { plan: optional } }\n"),
            ],
            &[],
            0,
        ),
        ("an unknown key", &[(WORKFLOW, CLEAN_WORKFLOW), (config, "fail_on: low\n")], &[], 2),
        (
            "a policy disabled",
            &[(WORKFLOW, UNPINNED_WORKFLOW), (config, "policies: { disable: [{ id: CI001, reason: x, owner: y }] }\n")],
            &[],
            0,
        ),
        (
            "a severity lowered",
            &[(WORKFLOW, UNPINNED_WORKFLOW), (config, "policies: { severity: { CI001: low } }\n")],
            &[],
            0,
        ),
        ("a broken waiver", &[(WORKFLOW, CLEAN_WORKFLOW), (".gate/waivers.yaml", "- id: x\n")], &[], 2),
        ("a plan that is not there", &[(WORKFLOW, CLEAN_WORKFLOW)], &["--plan", "no.json"], 2),
        ("a snapshot that is not there", &[(WORKFLOW, CLEAN_WORKFLOW)], &["--forge", "no.json"], 2),
    ];
    println!("{:38} {:>6} {:>6} {:>6} {:>9} {:>7}", "situation", "human", "json", "sarif", "markdown", "github");
    let mut wrong = Vec::new();
    for (name, files, flags, expected) in cases {
        let repo = Repo::new();
        files.iter().for_each(|(path, text)| repo.write(path, text));
        let runs: Vec<_> = FORMATS
            .iter()
            .map(|format| repo.gate(&["check", "-f", format].iter().chain(*flags).copied().collect::<Vec<_>>()))
            .collect();
        let codes: Vec<i32> = runs.iter().map(|run| run.code).collect();
        println!("{name:38} {:>6} {:>6} {:>6} {:>9} {:>7}", codes[0], codes[1], codes[2], codes[3], codes[4]);
        if codes.iter().any(|code| code != expected) {
            wrong.push(format!("{name}: expected {expected}, got {codes:?}\n{}", runs[0].text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_call_is_exit_2_and_says_what_to_do() {
    let repo = Repo::clean();
    let calls: &[(&[&str], &str)] = &[
        (&["check", "-f", "xml"], "human, json, sarif, markdown, github"),
        (&["check", "-f", "json", "-f", "sarif"], "only one report"),
        (&["check", "nowhere"], "no such file"),
        (&["check", "--fail-on", "hihg"], "high"),
        (&["chekc"], "check"),
        (&["explain", "CI999"], "gate policies"),
    ];
    for (call, says) in calls {
        let run = repo.gate(call);
        assert_eq!(run.code, 2, "{call:?}\n{}", run.text());
        assert!(run.stderr.contains(says), "{call:?}\n{}", run.stderr);
    }
}

#[test]
fn several_reports_in_one_run_are_written_whole() {
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW);
    let run = repo.gate(&["check", "-f", "human", "-f", "sarif=out/../gate.sarif", "-f", "json=gate.json"]);
    assert_eq!(run.code, 2, "a folder that is not there: {}", run.text());
    let run = repo.gate(&["check", "-f", "human", "-f", "sarif=gate.sarif", "-f", "json=gate.json"]);
    assert_eq!(run.code, 1, "{}", run.text());
    for file in ["gate.sarif", "gate.json"] {
        let text = std::fs::read_to_string(repo.path().join(file)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }
    assert!(run.stdout.lines().last().unwrap().starts_with("gate: BLOCKED"), "{}", run.stdout);
}
