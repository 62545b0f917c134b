//! Includes and child pipelines come to an end, whoever names whom.

use super::super::gitlab;
use super::{document, problems};
use crate::input::Document;

fn ids(document: &Document) -> Vec<String> {
    document.value()["jobs"].as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect()
}

/// A root and files that each hold what `make` makes of their number; `f0.yml` is the first.
fn chain(root: &str, files: usize, make: impl Fn(usize) -> String) -> Document {
    let texts: Vec<(String, String)> = (0..files).map(|n| (format!("f{n}.yml"), make(n))).collect();
    let mut all = vec![(".gitlab-ci.yml", root)];
    all.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    document(&gitlab::Gitlab, &all)
}

#[test]
fn files_that_each_start_the_two_next_are_judged_once() {
    let next = |n: usize| {
        format!(
            "one: {{trigger: {{include: f{}.yml}}}}\ntwo: {{trigger: {{include: f{}.yml}}}}\n",
            (n + 1).min(29),
            (n + 2).min(29)
        )
    };
    let document =
        chain("go: {trigger: {include: f0.yml}}\n", 30, |n| format!("work: {{script: [make {n}]}}\n{}", next(n)));
    assert_eq!(problems(&document), [""; 0]);
    let jobs = ids(&document);
    assert_eq!(jobs.iter().filter(|id| id.ends_with("/work")).count(), 30);
    assert!(jobs.len() < 100, "{}", jobs.len());
}

#[test]
fn files_that_each_include_the_two_next_are_read_once() {
    let document = chain("include: f0.yml\n", 30, |n| {
        format!("include: [f{}.yml, f{}.yml]\nj{n}: {{script: [make]}}\n", (n + 1).min(29), (n + 2).min(29))
    });
    assert_eq!(ids(&document).len(), 30);
    let said = problems(&document);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("more than 150 includes"), "{said:?}");
}

#[test]
fn pipelines_that_start_each_other_or_themselves_end() {
    let beside = [
        "",
        "include: {template: Jobs/SAST.gitlab-ci.yml}\n",
        "include: {remote: 'https://ci.example/a.yml'}\n",
        "include: {project: acme/ci, file: a.yml}\n",
        "include: {component: gitlab.com/acme/ci/a@1.0.0}\n",
        "include: f0.yml\n",
    ];
    for include in beside {
        for file in [".gitlab-ci.yml", "/.gitlab-ci.yml", "[{local: .gitlab-ci.yml}]"] {
            let root =
                format!("{include}b: {{script: [c]}}\nagain: {{trigger: {{include: {file}}}, variables: {{A: b}}}}\n");
            let document = chain(&root, 1, |_| "x: {script: [y]}\n".to_owned());
            assert_eq!(problems(&document), [""; 0], "{root}");
            let ids = ids(&document);
            assert!(["b", "again"].iter().all(|id| ids.iter().any(|known| known == id)), "{root}");
            assert_eq!(ids.iter().filter(|id| id.contains('/')).count(), 0, "{root}: {ids:?}");
        }
    }
    let document = chain("go: {trigger: {include: f0.yml}}\n", 2, |n| {
        format!(
            "b: {{script: [c]}}\ngo: {{trigger: {{include: f{}.yml}}}}\nroot: {{trigger: {{include: .gitlab-ci.yml}}}}\n",
            1 - n
        )
    });
    assert_eq!(problems(&document), [""; 0]);
    assert_eq!(ids(&document).iter().filter(|id| id.ends_with("/b")).count(), 2);
}

#[test]
fn a_pipeline_is_judged_again_where_less_stands_before_it() {
    let ask = "ask: {stage: build, when: manual, allow_failure: false, script: [x]}\n";
    let child = |_| "ship: {environment: production, script: [terraform apply]}\n".to_owned();
    let open = "now: {needs: [], trigger: {include: f0.yml}}\n";
    let held = "then: {needs: [ask], trigger: {include: f0.yml}}\n";
    // The one that asks comes first, and does not stand for the one that does not.
    let document = chain(&format!("{ask}{held}{open}"), 1, child);
    assert_eq!(ids(&document), ["ask", "then", "now", "then/ship", "now/ship"]);
    let document = chain(&format!("{ask}{open}{held}"), 1, child);
    assert_eq!(ids(&document), ["ask", "now", "then", "now/ship"]);
    let never = "no: {needs: [], when: never, trigger: {include: f0.yml}}\n";
    let document = chain(&format!("{never}{open}"), 1, child);
    assert_eq!(ids(&document), ["no", "now", "no/ship", "now/ship"]);
}

/// A thousand of what `make` makes of a number, each behind the other.
fn thousand(make: impl Fn(usize) -> String) -> String {
    (0..1_000).map(make).collect()
}

#[test]
fn a_file_that_is_named_a_thousand_times_is_judged_once() {
    let big = |_| (0..200).map(|n| format!("j{n}: {script}\n", script = "{script: [make]}")).collect::<String>();
    let document = chain(&thousand(|n| format!("t{n}: {{trigger: {{include: f0.yml}}}}\n")), 1, big);
    assert_eq!((problems(&document), ids(&document).len()), (Vec::new(), 1_200));
    let includes = thousand(|_| "  - f0.yml\n".to_owned());
    let document = chain(&format!("include:\n{includes}"), 1, big);
    assert_eq!((problems(&document).len(), ids(&document).len()), (1, 200));
}

#[test]
fn a_file_with_a_thousand_inputs_is_judged_as_often_as_gitlab_takes_it() {
    let file = |_| "spec: {inputs: {n: {}}}\n---\n'j$[[ inputs.n ]]': {script: ['say $[[ inputs.n ]]']}\n".to_owned();
    let trigger = |n| format!("t{n}: {{trigger: {{include: [{{local: f0.yml, inputs: {{n: {n}}}}}]}}}}\n");
    let document = chain(&thousand(trigger), 1, file);
    assert_eq!(ids(&document).len(), 1_150);
    assert!(ids(&document).contains(&"t149/j149".to_owned()));
    assert!(problems(&document)[0].contains("more than 150 child pipelines"));
    let includes = thousand(|n| format!("  - {{local: f0.yml, inputs: {{n: {n}}}}}\n"));
    let document = chain(&format!("include:\n{includes}"), 1, file);
    assert_eq!(ids(&document).len(), 150);
    assert!(problems(&document)[0].contains("more than 150 includes"));
}

#[test]
fn more_child_pipelines_than_are_read_are_said() {
    let triggers: String = (0..200).map(|n| format!("t{n}: {{trigger: {{include: f{n}.yml}}}}\n")).collect();
    let document = chain(&triggers, 200, |_| "b: {script: [c]}\n".to_owned());
    assert_eq!(ids(&document).len(), 200 + 150);
    let said = problems(&document);
    assert_eq!(said.len(), 50, "{said:?}");
    assert!(said[0].contains("more than 150 child pipelines"));
}

#[test]
fn a_file_that_is_included_again_has_the_last_word_again() {
    let root = "include: [f0.yml, f1.yml, f0.yml]\n";
    let document = chain(root, 2, |n| format!("a: {{script: [say {n}]}}\n"));
    assert_eq!(document.value()["jobs"][0]["steps"][0]["run"]["text"], "say 0");
    let itself = chain("include: f0.yml\n", 1, |_| "include: [f0.yml, .gitlab-ci.yml]\na: {script: [b]}\n".to_owned());
    assert_eq!((ids(&itself), problems(&itself)), (vec!["a".to_owned()], Vec::new()));
}
