//! What a GitLab pipeline starts, includes and runs from elsewhere: judged or said.

use serde_json::{Value, json};

use super::super::gitlab;
use super::{document, place, problems, read};
use crate::input::{Document, Parsed};
use crate::source::RepoPath;

const CHILD: &str = "variables: {REGION: eu}\nstages: [first, last]\nscan:\n  stage: first\n  script: [trivy fs .]\nship:\n  stage: last\n  environment: production\n  script: [terraform apply -auto-approve]\n";

fn job<'a>(document: &'a Document, id: &str) -> &'a Value {
    let jobs = document.value()["jobs"].as_array().unwrap();
    jobs.iter().find(|job| job["id"] == id).unwrap_or_else(|| panic!("no job {id}"))
}

#[test]
fn the_jobs_of_a_child_pipeline_are_judged_at_their_places() {
    let forms = ["child.yml", "[{local: /child.yml}]", "{local: child.yml}", "['ch*.yml']"];
    for form in forms {
        let root = format!(
            "ask: {{stage: build, when: manual, script: [x]}}\na:\n  needs: [ask]\n  trigger: {{strategy: depend, include: {form}}}\nz: {{stage: deploy, script: [y]}}\n"
        );
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &root), ("child.yml", CHILD)]);
        assert_eq!(problems(&document), [""; 0], "{form}");
        let ship = job(&document, "a/ship");
        assert_eq!(place(&document, &ship["environment"], &[]), "child.yml:8:16 production");
        assert_eq!(ship["ancestors"], json!(["a", "a/scan", "ask"]));
        assert_eq!(ship["needs"], json!(["a", "ask"]));
        assert_eq!(ship["env"], json!({"REGION": "eu"}));
        assert_eq!(document.value()["env"], json!({}));
        assert_eq!(job(&document, "z")["ancestors"], json!(["a", "a/scan", "a/ship", "ask"]));
    }
}

#[test]
fn a_child_pipeline_can_start_another_but_not_without_end() {
    let start = |file: &str| format!("go: {{trigger: {{include: {file}}}}}\n");
    let files = [
        (".gitlab-ci.yml", start("one.yml")),
        ("one.yml", start("two.yml")),
        ("two.yml", format!("{}deploy: {{script: [x], image: alpine}}\n", start("three.yml"))),
        ("three.yml", start("four.yml")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let deep = document(&gitlab::Gitlab, &files);
    assert_eq!(problems(&deep), [""; 0]);
    assert_eq!(
        (&deep.value()["missing"][0]["path"], &deep.value()["missing"][0]["job"]),
        (&json!("four.yml"), &json!("go/go/go/go"))
    );
    assert_eq!(job(&deep, "go/go/deploy")["ancestors"], json!(["go", "go/go"]));
    assert_eq!(deep.value()["refs"][0]["job"], "go/go/deploy");
    let itself = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &start(".gitlab-ci.yml"))]);
    assert_eq!(problems(&itself), [""; 0]);
}

#[test]
fn a_child_pipeline_is_judged_once() {
    let files = [("ci/x.gitlab-ci.yml", CHILD), (".gitlab-ci.yml", "a: {trigger: {include: ci/x.gitlab-ci.yml}}\n")];
    assert!(matches!(read(&gitlab::Gitlab, &files), Parsed::NotMine(_)));
}

#[test]
fn what_is_started_or_included_and_cannot_be_read_is_a_problem() {
    let cases = [
        (
            "a: {trigger: {include: [{artifact: x.yml, job: g}]}}",
            "1:25 `x.yml` is made while the pipeline runs, so what it holds cannot be judged",
        ),
        (
            "a: {trigger: {include: [child.yml, $X.yml]}}",
            "1:36 a variable decides which file `$X.yml` is, so what it adds cannot be judged",
        ),
        (
            "include: '$X/a.yml'\na: {script: [b]}",
            "1:10 a variable decides which file `$X/a.yml` is, so what it adds cannot be judged",
        ),
        (
            "include: {artifact: a.yml, job: x}\na: {script: [b]}",
            "1:10 `a.yml` is made while the pipeline runs, so what it holds cannot be judged",
        ),
        (
            "include: {locale: x.yml}\na: {script: [b]}",
            "1:10 the include names no `local`, `project`, `remote`, `template` or `component`, so what it adds cannot be judged",
        ),
    ];
    for (text, expected) in cases {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("child.yml", CHILD)]);
        assert_eq!(problems(&document), [expected], "{text}");
    }
    for include in ["{project: a/b, file: x.yml}", "{component: gitlab.com/a/b@1}", "'https://x.example/a.yml'"] {
        let text = format!("a: {{trigger: {{include: [{include}]}}}}\nb: {{script: [c]}}");
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
        assert_eq!((problems(&document), &document.value()["refs"][0]["job"]), (Vec::new(), &json!("a")), "{include}");
    }
}

#[test]
fn the_steps_of_run_are_judged_or_said() {
    let text = "a:\n  run:\n    - {name: x, step: 'gitlab.com/acme/x@v1'}\n    - name: y\n      step: {git: {url: gitlab.com/acme/y, rev: main}}\n    - name: z\n      script: terraform apply -auto-approve\n    - {name: l, step: ./local}\n    - {name: g, func: ./gone}\n    - {name: o, func: {oci: {registry: r.io, repository: a/b, tag: '1'}}}\n";
    let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("local/step.yml", "spec:\n---\nrun: []\n")]);
    let refs: Vec<_> = document.value()["refs"].as_array().unwrap().iter().collect();
    let shown = |it: &&Value| format!("{} {} {} {}", it["kind"], it["owner"], it["name"], it["pin"]).replace('"', "");
    assert_eq!(
        refs.iter().map(shown).collect::<Vec<_>>(),
        ["action acme x tag", "action acme y branch", "image  r.io/a/b tag"]
    );
    assert_eq!(place(&document, refs[0], &[]), ".gitlab-ci.yml:3:23 'gitlab.com/acme/x@v1'");
    let role = &job(&document, "a")["steps"][0]["roles"][0];
    assert_eq!(place(&document, role, &[]), ".gitlab-ci.yml:7:15 terraform apply -auto-approve");
    let said = "8:23 a step of `run` that is neither a script nor a step of another project cannot be judged";
    assert_eq!(problems(&document), [said]);
    let missing = &document.value()["missing"];
    assert_eq!(missing.as_array().unwrap().len(), 1);
    assert_eq!((&missing[0]["path"], &missing[0]["kind"]), (&json!("gone/step.yml"), &json!("action")));
    assert_eq!(document.runs.iter().map(RepoPath::as_str).collect::<Vec<_>>(), ["local/step.yml"]);
}

#[test]
fn a_script_that_is_no_text_is_a_problem() {
    for script in ["5", "[true]", "[echo a, {echo: b}]"] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &format!("a: {{script: {script}}}"))]);
        let problems = problems(&document);
        assert_eq!(problems.len(), 1, "{script}: {problems:?}");
        assert!(problems[0].ends_with("`script` holds something that is no text; GitLab refuses the pipeline"));
    }
    for script in ["'5'", "[echo 5]", "[[a], [b, [c]]]", "5 apples"] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &format!("a: {{script: {script}}}"))]);
        assert_eq!(problems(&document), [""; 0], "{script}");
    }
}
