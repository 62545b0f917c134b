//! Deployments and texts of strangers in pipelines of GitLab that are made to look like something else, each beside an
//! honest twin.

use super::document;

type Tree<'a> = &'a [(&'a str, &'a str)];

fn facts(concept: &str, files: Tree<'_>) -> Vec<serde_json::Value> {
    document(&super::super::gitlab::Gitlab, files).content.facts()[concept].as_array().unwrap().clone()
}

/// Whether something is deployed that nobody has to agree to, and that says `production`.
fn is_alone(files: Tree<'_>) -> bool {
    facts("deployments", files).iter().any(|fact| {
        let says = format!("{} {}", fact["environments"], fact["signs"]);
        fact["deploys"] == true && fact["approver"] == "nobody" && says.contains("prod")
    })
}

fn runs_strangers(files: Tree<'_>) -> bool {
    !facts("flows", files).is_empty()
}

fn check(judge: fn(Tree<'_>) -> bool, expected: bool, trees: &[Tree<'_>]) {
    let wrong: Vec<_> = trees.iter().filter(|files| judge(files) != expected).collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}

const FILE: &str = ".gitlab-ci.yml";

const ASK: &str = "stages: [ask, go]\nask: {stage: ask, when: manual, allow_failure: false, script: [echo]}\n";

#[test]
fn approvals_hold_only_what_waits_for_them() {
    let with = |jobs: &str| format!("{ASK}go-prod: {{stage: go, script: [kubectl apply -f x]{jobs}}}\n");
    for (keys, alone) in [
        ("", false),
        (", when: always", false),
        (", needs: [ask]", false),
        (", needs: []", true),
        (", stage: .pre", true),
        (", stage: ask", true),
        (", stage: .post", false),
    ] {
        let text = if keys.contains("stage:") { with(keys).replacen("stage: go, ", "", 1) } else { with(keys) };
        assert_eq!(is_alone(&[(FILE, &text)]), alone, "{text}");
    }
    for (ask, alone) in [
        ("when: manual, allow_failure: true", true),
        ("when: manual", true),
        ("rules: [{if: '\"a\" == \"b\"', when: manual, allow_failure: false}]", true),
        ("rules: [{when: manual, allow_failure: false}]", false),
        ("rules: [{when: never}]", true),
        ("when: on_failure", true),
    ] {
        let text = with("").replace("when: manual, allow_failure: false", ask);
        assert_eq!(is_alone(&[(FILE, &text)]), alone, "{text}");
    }
}

#[test]
fn deployments_are_found_where_they_hide() {
    let lib = ("ci/lib.sh", "go() { kubectl --context \"$1\" apply -f x; }\nstay() { kubectl apply -f prod; }\n");
    check(
        is_alone,
        true,
        &[
            &[(FILE, "a-prod:\n  script: ['. ci/lib.sh', 'go production']\n"), lib],
            &[(FILE, "a:\n  script: ['source ./ci/lib.sh', 'stay']\n"), lib],
            &[(FILE, "a-prod:\n  script: ['find k8s -name x -exec kubectl apply -f {} \\;']\n")],
            &[(
                FILE,
                "a-prod:\n  script: ['kubectl() { command kubectl --context x \"$@\"; }', 'kubectl apply -f x']\n",
            )],
            &[(FILE, "a-prod:\n  script: [make go]\n"), ("Makefile", "K = @kubectl\ngo:\n\t$(K) apply -f x\n")],
            &[(FILE, "a-prod:\n  script: [make go]\n"), ("Makefile", "go:\n\techo\ngo:\n\tkubectl apply -f x\n")],
            &[(FILE, "a-prod:\n  script: [make go]\n"), ("Makefile", "go::\n\tkubectl apply -f x\ngo::\n\techo\n")],
            &[(FILE, "a-prod:\n  parallel: {matrix: [{C: [kubectl]}]}\n  script: ['$C apply -f x']\n")],
        ],
    );
    check(
        is_alone,
        false,
        &[
            &[(FILE, "a-prod:\n  script: ['. ci/lib.sh', 'other production']\n"), lib],
            &[(FILE, "a-prod:\n  when: manual\n  script: ['. ci/lib.sh', 'go production']\n"), lib],
            &[(FILE, "a-prod:\n  script: ['find k8s -name x -exec cat {} \\;']\n")],
            &[(FILE, "a-prod:\n  script: [make -sn go]\n"), ("Makefile", "go:\n\tkubectl apply -f x\n")],
            &[(FILE, "a-prod:\n  script: [make go]\n"), ("Makefile", "go:\n\tkubectl apply -f x\ngo:\n\techo\n")],
        ],
    );
}

#[test]
fn texts_of_strangers_are_followed_through_variables() {
    let child = ("c.yml", "b:\n  script: ['eval \"$T\"']\n");
    let lib = ("l.sh", "say() { eval \"$1\"; }\n");
    let report =
        "a:\n  stage: build\n  script: ['echo \"T=$CI_COMMIT_MESSAGE\" >> v']\n  artifacts: {reports: {dotenv: v}}\n";
    let received = |keys: &str| format!("{report}b:\n  {keys}\n  script: ['eval \"$T\"']\n");
    let (all, none, other) =
        (received("stage: test"), received("dependencies: []"), received("needs: [{job: c, optional: true}]"));
    check(
        runs_strangers,
        true,
        &[
            &[(FILE, "a:\n  parallel: {matrix: [{T: [x, $CI_COMMIT_MESSAGE]}]}\n  script: ['eval \"$T\"']\n")],
            &[(FILE, "a:\n  rules: [{if: $X, variables: {T: $CI_COMMIT_TITLE}}]\n  script: ['eval \"$T\"']\n")],
            &[(FILE, "workflow: {rules: [{variables: {T: $CI_COMMIT_TITLE}}]}\na:\n  script: ['eval \"$T\"']\n")],
            &[(FILE, "a:\n  variables: {T: $CI_COMMIT_MESSAGE}\n  trigger: {include: c.yml}\n"), child],
            &[(FILE, "a:\n  script: ['. ./l.sh', 'say \"$CI_COMMIT_TITLE\"']\n"), lib],
            &[(FILE, &all)],
        ],
    );
    check(
        runs_strangers,
        false,
        &[
            &[(FILE, "a:\n  parallel: {matrix: [{T: [x, $CI_COMMIT_SHA]}]}\n  script: ['eval \"$T\"']\n")],
            &[(FILE, "a:\n  rules: [{when: never, variables: {T: $CI_COMMIT_TITLE}}]\n  script: ['eval \"$T\"']\n")],
            &[(
                FILE,
                "workflow: {rules: [{variables: {T: $CI_COMMIT_TITLE}}]}\na:\n  variables: {T: x}\n  script: ['eval \"$T\"']\n",
            )],
            &[(FILE, "a:\n  variables: {U: $CI_COMMIT_MESSAGE}\n  trigger: {include: c.yml}\n"), child],
            &[(FILE, "a:\n  script: ['. ./l.sh', 'say x']\n"), lib],
            &[(FILE, &none)],
            &[(FILE, &other)],
        ],
    );
}
