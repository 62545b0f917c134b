//! References, tokens, what is missing and what is not read.

use super::*;

#[test]
fn a_reference_is_listed_when_it_can_change() {
    let sha = "8f4b7f84864484a7bf31766abe9204da3cbe65b3";
    let cases = [
        ("actions/checkout@v4", Some("action | actions/checkout@v4 | actions/checkout | tag")),
        ("Acme/x/y@main", Some("action | Acme/x/y@main | Acme/x | branch")),
        ("acme/x", Some("action | acme/x | acme/x | none")),
        ("acme/x@${{ inputs.x }}", Some("action | acme/x@${{ inputs.x }} | acme/x | null")),
        ("docker://ghcr.io/acme/x:1", Some("docker | docker://ghcr.io/acme/x:1 | ghcr.io/acme/x | tag")),
        (&format!("acme/x@{sha}"), None),
        ("./x", None),
        ("$/x", None),
    ];
    for (uses, expected) in cases {
        let facts = of_github("references", &job(&format!("- uses: {uses}")));
        assert_eq!(
            shown(&facts, &["kind", "name", "origin", "pin"]),
            expected.into_iter().collect::<Vec<_>>(),
            "{uses}"
        );
    }
    let checkout = "- uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3\n  with: {repository: acme/x, path: x, ref: v1}\n- uses: ./x/y";
    let facts = of_github("references", &job(checkout));
    assert_eq!(shown(&facts, &["name", "origin"]), ["./x/y (a checkout of acme/x) | acme/x"]);
    let include = "include:\n  - template: Jobs/SAST.gitlab-ci.yml\n  - {project: acme/ci/lib, ref: v1, file: a.yml}\n  - remote: https://x.test/a.yml\n";
    let facts = of_gitlab("references", &format!("{include}a: {{script: [ls], image: debian}}\n"));
    let expected = ["project | acme/ci/lib | tag", "remote | x.test | none", "image | debian | none"];
    assert_eq!(shown(&facts, &["kind", "origin", "pin"]), expected);
}

#[test]
fn a_token_is_listed_when_nobody_has_limited_it() {
    let jobs = |a: &str, b: &str| {
        format!("jobs:\n  a: {{runs-on: x{a}, steps: [{{run: ls}}]}}\n  b: {{runs-on: x{b}, steps: [{{run: ls}}]}}\n")
    };
    let cases = [
        (format!("on: push\n{}", jobs("", "")), vec!["workflow | unspecified | workflow"]),
        (format!("on: push\n{}", jobs(", permissions: {}", "")), vec!["job | unspecified | b"]),
        (format!("on: push\n{}", jobs(", permissions: {}", ", permissions: {}")), vec![]),
        (format!("on: push\npermissions: {{}}\n{}", jobs("", "")), vec![]),
        (format!("on: push\npermissions: write-all\n{}", jobs("", "")), vec!["workflow | write-all | workflow"]),
        (format!("on: push\npermissions: {{}}\n{}", jobs(", permissions: write-all", "")), vec!["job | write-all | a"]),
        (format!("on: workflow_call\n{}", jobs("", "")), vec![]),
        (format!("on: [workflow_call, push]\n{}", jobs("", "")), vec!["workflow | unspecified | workflow"]),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(&of_github("tokens", &text), &["of", "may", "about"]), expected, "{text}");
    }
    let shared = format!("on: push\npermissions: {{contents: write, issues: read, packages: write}}\n{}", jobs("", ""));
    let fields = ["of", "may", "scopes", "jobs"];
    let expected = ["workflow | write | [\"contents\",\"packages\"] | 2"];
    assert_eq!(shown(&of_github("tokens", &shared), &fields), expected);
    let alone = format!("on: push\npermissions: {{contents: write}}\n{}", jobs("", ", permissions: {}"));
    assert_eq!(shown(&of_github("tokens", &alone), &fields), ["workflow | write | [\"contents\"] | 1"]);
    assert_eq!(of_gitlab("tokens", "a: {script: [ls]}\n").len(), 0);
}

#[test]
fn a_job_that_calls_a_workflow_which_says_its_rights_needs_to_say_none() {
    let call = "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}}\n";
    let jobs = |a: &str| {
        format!("jobs: {{a: {{runs-on: x{a}, steps: [{{run: ls}}]}}, b: {{runs-on: x, permissions: {{}}, steps: []}}}}")
    };
    for (called, expected) in [
        (format!("on: workflow_call\npermissions: {{contents: read}}\n{}", jobs("")), 0),
        (format!("on: workflow_call\n{}", jobs(", permissions: {}")), 0),
        (format!("on: workflow_call\n{}", jobs("")), 1),
    ] {
        let files = [(".github/workflows/a.yml", call), (".github/workflows/b.yml", called.as_str())];
        assert_eq!(list(&document(&github::Workflow, &files), "tokens").len(), expected, "{called}");
    }
    let beside = call.replace("b.yml}}", "b.yml}, c: {runs-on: x, steps: [{run: ls}]}}");
    let called = format!("on: workflow_call\npermissions: {{}}\n{}", jobs(""));
    let files = [(".github/workflows/a.yml", beside.as_str()), (".github/workflows/b.yml", called.as_str())];
    let tokens = list(&document(&github::Workflow, &files), "tokens");
    assert_eq!(shown(&tokens, &["of", "may", "about"]), ["workflow | unspecified | workflow"]);
}

#[test]
fn what_is_missing_or_not_read_is_listed_with_its_job() {
    let text = job("- uses: ./gone\n- uses: ./a/../../gone\n- run: ls\n  novel: 1");
    let facts = list(&workflow(&text), "missing");
    let expected =
        ["build | action | ./gone | gone | false", "build | action | ./a/../../gone | ./a/../../gone | true"];
    assert_eq!(shown(&facts, &["about", "kind", "name", "file", "outside"]), expected);
    assert_eq!(shown(&list(&workflow(&text), "unread"), &["about", "of", "key"]), ["build | run step | novel"]);
}

#[test]
fn a_harmless_pipeline_has_no_facts() {
    let text = job("- run: make");
    let document = workflow(&text);
    let facts = document.content.facts().as_object().unwrap();
    assert!(facts.len() >= 10);
    for (concept, list) in facts {
        assert_eq!(list.as_array().map(Vec::len), Some(0), "{concept}");
    }
}
