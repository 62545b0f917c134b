//! What GitLab makes of a configuration, the reader makes of it too: hooks, inputs, patterns, tags and merge keys.

use serde_json::{Value, json};

use super::super::gitlab;
use super::{document, place, problems};
use crate::input::Document;

fn of(text: &str) -> Document {
    document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)])
}

fn job<'a>(document: &'a Document, id: &str) -> &'a Value {
    let jobs = document.value()["jobs"].as_array().unwrap();
    jobs.iter().find(|job| job["id"] == id).unwrap_or_else(|| panic!("no job {id}"))
}

/// The scripts of a job, each with what it is.
fn scripts(job: &Value) -> String {
    let steps = job["steps"].as_array().unwrap().iter();
    let shown = |step: &Value| format!("{}={}", step["id"].as_str().unwrap(), step["run"]["text"].as_str().unwrap());
    steps.map(shown).collect::<Vec<_>>().join("|").replace('\n', ";")
}

#[test]
fn what_a_job_runs_is_what_gitlab_makes_of_it() {
    let cases = [
        ("a: {script: [b], hooks: {pre_get_sources_script: [c, d]}}", "pre_get_sources_script=c;d|script=b"),
        ("default: {hooks: {pre_get_sources_script: c}}\na: {script: b}", "pre_get_sources_script=c|script=b"),
        (
            "default: {hooks: {pre_get_sources_script: c}, before_script: d}\na: {script: b, inherit: {default: [before_script]}}",
            "before_script=d|script=b",
        ),
        ("before_script: d\na: {script: b, inherit: {default: No}}", "script=b"),
        ("before_script: d\na: {script: b, inherit: {default: []}}", "script=b"),
        ("before_script: d\na: {script: b, inherit: {default: true}}", "before_script=d|script=b"),
        // What `default` may not hold is not inherited.
        ("default: {after_script: d, stage: e, rules: [f]}\na: {script: b}", "script=b|after_script=d"),
        (".x: &x {script: evil}\na: {script: b, <<: *x}", "script=evil"),
        (".x: &x {script: evil}\na: {<<: *x, script: b}", "script=b"),
        (".x: &x {script: evil}\na: {'<<': *x}", "script=evil"),
        ("a: {script: b, :script: evil}", "script=evil"),
        ("a: {':script': evil, script: b}", "script=b"),
        (".x: {script: [evil]}\na: {script: [!<!reference> [.x, script], b]}", "script=evil;b"),
        ("%TAG !x! !ref\n---\n.x: {script: [evil]}\na: {script: [!x!erence [.x, script]]}", "script=evil"),
        (
            ".x: {script: [evil]}\n.y: {script: [!reference [.x, script]]}\na: {script: !reference [.y, script]}",
            "script=evil",
        ),
        (".x: {script: a}\n.y: {before_script: c, script: b}\na: {extends: [.x, .y]}", "before_script=c|script=b"),
        ("---\n---\na: {script: b}", "script=b"),
        ("a: {script: b}\n---\na: {script: c}", "script=b"),
        ("spec: {}\n---\n---\na: {script: b}", "script=b"),
        ("a: {run: [{name: x, script: b}]}", "script=b"),
    ];
    for (text, expected) in cases {
        let document = of(text);
        assert_eq!(scripts(job(&document, "a")), expected, "{text}");
        assert_eq!(problems(&document), [""; 0], "{text}");
    }
}

#[test]
fn what_is_not_followed_is_said() {
    let cases = [
        (
            "a: {script: [!!binary ZXZpbA==]}",
            "1:14 gate does not know what the tag `!!binary` makes of the value behind it",
        ),
        ("a: {script: [b]}\n? [c, d]\n: {script: [e]}", "2:3 a key that is a list or a mapping cannot be judged"),
        (
            "spec: {}\n---\na: {script: b}\n---\nc: {script: d}",
            "5:1 a third document, and nobody says which one counts",
        ),
        (
            "spec: {inputs: {x: {default: .y}}}\n---\n.y: {script: z}\na: {extends: '$[[ inputs.x ]]'}",
            "4:14 an input decides that the job extends `$[[ inputs.x ]]`, so what it runs cannot be judged",
        ),
        (
            ".x: {include: [b.yml]}\ninclude: !reference [.x, include]\na: {script: b}",
            "2:21 a reference decides what is included, so what it adds cannot be judged",
        ),
        (
            "include: '$[[ inputs.x ]]'\na: {script: b}",
            "1:10 a variable decides which file `$[[ inputs.x ]]` is, so what it adds cannot be judged",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&of(text)), [expected], "{text}");
    }
}

