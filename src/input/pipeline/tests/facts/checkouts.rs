//! Checkouts of the code of strangers.

use super::*;

fn target(events: &str, condition: &str, steps: &str) -> String {
    format!(
        "on: {events}\npermissions: {{contents: read}}\nenv: {{SHA: \"${{{{ github.event.pull_request.head.sha }}}}\"}}\njobs:\n  \
         build:\n    if: \"{condition}\"\n    runs-on: ubuntu-24.04\n    steps:\n{}",
        indented(steps)
    )
}

fn checkouts(events: &str, steps: &str) -> Vec<String> {
    shown(&of_github("checkouts", &target(events, "always()", steps)), &["event", "code", "foreign"])
}

#[test]
fn the_checkout_action_gets_what_its_inputs_name() {
    let head = "github.event.pull_request.head.sha";
    let found = |code: &str, foreign: &str| vec![format!("pull_request_target | {code} | {foreign}")];
    let cases = [
        ("{ref: \"${{ github.event.pull_request.head.sha }}\"}", found(head, "true")),
        ("{REF: \"${{ github.event['pull_request'].head.sha }}\"}", found(head, "true")),
        ("{ref: \"${{ env.SHA }}\"}", found(head, "true")),
        (
            "{repository: \"${{ github.event.pull_request.head.repo.full_name }}\"}",
            found("github.event.pull_request.head.repo.full_name", "true"),
        ),
        (
            "{ref: \"refs/pull/${{ github.event.number }}/merge\"}",
            found("refs/pull/${{ github.event.number }}/merge", "true"),
        ),
        ("{ref: \"${{ steps.pr.outputs.sha }}\"}", found("steps.pr.outputs.sha", "null")),
        ("{ref: \"${{ fromJSON(toJSON(github.event)).pull_request.head.sha }}\"}", found("github.event", "null")),
        ("{ref: \"${{ github.event.pull_request && github.sha }}\"}", vec![]),
        ("{ref: \"${{ github.event.pull_request.base.sha }}\"}", vec![]),
        ("{ref: \"${{ github.head_ref }}\", repository: acme/docs}", vec![]),
        ("{ref: \"${{ github.event.pull_request.head.sha }}\", repository: acme/app}", found(head, "true")),
        ("{ref: \"${{ github.event.pull_request.head.sha }}\", repository: \"\"}", found(head, "true")),
        ("{ref: \"${{ steps.pr.outputs.ref }}\", repository: acme/docs}", vec![]),
        ("{path: \"${{ github.head_ref }}\"}", vec![]),
        ("{ref: main}", vec![]),
    ];
    for (with, expected) in cases {
        for action in ["actions/checkout@v4", "Actions/Checkout@v4"] {
            let steps = format!("- uses: {action}\n  with: {with}");
            assert_eq!(checkouts("pull_request_target", &steps), expected, "{with}");
        }
        assert_eq!(checkouts("[push, pull_request]", &format!("- uses: actions/checkout@v4\n  with: {with}")), [""; 0]);
    }
    let other = "- uses: acme/checkout@v4\n  with: {ref: \"${{ github.head_ref }}\"}";
    assert_eq!(checkouts("pull_request_target", other), [""; 0]);
}

#[test]
fn a_command_gets_the_code_that_its_words_and_variables_name() {
    let env =
        "\n  env: {HEAD: \"${{ github.head_ref }}\", PULL: \"refs/pull/${{ github.event.number }}/head\", BASE: main}";
    for (line, expected) in [
        ("gh pr checkout 7", 1),
        ("gh -R acme/app pr checkout 7", 1),
        ("sudo -E gh pr checkout 7", 1),
        ("gh co 7", 1),
        ("gh pr diff 7 | git apply", 1),
        ("gh pr diff 7 | patch -p1", 1),
        ("gh pr diff 7 | grep TODO", 0),
        ("gh pr view 7", 0),
        ("echo gh pr checkout", 0),
        ("git fetch origin pull/7/head", 1),
        ("git -c a=b fetch origin refs/pull/7/merge:x", 1),
        ("git -C src fetch origin refs/pull/7/merge", 1),
        ("git --git-dir=x --work-tree y pull origin pull/7/head", 1),
        ("git checkout ${{ github.head_ref }}", 1),
        ("git checkout \"${{ github['head_ref'] }}\"", 1),
        ("git clone ${{ github.event.pull_request.head.repo.clone_url }} x", 1),
        ("git switch $HEAD", 1),
        ("git fetch origin \"$PULL\"", 1),
        ("git fetch origin \"$SHA\"", 1),
        ("git fetch origin \"$BASE\"", 0),
        ("git fetch origin main", 0),
        ("git log pull/7", 0),
        ("git fetch origin repull/7", 0),
        ("echo $HEAD", 0),
        ("git -C pull/7 status", 0),
    ] {
        let steps = format!("- run: {line}{env}");
        let expected = vec!["issue_comment |  | true"; expected];
        assert_eq!(checkouts("issue_comment", &steps), expected, "{line}");
    }
}

