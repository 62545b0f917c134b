//! Where a GitLab pipeline ends: files that are not there, keys that nobody knows, what stands in other projects.

use serde_json::{Value, json};

use super::super::gitlab;
use super::{document, place, problems};
use crate::input::Document;

const JOB: &str = "b: {script: [c]}\n";

fn of(text: &str) -> Document {
    document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)])
}

/// `place key of`, one for each key that nobody knows.
fn unread(document: &Document) -> Vec<String> {
    let entries = document.value()["unread"].as_array().unwrap();
    let shown = |it: &Value| format!("{} {}", place(document, it, &[]), it["of"].as_str().unwrap());
    entries.iter().map(shown).collect()
}

#[test]
fn a_pipeline_of_nothing_but_other_projects_has_no_reader() {
    let elsewhere = [
        "include: {project: acme/ci, ref: 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567, file: /all.yml}\n",
        "include: {component: gitlab.com/acme/ci/all@1.0.0}\n",
        "include: https://ci.example/all.yml\n",
        "include: [{template: Jobs/SAST.gitlab-ci.yml}, {template: A.gitlab-ci.yml}]\n",
        "variables: {A: b}\ninclude: {template: A.gitlab-ci.yml}\n",
        "include: {template: A.gitlab-ci.yml}\n.own: {script: [make]}\n",
        "a: {trigger: acme/deploy}\n",
        "a: {trigger: {project: acme/deploy, branch: main}}\nz: {trigger: acme/test}\n",
        "a: {trigger: {include: [{project: acme/ci, file: x.yml}]}}\n",
    ];
    for text in elsewhere {
        let document = of(text);
        let [problem] = &document.problems[..] else { panic!("{text}: {:?}", problems(&document)) };
        assert!(problem.unread, "{text}");
        assert!(problem.message.raw().starts_with("the pipeline consists of nothing but files of other projects"));
        // Beside a job of one's own it is only outside.
        let beside = of(&format!("{text}{JOB}"));
        assert_eq!((problems(&beside), beside.outside.is_empty()), (Vec::new(), false), "{text}");
    }
    // What a template holds that gate knows is judged.
    for text in ["Jobs/SAST", "Auto-DevOps", "Security/Secret-Detection"] {
        assert_eq!(problems(&of(&format!("include: {{template: {text}.gitlab-ci.yml}}\n"))), [""; 0], "{text}");
    }
    let local = [(".gitlab-ci.yml", "include: [a.yml, {template: A.gitlab-ci.yml}]\n"), ("a.yml", JOB)];
    assert_eq!(problems(&document(&gitlab::Gitlab, &local)), [""; 0]);
    let fragment = [("ci/a.gitlab-ci.yml", elsewhere[0])];
    assert_eq!(problems(&document(&gitlab::Gitlab, &fragment)), [""; 0]);
}

#[test]
fn local_code_that_is_not_there_is_missing_at_its_place() {
    let cases = [
        ("include: /ci/gone.yml\n", "include ci/gone.yml", ".gitlab-ci.yml:1:10 /ci/gone.yml"),
        ("include: [{local: gone.yml, inputs: {a: b}}]\n", "include gone.yml", ".gitlab-ci.yml:1:19 gone.yml"),
        ("include: ../gone.yml\n", "include ../gone.yml", ".gitlab-ci.yml:1:10 ../gone.yml"),
        ("include: here.yml\n", "include deep.yml", "here.yml:1:10 'deep.yml'"),
        ("a: {trigger: {include: gone.yml}}\n", "include gone.yml a", ".gitlab-ci.yml:1:24 gone.yml"),
        ("a: {trigger: {include: [{local: gone.yml}]}}\n", "include gone.yml a", ".gitlab-ci.yml:1:33 gone.yml"),
        ("a: {trigger: {include: here.yml}}\n", "include deep.yml a", "here.yml:1:10 'deep.yml'"),
        (
            "include: {project: $CI_PROJECT_PATH, file: [here.yml, /gone.yml]}\n",
            "include deep.yml|include gone.yml",
            "here.yml:1:10 'deep.yml'",
        ),
        ("a: {run: [{name: s, step: ./gone}]}\n", "action gone/step.yml a", ".gitlab-ci.yml:1:27 ./gone"),
    ];
    for (text, expected, at) in cases {
        let text = format!("{text}{JOB}");
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text), ("here.yml", "include: 'deep.yml'\n")]);
        let missing = document.value()["missing"].as_array().unwrap();
        let shown = |it: &Value| [&it["kind"], &it["path"], &it["job"]].map(|it| it.as_str().unwrap()).join(" ");
        let shown: Vec<String> = missing.iter().map(|it| shown(it).trim_end().to_owned()).collect();
        assert_eq!(
            (shown.join("|"), place(&document, &missing[0], &[])),
            (expected.to_owned(), at.to_owned()),
            "{text}"
        );
        assert_eq!(problems(&document), [""; 0], "{text}");
    }
    // GitLab goes on when no file fits a pattern.
    assert_eq!(of(&format!("include: 'ci/*.yml'\n{JOB}")).value()["missing"], json!([]));
}

