//! When a job of GitLab is added, what it waits for, and which variables it gets.

use serde_json::{Value, json};

use super::super::gitlab;
use super::{document, problems};
use crate::input::Document;

fn of(text: &str) -> Document {
    document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("here.yml", "included: {script: [x]}\n"), ("a/b", "")])
}

fn job<'a>(document: &'a Document, id: &str) -> &'a Value {
    let jobs = document.value()["jobs"].as_array().unwrap();
    jobs.iter().find(|job| job["id"] == id).unwrap_or_else(|| panic!("no job {id}"))
}

#[test]
fn a_rule_keeps_all_that_it_says() {
    let text = "a:\n  script: [b]\n  rules:\n    - if: $X\n      changes: {paths: [src/**, y], compare_to: main}\n      variables: {A: 010, B: c}\n      needs: [z, {job: w, optional: true}]\n      allow_failure: true\n    - exists: [Dockerfile]\n      when: manual\n    - [[{when: never}]]\n";
    let document = of(text);
    let rules = job(&document, "a")["rules"].as_array().unwrap().clone();
    assert_eq!(rules.len(), 3);
    let said = |rule: &Value| {
        let keys = ["if", "when", "allow_failure", "changes", "exists", "variables", "needs"];
        keys.iter().map(|key| rule[*key].to_string()).collect::<Vec<_>>().join(" ")
    };
    let shown: Vec<String> = rules.iter().map(said).collect();
    assert_eq!(
        shown,
        [
            "\"$X\" \"on_success\" true [\"src/**\",\"y\"] null {\"A\":\"8\",\"B\":\"c\"} [\"z\",\"w\"]",
            "\"\" \"manual\" null null [\"Dockerfile\"] {} null",
            "\"\" \"never\" null null null {} null",
        ]
    );
}

#[test]
fn a_job_waits_for_what_it_needs_by_every_rule() {
    let stages = "one: {stage: build, script: [x]}\ntwo: {stage: build, script: [x]}\n";
    let cases = [
        ("", &["one", "two"][..], &[][..]),
        ("needs: [], ", &[], &[]),
        ("needs: [one], ", &["one"], &[]),
        ("needs: [{job: one, optional: true}, two], ", &["one", "two"], &["one"]),
        ("needs: [{pipeline: acme/x}, {project: a/b, job: one, ref: c}], ", &[], &[]),
        ("needs: [{job: one, parallel: {matrix: [{A: b}]}}], ", &["one"], &[]),
        // Files are taken from a job without waiting for anything more than its stage.
        ("dependencies: [one], ", &["one", "two"], &[]),
        ("needs: [one, two], rules: [{if: $A, needs: [two]}, {when: always}], ", &["two"], &[]),
        ("rules: [{if: $A, needs: []}], ", &[], &[]),
        ("needs: [one], rules: [{if: $A, needs: [], when: never}, {when: always}], ", &["one"], &[]),
        ("stage: .pre, ", &[], &[]),
    ];
    for (keys, ancestors, optional) in cases {
        let document = of(&format!("{stages}last: {{{keys}script: [y]}}\n"));
        let last = job(&document, "last");
        assert_eq!(
            (&last["ancestors"], &last["optional_needs"]),
            (&json!(ancestors), &json!(optional)),
            "{keys} {:?}",
            problems(&document)
        );
    }
    let post = of(&format!("{stages}last: {{stage: .post, script: [y]}}\nship: {{stage: deploy, script: [z]}}\n"));
    assert_eq!(job(&post, "last")["ancestors"], json!(["one", "ship", "two"]));
}

#[test]
fn a_job_gets_the_variables_that_it_inherits() {
    let scan = |inherit: &str| {
        let text = format!("variables: {{T: $CI_COMMIT_TITLE, U: x}}\na: {{{inherit}script: ['eval \"$T\"']}}\n");
        let document = of(&text);
        job(&document, "a")["inherits"].clone()
    };
    assert_eq!(scan(""), Value::Null);
    assert_eq!(scan("inherit: {variables: true}, "), Value::Null);
    assert_eq!(scan("inherit: {variables: No}, "), json!([]));
    assert_eq!(scan("inherit: {variables: [U]}, "), json!(["U"]));
}

#[test]
fn an_include_counts_by_what_the_tree_decides() {
    let cases = [
        ("", 1, ""),
        (", rules: [{when: never}]", 0, ""),
        (", rules: [{when: always}]", 1, ""),
        (", rules: [{exists: [gone]}]", 0, ""),
        (", rules: [{exists: [gone, /a/b]}]", 1, ""),
        (", rules: [{exists: {paths: [a/b]}, when: never}, {when: always}]", 0, ""),
        (", rules: [{if: $A}]", 1, ""),
        (", rules: [{if: $A, when: never}, {when: never}]", 0, ""),
        (", rules: [{exists: ['*.md']}]", 1, ""),
        (", rules: [{changes: [gone]}]", 1, ""),
    ];
    for (rules, count, said) in cases {
        let document = of(&format!("include: [{{local: here.yml{rules}}}]\nown: {{script: [y]}}\n"));
        let jobs = document.value()["jobs"].as_array().unwrap();
        assert_eq!(jobs.iter().filter(|job| job["id"] == "included").count(), count, "{rules}");
        assert_eq!(problems(&document).join(""), said, "{rules}");
    }
}

#[test]
fn lists_in_lists_are_read_however_deep_they_are() {
    let nested = format!("{}eval \"$CI_COMMIT_TITLE\"{}", "[".repeat(30), "]".repeat(30));
    let rules = format!("{}{{when: never}}{}", "[".repeat(20), "]".repeat(20));
    let document = of(&format!("a: {{script: {}, rules: {rules}}}\n", nested.replace('"', "'")));
    let a = job(&document, "a");
    assert_eq!((&a["steps"][0]["run"]["commands"][0]["program"], &a["when"]), (&json!("eval"), &json!("never")));
}
