//! Workflows and actions of other repositories, read from a clone that the configuration names.

#![cfg(unix)]

mod support;

use support::{Repo, Run};

const CALLED: &str = "on: {workflow_call: {inputs: {title: {type: string}}}}
permissions: {}
jobs:
  say:
    runs-on: ubuntu-24.04
    steps:
      - run: echo \"${{ inputs.title }}\"
";

const ACTION: &str = "name: say
inputs: {title: {}}
runs:
  using: composite
  steps:
    - {run: 'echo ${{ inputs.title }}', shell: bash}
";

/// A repository that calls another, which lies inside of it for the test and is no part of its commits.
fn app(commit: &str, sources: &str, ci: &Repo) -> Repo {
    let app = Repo::new().with(".gitignore", "/ci\n").with(
        ".github/workflows/issue.yml",
        format!(
            "on: issues\npermissions: {{}}\njobs:\n  called:\n    uses: acme/ci/.github/workflows/say.yml@{commit}\n    \
             with: {{title: '${{{{ github.event.issue.title }}}}'}}\n  step:\n    runs-on: ubuntu-24.04\n    steps:\n      \
             - uses: acme/ci/say@{commit}\n        with: {{title: '${{{{ github.event.issue.body }}}}'}}\n"
        ),
    );
    app.write(".gate/gate.yaml", format!("inputs: {{ pipeline: {{ sources: [{sources}] }} }}\n"));
    app.commit();
    let linked = std::os::unix::fs::symlink(ci.path(), app.path().join("ci"));
    assert!(linked.is_ok(), "{linked:?}");
    app
}

fn ci() -> (Repo, String) {
    let ci = Repo::new().with(".github/workflows/say.yml", CALLED).with("say/action.yml", ACTION);
    let commit = ci.commit();
    // What stands in the folder now counts for nothing.
    ci.write(".github/workflows/say.yml", "on: [");
    ci.remove("say/action.yml");
    (ci, commit)
}

fn flat(run: &Run) -> String {
    run.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_called_at_a_full_commit_is_judged_where_it_is_called() {
    let (ci, commit) = ci();
    let app = app(&commit, "{ repository: acme/ci, path: ci }", &ci);
    let run = app.gate(&["check", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.text());
    let found: Vec<String> = run.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["policy"] == "CI002")
        .map(|finding| {
            format!("{}:{} {}", finding["path"].as_str().unwrap(), finding["start"]["line"], finding["answer"])
        })
        .collect();
    assert_eq!(found, [".github/workflows/issue.yml:5 \"violation\"", ".github/workflows/issue.yml:10 \"violation\""]);
}

#[test]
fn what_can_change_or_is_not_there_is_not_followed() {
    let (ci, _) = ci();
    let beside = "{ repository: acme/ci, path: ci }";
    let gone = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
    let run = app(gone, beside, &ci).gate(&["check"]);
    assert!(flat(&run).contains(&format!("there is no commit {gone}; fetch it there")), "{}", run.text());
    assert_eq!(run.code, 3, "{}", run.text());
    for reference in ["main", "v1"] {
        let run = app(reference, beside, &ci).gate(&["check"]);
        assert!(!run.text().contains("CI002") && run.text().contains("CI001"), "{}", run.text());
    }
    // Nobody has said where it lies.
    let (_, commit) = self::ci();
    let run = app(&commit, "", &ci).gate(&["check"]);
    assert!(!run.text().contains("CI002"), "{}", run.text());
}

#[test]
fn what_is_not_read_of_a_file_elsewhere_is_said_at_each_call() {
    let steps = "steps: [{run: ls, shell: bash}]";
    for (text, expected) in [
        (format!("runs: {{using: composite, {steps}}}"), None),
        (format!("runs: {{using: composite, {steps}, retry: 3}}"), Some("gate does not know")),
        (format!("x: &x {{a: 1}}\nruns: {{using: composite, <<: *x, {steps}}}"), Some("a merge key")),
        (format!("runs: {{using: composite, {steps}}}\n---\nruns: {{using: composite}}"), Some("as a whole")),
        (format!("runs: {{using: composite, {steps}, {steps}}}"), Some("as a whole")),
        (format!("runs: {{using: wasm, {steps}}}"), Some("none that gate knows")),
        (steps.to_owned(), Some("none that gate knows")),
        ("[runs]".to_owned(), Some("as a whole")),
        ("runs: {using: composite}".to_owned(), Some("without `steps`")),
    ] {
        let ci = Repo::new().with("say/action.yml", format!("name: say\n{text}\n"));
        let app = {
            let commit = ci.commit();
            let app = app(&commit, "{ repository: acme/ci, path: ci }", &ci);
            let uses = format!("uses: acme/ci/say@{commit}");
            let job = format!("runs-on: ubuntu-24.04, steps: [{{{uses}}}]");
            let text = format!("on: push\npermissions: {{}}\njobs:\n  a: {{{job}}}\n  b: {{{job}}}\n");
            app.write(".github/workflows/issue.yml", text);
            app
        };
        let run = app.gate(&["check"]);
        let said = flat(&run);
        for line in [4, 5] {
            let place = format!("issue.yml:{line}:");
            assert_eq!(said.contains(&place), expected.is_some(), "{text}, line {line}: {}", run.text());
        }
        assert!(expected.is_none_or(|expected| said.contains(expected)), "{text}: {}", run.text());
        assert_eq!(run.code, if expected.is_some() { 3 } else { 0 }, "{text}: {}", run.text());
    }
}

#[test]
fn a_clone_that_is_none_is_an_error_of_the_configuration() {
    let (ci, commit) = ci();
    for (sources, expected) in [
        ("{ repository: acme/ci, path: /ci }", "`/ci` is another folder on another machine"),
        ("{ repository: acme/ci, path: gone }", "acme/ci: "),
        ("{ repository: acme, path: ci }", "a repository is written as owner/name"),
        ("{ repository: acme/ci, path: ci }, { repository: Acme/CI, path: ci }", "stands here a second time"),
    ] {
        let run = app(&commit, sources, &ci).gate(&["check"]);
        assert!(run.code == 2 && flat(&run).contains(expected), "{sources}: {}", run.text());
    }
}