#[test]
fn what_is_taken_in_is_a_part_of_the_run() {
    let root = "include: [a.yml, 'ci/**.yml']\nt: {trigger: {include: child.yml}}\n";
    let files = [
        (".gitlab-ci.yml", root),
        ("a.yml", JOB),
        ("ci/x/b.yml", "include: c.yml\n"),
        ("c.yml", JOB),
        ("child.yml", JOB),
    ];
    let document = document(&gitlab::Gitlab, &files);
    let runs: Vec<&str> = document.runs.iter().map(crate::source::RepoPath::as_str).collect();
    assert_eq!(runs, ["a.yml", "c.yml", "child.yml", "ci/x/b.yml"]);
}

#[test]
fn a_key_that_is_no_keyword_is_unread_and_the_rest_is_judged() {
    let cases = [
        ("a: {script: [b], scripts: [c]}", "1:18 scripts job"),
        ("a: {script: [b], artifacts: {path: x}}", "1:30 path artifacts"),
        ("a: {script: [b], environment: {name: x, approval: y}}", "1:41 approval environment"),
        ("a: {script: [b], image: {name: x, run: y}}", "1:35 run image"),
        ("a: {script: [b], services: [{name: x, run: y}]}", "1:39 run service"),
        ("a: {script: [b], needs: [{jobs: x}]}", "1:27 jobs need"),
        ("a: {script: [b], rules: [[{if: x}], {unless: y}]}", "1:38 unless rule"),
        ("a: {script: [b], rules: [{changes: {path: [x]}}]}", "1:37 path changes"),
        ("a: {script: [b], hooks: {post_build_script: [c]}}", "1:26 post_build_script hooks"),
        ("a: {script: [b]}\nt: {trigger: {project: x/y, branches: z}}", "2:29 branches trigger"),
        ("a: {run: [{name: x, script: y, shell: z}]}", "1:32 shell run step"),
        ("a: {script: [b]}\ndefault: {scripts: [c]}", "2:11 scripts default"),
        ("a: {script: [b]}\nworkflow: {rule: [c]}", "2:12 rule workflow"),
        ("a: {script: [b]}\nworkflow: {rules: [{unless: c}]}", "2:21 unless workflow rule"),
        ("a: {script: [b]}\ninclude: {template: x.yml, when: y}", "2:28 when include"),
        ("a: {script: [b]}\ninclude: {template: x.yml, rules: [{unless: y}]}", "2:37 unless include rule"),
        ("a: {script: [b], '$[[ inputs.key ]]': [c]}", "1:18 '$[[ inputs.key ]]' job"),
        (".x: {odd: 1}\na: {extends: .x, script: [b]}\nz: {extends: .x, script: [b]}", "1:6 odd job"),
    ];
    for (text, expected) in cases {
        let document = of(text);
        assert_eq!(unread(&document), [format!(".gitlab-ci.yml:{expected}")], "{text}");
        assert_eq!(problems(&document), [""; 0], "{text}");
        assert!(!document.value()["jobs"][0]["steps"].as_array().unwrap().is_empty(), "{text}");
    }
    // Nothing is asked of what no job is made of, and references are looked into where they lead.
    let known = ".x: {odd: 1}\n.r: {rules: [{if: x}]}\na: {script: [b], rules: [!reference [.r, rules]]}";
    assert_eq!(unread(&of(known)), [""; 0]);
}