#[test]
fn patterns_of_includes_reach_where_those_of_gitlab_do() {
    let file = |name: &str| format!("{name}: {{script: [x]}}\n");
    let cases = [
        ("ci/*.yml", "a"),
        ("/ci/*.yml", "a"),
        ("ci/**.yml", "a b c"),
        ("ci/**/*.yml", "a b c"),
        ("ci/*/*.yml", "b"),
        ("**/c.yml", "c"),
        ("ci/[a-z].yml*", ""),
        ("ci/?.yml*", ""),
        ("no/**.yml", ""),
    ];
    for (pattern, expected) in cases {
        let root = format!("include: '{pattern}'\nown: {{script: [y]}}\n");
        let (a, b, c) = (file("a"), file("b"), file("c"));
        let files = [(".gitlab-ci.yml", root.as_str()), ("ci/a.yml", &a), ("ci/x/b.yml", &b), ("ci/x/y/c.yml", &c)];
        let document = document(&gitlab::Gitlab, &files);
        let jobs = document.value()["jobs"].as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap());
        let included: Vec<&str> = jobs.filter(|id| *id != "own").collect();
        assert_eq!((included.join(" "), problems(&document)), (expected.to_owned(), Vec::new()), "{pattern}");
    }
}

const TEMPLATE: &str = "spec:\n  inputs:\n    stage: {default: test}\n    script: {type: array, default: [default]}\n    name: {}\n---\n'job-$[[ inputs.name ]]':\n  stage: $[[inputs.stage]]\n  environment: 'x/$[[ inputs.name ]]'\n  script: $[[ inputs.script ]]\n  after_script: ['say $[[ inputs.name | truncate(0,1) ]]', '$[[ inputs.gone ]]']\n";

#[test]
fn inputs_are_put_in_where_a_file_asks_for_them() {
    let root = "include:\n  - {local: t.yml, inputs: {name: one, script: ['eval x', y]}}\n  - local: t.yml\n    inputs: {name: two, stage: deploy}\n";
    let read = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", root), ("t.yml", TEMPLATE)]);
    assert_eq!(problems(&read), [""; 0]);
    let (one, two) = (job(&read, "job-one"), job(&read, "job-two"));
    let left = "after_script=say $[[ inputs.name | truncate(0,1) ]];$[[ inputs.gone ]]";
    assert_eq!(scripts(one), format!("script=eval x;y|{left}"));
    assert_eq!(scripts(two), format!("script=default|{left}"));
    assert_eq!((&one["stage"], &two["stage"]), (&json!("test"), &json!("deploy")));
    assert_eq!(one["environment"]["raw"], "x/one");
    assert_eq!(place(&read, &one["environment"], &[]), "t.yml:9:16 'x/$[[ inputs.name ]]'");
    // A list that is handed over stands where it is written.
    assert_eq!(place(&read, &one["steps"][0]["run"]["commands"][0], &[]), ".gitlab-ci.yml:2:50 eval x");
    assert_eq!(one["steps"][1]["interpolations"].as_array().unwrap().len(), 2);
    for child in ["{include: [{local: t.yml, inputs: {name: one}}]}", "{include: t.yml, inputs: {name: one}}"] {
        let root = format!("c: {{trigger: {child}}}\n");
        let read = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &root), ("t.yml", TEMPLATE)]);
        assert_eq!(job(&read, "c/job-one")["stage"], "test", "{child}");
    }
}