#[test]
fn a_variable_of_the_script_may_name_the_head() {
    let head = "${{ github.event.pull_request.head.sha }}";
    for (script, expected) in [
        (format!("A={head}\ngit checkout $A"), 1),
        (format!("A=\"{head}\"\nB=${{A}}\ngit fetch origin \"$B\""), 1),
        (format!("if make; then A={head}; fi\ngit checkout \"${{A}}\""), 1),
        (format!("export A={head}\ngit checkout $A"), 1),
        ("A=refs/pull/${{ github.event.number }}/merge\ngit fetch origin $A".to_owned(), 1),
        ("A=$SHA\ngit checkout $A".to_owned(), 1),
        (format!("A={head}\nB=main\ngit checkout $B"), 0),
        (format!("A={head}\necho $A"), 0),
        (format!("AB={head}\ngit checkout $A"), 0),
        ("A=$B\nB=$A\ngit checkout $A".to_owned(), 0),
    ] {
        let lines: String = script.lines().map(|line| format!("    {line}\n")).collect();
        assert_eq!(checkouts("pull_request_target", &format!("- run: |\n{lines}")).len(), expected, "{script}");
    }
    let set = format!("- run: echo \"A={head}\" >> \"$GITHUB_ENV\"\n");
    let got = "- run: git checkout \"$A\"\n";
    for (steps, expected) in
        [(format!("{set}{got}"), 1), (format!("{got}{set}"), 0), (set.replace("_ENV", "_OUTPUT") + got, 0)]
    {
        assert_eq!(checkouts("pull_request_target", &steps).len(), expected, "{steps}");
    }
}

#[test]
fn the_commit_that_merges_is_a_strangers_until_somebody_merges_it() {
    let merge = "${{ github.event.pull_request.merge_commit_sha }}";
    let (is, action) = ("github.event.pull_request.merged", "- uses: actions/checkout@v4\n  with: {ref: \"%\"}");
    for (condition, got, expected) in [
        ("always()", merge, 1),
        (is, merge, 0),
        ("github.event.pull_request.merged == true", merge, 0),
        ("!github.event.pull_request.merged", merge, 1),
        ("github.event.pull_request.merged || github.event.action == 'opened'", merge, 1),
        // A branch may have been pushed to once more.
        (is, "${{ github.event.pull_request.head.ref }}", 1),
    ] {
        for steps in [action, "- run: |\n    A=%\n    git checkout $A"] {
            let text = target("pull_request_target", condition, &steps.replace('%', got));
            assert_eq!(of_github("checkouts", &text).len(), expected, "{condition} {steps}");
        }
    }
}

#[test]
fn a_variable_counts_by_its_innermost_place() {
    let steps = "- run: git switch $SHA\n  env: {SHA: main}";
    assert_eq!(checkouts("pull_request_target", steps), [""; 0]);
}

#[test]
fn conditions_and_environments_count_for_each_event() {
    let steps = "- uses: actions/checkout@v4\n  with: {ref: \"${{ github.event.pull_request.head.sha }}\"}";
    let found = |condition: &str| {
        let text = target("[issue_comment, pull_request_target, push]", condition, steps);
        shown(&of_github("checkouts", &text), &["event", "approved"])
    };
    let (comment, target_of) = ("issue_comment | false", "pull_request_target | false");
    for (condition, expected) in [
        ("always()", vec![comment, target_of]),
        ("github.event_name == 'issue_comment'", vec![comment]),
        ("!github.event.pull_request.head.repo.fork", vec![comment]),
        ("github.event_name == 'push'", vec![]),
    ] {
        assert_eq!(found(condition), expected, "{condition}");
    }
    let behind = "on: pull_request_target\npermissions: {}\njobs:\n  ask: {runs-on: x, environment: forks, steps: [{run: ls}]}\n  \
                  build:\n    needs: ask\n    runs-on: x\n    steps:\n";
    let facts = of_github("checkouts", &format!("{behind}{}", indented(steps)));
    assert_eq!(shown(&facts, &["about", "approved", "foreign"]), ["build | null | true"]);
}