#[test]
fn every_key_that_gitlab_does_not_reserve_is_a_job() {
    let names = [
        ("default", true),
        ("workflow", true),
        ("spec", true),
        ("types", true),
        ("hooks", true),
        ("pages", true),
        ("job", true),
        (".hidden", false),
        ("variables", false),
        ("stages", false),
        ("image", false),
    ];
    for (name, is_job) in names {
        let document = of(&format!("{name}: {{script: [eval x]}}\n{JOB}"));
        let jobs = document.value()["jobs"].as_array().unwrap();
        assert_eq!(jobs.iter().any(|job| job["id"] == name), is_job, "{name}");
    }
    let template = of(&format!(".x: {{script: [c]}}\ndefault: {{extends: .x}}\n{JOB}"));
    assert_eq!(template.value()["jobs"][0]["id"], "default");
}

#[test]
fn too_many_keys_are_not_listed_without_end() {
    let keys: String = (0..1_000).map(|n| format!("  odd{n}: 1\n")).collect();
    let document = of(&format!("a:\n  script: [b]\n{keys}"));
    assert_eq!(document.value()["unread"].as_array().unwrap().len(), 500);
    assert_eq!(problems(&document), ["503:3 too many keys that gate does not know"]);
}

#[test]
fn a_pipeline_at_a_place_of_ones_own_is_a_pipeline() {
    let files =
        [("build/pipeline.yml", "include: parts/a.yml\nb: {extends: .gone, script: [c]}\n"), ("parts/a.yml", JOB)];
    let document = document(&gitlab::Gitlab, &files);
    assert_eq!(document.value()["kind"], "pipeline");
    assert_eq!(document.value()["triggers"][0]["class"], "push");
    assert_eq!(
        problems(&document),
        ["2:14 the job extends `.gone`, which is not defined; GitLab refuses the pipeline"]
    );
    let itself = [("ci/own.yml", "b: {script: [c]}\nt: {trigger: {include: ci/own.yml}}\n")];
    let itself = super::document(&gitlab::Gitlab, &itself);
    assert_eq!((itself.value()["jobs"].as_array().unwrap().len(), problems(&itself)), (2, Vec::new()));
}

#[test]
fn a_script_of_which_only_powershell_makes_sense_is_taken_for_it() {
    let unread = |lines: &[&str]| {
        let lines: String = lines.iter().map(|line| format!("    - >-\n      {line}\n")).collect();
        problems(&of(&format!("go:\n  script:\n{lines}"))).len()
    };
    for (lines, expected) in [
        (&["$out = (docker load -i a.tar)[0]", "docker push b"][..], 0),
        (&["New-Item -Path \"$Env:CACHE\" -Force", "$env:CACHE = (Resolve-Path $env:CACHE).Path"], 0),
        (&["if (Test-Path x) { Remove-Item x }", "Write-Host done"], 0),
        // What a shell like `sh` reads as well says nothing, and neither does a program with a dash in its name.
        (&["docker load (a)"], 1),
        (&["add-apt-repository x", "docker load (a)"], 1),
        (&["x = 1", "docker load (a)"], 1),
        (&["echo '$x = 1; Write-Host a'", "docker load (a)"], 1),
    ] {
        assert_eq!(unread(lines), expected, "{lines:?}");
    }
    // What is too deep was not looked at, whatever it is written in.
    assert_eq!(unread(&["$x = (a)", &"{ ".repeat(40)]), 1);
    // A file that a shell runs is a script of that shell.
    let files = &[(".gitlab-ci.yml", "go: {script: [Write-Host a, bash x.sh]}"), ("x.sh", "docker load (a)\n")];
    assert_eq!(problems(&document(&gitlab::Gitlab, files)).len(), 1);
}