#[test]
fn inputs_do_not_grow_without_end() {
    let many = "$[[ inputs.x ]]".repeat(1_000);
    let file = format!("spec: {{inputs: {{x: {{}}}}}}\n---\na: {{script: ['{many}']}}\n");
    let root = format!("include: {{local: t.yml, inputs: {{x: {}}}}}\n", "y".repeat(10_000));
    let read = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &root), ("t.yml", &file)]);
    assert!(scripts(job(&read, "a")).len() < 5 << 20);
    // Nor does a large file that is included with many inputs.
    let wide: String = (0..2_000).map(|n| format!("j{n}: {{script: [x]}}\n")).collect();
    let file = format!("spec: {{inputs: {{x: {{}}}}}}\n---\n{wide}");
    let many: String = (0..140).map(|n| format!("  - {{local: t.yml, inputs: {{x: {n}}}}}\n")).collect();
    let root = format!("include:\n{many}");
    let large = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &root), ("t.yml", &file)]);
    assert!(problems(&large).iter().any(|it| it.contains("the inputs of this include hold too much")));
    let said = "1:18 the inputs of this include hold too much to be put in, so what it adds cannot be judged";
    assert_eq!(problems(&read), [said]);
}

#[test]
fn what_an_include_with_rules_replaces_is_judged_too() {
    let rules = "rules: [{if: $A}]";
    let files = |includes: &str| {
        let root = format!("include: [{includes}]\nown: {{script: [own]}}\n");
        let texts: Vec<(String, String)> = ["a", "b", "c"]
            .map(|name| (format!("{name}.yml"), format!("x: {{script: [say {name}]}}\ny: {{script: [y]}}\n")))
            .into();
        let mut all = vec![(".gitlab-ci.yml", root.as_str())];
        all.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let document = document(&gitlab::Gitlab, &all);
        let shown = |job: &Value| format!("{}:{}", job["id"].as_str().unwrap(), scripts(job));
        let jobs: Vec<String> = document.value()["jobs"].as_array().unwrap().iter().map(shown).collect();
        (jobs.join(", ").replace(" (without a conditional include)", "'").replace("script=", ""), problems(&document))
    };
    let (a, b, c) = (
        format!("{{local: a.yml, {rules}}}"),
        format!("{{local: b.yml, {rules}}}"),
        format!("{{local: c.yml, {rules}}}"),
    );
    let cases = [
        (format!("{a}, {b}"), "x:say b, y:y, own:own, x':say a", 0),
        (format!("a.yml, {b}"), "x:say b, y:y, own:own, x':say a", 0),
        (format!("{a}, b.yml"), "x:say b, y:y, own:own", 0),
        ("a.yml, b.yml".to_owned(), "x:say b, y:y, own:own", 0),
        (format!("{a}, {a}"), "x:say a, y:y, own:own", 0),
        (format!("{a}, {b}, {c}"), "x:say c, y:y, own:own, x':say a", 1),
        (format!("{a}, {b}, c.yml"), "x:say c, y:y, own:own", 0),
    ];
    for (includes, expected, said) in cases {
        let (jobs, problems) = files(&includes);
        assert_eq!((jobs.as_str(), problems.len()), (expected, said), "{includes}: {problems:?}");
    }
    // A template that only an include with rules replaces changes the jobs that are made of it.
    let root = "include: [{local: a.yml, rules: [{if: $A}]}]\nown: {extends: .base}\nlast: {stage: deploy, script: [x]}\ninclude_me: {script: [z]}\n";
    let base = ".base: {script: [conditional]}\n";
    let document = document(
        &gitlab::Gitlab,
        &[(".gitlab-ci.yml", &format!("{root}.base: {{before_script: [w]}}\n")), ("a.yml", base)],
    );
    assert_eq!(scripts(job(&document, "own")), "before_script=w|script=conditional");
    assert_eq!(document.value()["jobs"].as_array().unwrap().len(), 3);
}

#[test]
fn an_environment_of_a_matrix_has_every_name_of_it() {
    let text = "a:\n  script: [b]\n  environment: {name: $TARGET}\n  parallel:\n    matrix:\n      - {TARGET: [test, production], X: y}\n      - TARGET: test\n";
    let read = of(text);
    let deploy = job(&read, "a");
    assert_eq!(deploy["matrix"], json!({"TARGET": ["test", "production"], "X": ["y"]}));
    assert_eq!(
        (&deploy["environment"]["names"], &deploy["environment"]["name"]),
        (&json!(["test", "production"]), &Value::Null)
    );
    assert_eq!(deploy["unknown"], json!({}));
    let open = of(&text.replace("TARGET:", "OTHER:"));
    assert_eq!(job(&open, "a")["unknown"], json!({"environment": true}));
}