#[test]
fn a_checkout_stands_where_its_input_does() {
    let steps = "- uses: actions/checkout@v4\n  with: {ref: \"${{ github.head_ref }}\", token: \"${{ secrets.BOT }}\"}\n\
                 - run: make\n  env: {KEY: \"${{ secrets.key }}\"}";
    let facts = of_github("checkouts", &target("pull_request_target", "always()", steps));
    assert_eq!(
        place(&workflow(&target("pull_request_target", "always()", steps)), &facts[0], &["with", "ref"]),
        ".github/workflows/a.yml:10:21 \"${{ github.head_ref }}\""
    );
}

#[test]
fn a_version_that_refuses_the_code_of_forks_gets_none() {
    let step = |version: &str, more: &str| {
        let steps = format!(
            "- uses: actions/checkout@{version}\n  with: {{ref: \"${{{{ github.event.pull_request.head.sha }}}}\"{more}}}"
        );
        shown(
            &of_github("checkouts", &target("[pull_request_target, issue_comment]", "always()", &steps)),
            &["event", "foreign"],
        )
    };
    let (comment, target) = ("issue_comment | true", "pull_request_target | true");
    for (version, more, expected) in [
        ("v6", "", vec![comment, target]),
        ("v7", "", vec![comment]),
        ("v7", ", allow-unsafe-pr-checkout: false", vec![comment]),
        ("v7", ", Allow-Unsafe-PR-Checkout: TRUE", vec![comment, target]),
        (
            "v7",
            ", allow-unsafe-pr-checkout: \"${{ vars.X }}\"",
            vec!["issue_comment | true", "pull_request_target | null"],
        ),
        ("9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0", "", vec![comment]),
    ] {
        assert_eq!(step(version, more), expected, "{version}{more}");
    }
}

#[test]
fn an_environment_before_a_job_counts_only_if_nothing_runs_without_it() {
    let answer = |condition: &str| {
        let text = format!(
            "on: pull_request_target\npermissions: {{}}\njobs:\n  ask: {{runs-on: x, environment: forks, steps: [{{run: ls}}]}}\n  \
             build:\n    needs: ask\n    {condition}\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        \
             with: {{ref: \"${{{{ github.event.pull_request.head.sha }}}}\"}}\n"
        );
        shown(&of_github("checkouts", &text), &["approved"])
    };
    for (condition, expected) in [
        ("", "null"),
        ("if: vars.ON == 'y'", "null"),
        ("if: always()", "false"),
        ("if: \"!cancelled()\"", "false"),
        ("if: always() && needs.ask.result == 'success'", "null"),
    ] {
        assert_eq!(answer(condition), [expected], "{condition}");
    }
}

#[test]
fn what_is_called_here_is_judged_at_its_callers() {
    const CALLER: &str = ".github/workflows/a.yml";
    const CALLED: &str = ".github/workflows/b.yml";
    let called = |events: &str| {
        format!(
            "on: {events}\npermissions: {{}}\njobs:\n  b:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        \
             with: {{ref: \"${{{{ github.event.pull_request.head.sha || github.head_ref }}}}\"}}\n"
        )
    };
    let calls =
        |event: &str| format!("on: {event}\npermissions: {{}}\njobs: {{a: {{uses: ./.github/workflows/b.yml}}}}\n");
    let of = |(main, text): (&str, &str), (file, other): (&str, &str)| {
        let document = document(&github::Workflow, &[(main, text), (file, other)]);
        shown(&list(&document, "checkouts"), &["event", "foreign"])
    };
    let by_anybody = "the event of its caller | null";
    for events in ["workflow_call", "[workflow_call, push]", "[workflow_call, pull_request, schedule]"] {
        let called = called(events);
        assert_eq!(of((CALLED, &called), (CALLER, "on: push\njobs: {}\n")), [by_anybody; 2], "{events}");
        for (event, expected) in
            [("push", 0), ("[pull_request, schedule]", 0), ("release", 0), ("pull_request_target", 2)]
        {
            let calls = calls(event);
            assert_eq!(of((CALLED, &called), (CALLER, &calls)), [""; 0], "{events} {event}");
            assert_eq!(of((CALLER, &calls), (CALLED, &called)).len(), expected, "{events} {event}");
        }
    }
    // An event of its own that brings strangers counts whoever calls it.
    let own = of((CALLED, &called("[workflow_call, pull_request_target]")), (CALLER, &calls("push")));
    assert_eq!(own, ["pull_request_target | true"; 2]);
}
