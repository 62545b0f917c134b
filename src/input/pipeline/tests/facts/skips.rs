//! Checks before a deployment that whoever starts the run can leave out.

use super::*;

const DEPLOY: &str = "- run: helm upgrade app ./chart\n";

fn dispatched(inputs: &str, steps: &str) -> Vec<String> {
    let text = job(steps).replace("on: push", &format!("on: {{workflow_dispatch: {{inputs: {{{inputs}}}}}}}"));
    shown(&of_github("skips", &text), &["check", "by", "name", "about", "deployment"])
}

#[test]
fn an_input_leaves_out_a_check_of_the_same_job() {
    let out = ["test | input | skip | build | build"].map(str::to_owned).to_vec();
    let cases = [
        ("skip: {type: boolean}", "${{ !inputs.skip }}", true),
        ("skip: {type: boolean}", "inputs.skip != true", true),
        ("skip: {type: boolean}", "inputs.skip == false && github.actor != 'x'", true),
        ("skip: {type: boolean}", "inputs.skip || github.actor == 'x'", false),
        ("skip: {}", "github.event.inputs.skip != 'true'", true),
        ("skip: {type: choice, options: ['yes', 'no']}", "inputs.skip == 'no'", true),
        ("skip: {type: choice, options: [unit, all]}", "inputs.skip == 'all'", false),
        ("skip: {type: string}", "inputs.skip != 'everything'", false),
        ("other: {type: boolean}", "${{ !inputs.skip }}", false),
        ("skip: {type: boolean}", "${{ !cancelled() }}", false),
    ];
    for (inputs, condition, is_out) in cases {
        let steps = format!("- if: {condition}\n  run: pytest\n{DEPLOY}");
        let expected = if is_out { out.clone() } else { Vec::new() };
        assert_eq!(dispatched(inputs, &steps), expected, "{inputs} {condition}");
    }
}

#[test]
fn what_is_left_before_the_deployment_counts() {
    let skip = "skip: {type: boolean}";
    let test = "- if: ${{ !inputs.skip }}\n  run: pytest\n";
    for (steps, count) in [
        (format!("{test}{DEPLOY}"), 1),
        // Another test runs in any case; a scan is something else.
        (format!("{test}- run: go test ./...\n{DEPLOY}"), 0),
        (format!("{test}- run: go test ./... || true\n{DEPLOY}"), 1),
        (format!("{test}- run: trivy fs --exit-code 1 .\n{DEPLOY}"), 1),
        // It stands behind the deployment, or the deployment is left out too.
        (format!("{DEPLOY}{test}"), 0),
        (format!("{test}- if: ${{{{ !inputs.skip }}}}\n  run: helm upgrade app ./chart\n"), 0),
        // The deployment takes the input for more than its condition.
        (format!("{test}- run: helm upgrade app ./chart --set skip=${{{{ inputs.skip }}}}\n"), 0),
        // It cannot stop anything.
        (format!("- if: ${{{{ !inputs.skip }}}}\n  run: pytest\n  continue-on-error: true\n{DEPLOY}"), 0),
        (test.to_owned(), 0),
    ] {
        assert_eq!(dispatched(skip, &steps).len(), count, "{steps}");
    }
}

#[test]
fn an_input_that_is_handed_over_leaves_out_a_check_of_a_called_workflow() {
    let called = "on: {workflow_call: {inputs: {skip: {type: boolean}}}}\npermissions: {}\njobs:\n  test:\n    runs-on: x\n    \
                  steps:\n      - if: ${{ !inputs.skip }}\n        run: pytest\n      - run: helm upgrade app ./chart\n";
    for (given, is_out) in [
        ("${{ inputs.fast }}", true),
        ("${{ inputs.fast == true }}", true),
        ("${{ inputs.fast != null && inputs.fast != false }}", true),
        ("${{ inputs.fast && github.ref == 'refs/heads/x' }}", false),
        ("${{ vars.FAST }}", false),
        ("false", false),
    ] {
        let caller = format!(
            "on: {{workflow_dispatch: {{inputs: {{fast: {{type: boolean}}}}}}}}\npermissions: {{}}\njobs:\n  ship:\n    \
             uses: ./.github/workflows/b.yml\n    with: {{skip: \"{given}\"}}\n"
        );
        let files = [(".github/workflows/a.yml", caller.as_str()), (".github/workflows/b.yml", called)];
        let found = list(&document(&github::Workflow, &files), "skips");
        let expected = if is_out { vec!["test | fast".to_owned()] } else { Vec::new() };
        assert_eq!(shown(&found, &["check", "name"]), expected, "{given}");
    }
}

#[test]
fn a_job_that_is_left_out_counts_where_the_deployment_does_not_need_it() {
    let jobs = |condition: &str| {
        format!(
            "on: {{workflow_dispatch: {{inputs: {{fast: {{type: boolean}}}}}}}}\npermissions: {{}}\njobs:\n  test:\n    \
             runs-on: ubuntu-24.04\n    if: ${{{{ !inputs.fast }}}}\n    steps:\n      - run: pytest\n  ship:\n    \
             runs-on: ubuntu-24.04\n    needs: test\n    if: {condition}\n    steps:\n      - run: helm upgrade app ./chart\n"
        )
    };
    for (condition, is_out) in [
        ("always()", true),
        ("${{ !failure() && !cancelled() }}", true),
        ("${{ !cancelled() && needs.test.result != 'failure' }}", true),
        ("${{ !cancelled() && needs.test.result == 'success' }}", false),
        ("success()", false),
        ("''", false),
    ] {
        let found = shown(&of_github("skips", &jobs(condition)), &["check", "name", "about", "deployment"]);
        let expected = if is_out { vec!["test | fast | test | ship".to_owned()] } else { Vec::new() };
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn what_somebody_writes_for_a_change_leaves_out_a_check() {
    let on = |event: &str, condition: &str| {
        let steps = format!("- if: {condition}\n  run: bandit -r src\n{DEPLOY}");
        let text = job(&steps).replace("on: push", &format!("on: {event}"));
        shown(&of_github("skips", &text), &["check", "by"])
    };
    for (event, condition, expected) in [
        ("push", "\"!contains(github.event.head_commit.message, '[skip scan]')\"", Some("scan | message")),
        ("pull_request", "\"!contains(github.event.head_commit.message, '[skip scan]')\"", None),
        ("pull_request", "\"!contains(github.event.pull_request.labels.*.name, 'skip-scan')\"", Some("scan | label")),
        ("pull_request", "\"!startsWith(github.event.pull_request.title, 'docs')\"", Some("scan | title")),
        ("push", "github.ref == 'refs/heads/main'", None),
    ] {
        assert_eq!(on(event, condition), expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{condition}");
    }
}

#[test]
fn a_variable_of_gitlab_leaves_out_a_job() {
    let found = |condition: &str, deployment: &str| {
        let text = format!(
            "stages: [test, deploy]\ntest:\n  stage: test\n  rules:\n    - if: {condition}\n      when: never\n    - when: \
             on_success\n  script: [pytest]\ndeploy:\n  stage: deploy\n{deployment}  script: [helm upgrade app ./chart]\n"
        );
        shown(&of_gitlab("skips", &text), &["check", "by", "name"])
    };
    for (condition, deployment, expected) in [
        ("$SKIP_TESTS", "", Some("test | variable | SKIP_TESTS")),
        ("'$FORCE_DEPLOY == \"1\"'", "", Some("test | variable | FORCE_DEPLOY")),
        ("$CI_COMMIT_TITLE =~ /hotfix/", "", Some("test | message | ")),
        ("$CI_COMMIT_BRANCH == \"docs\"", "", None),
        ("$SKIP_TESTS && $CI_COMMIT_TAG", "", None),
        ("$SKIP_TESTS", "  needs: [test]\n", None),
        ("$SKIP_TESTS", "  needs: [{job: test, optional: true}]\n", Some("test | variable | SKIP_TESTS")),
        ("$SKIP_TESTS", "  rules: [{if: $SKIP_TESTS, when: never}, {when: on_success}]\n", None),
    ] {
        let expected: Vec<String> = expected.map(str::to_owned).into_iter().collect();
        assert_eq!(found(condition, deployment), expected, "{condition} {deployment}");
    }
}

#[test]
fn a_deployment_says_which_events_start_it_from_any_branch() {
    let on = |events: &str, condition: &str| {
        let steps = "- run: helm upgrade app ./chart -n prod";
        let text = job(steps).replace("on: push", &format!("on: {events}"));
        let text = text.replace("    steps:", &format!("    if: {condition}\n    steps:"));
        shown(&of_github("deployments", &text), &["any_branch"])
    };
    for (events, condition, expected) in [
        ("[push, workflow_dispatch]", "''", "[\"push\",\"workflow_dispatch\"]"),
        ("{push: {branches: [main]}}", "''", "[]"),
        ("{push: {tags: ['v*']}, workflow_dispatch: }", "''", "[\"workflow_dispatch\"]"),
        ("workflow_dispatch", "github.ref == 'refs/heads/main'", "[]"),
        ("workflow_dispatch", "github.ref != 'refs/heads/main'", "[\"workflow_dispatch\"]"),
        ("push", "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)", "[]"),
        ("push", "startsWith(github.ref, 'refs/tags/')", "[]"),
        ("push", "github.ref_protected", "[]"),
        ("[push, workflow_dispatch]", "github.event_name == 'push'", "[\"push\"]"),
        ("push", "vars.DEPLOY == 'yes'", "[]"),
        ("[schedule, release]", "''", "[]"),
    ] {
        assert_eq!(on(events, condition), [expected.to_owned()], "{events} {condition}");
    }
}

#[test]
fn a_pipeline_that_is_too_large_is_said() {
    let job = |number: usize| {
        format!(
            "  j{number}:\n    runs-on: ubuntu-24.04\n    steps:\n      - if: ${{{{ !inputs.skip }}}}\n        run: pytest\n      - \
             run: helm upgrade app ./chart\n"
        )
    };
    let jobs: String = (0..600).map(job).collect();
    let text =
        format!("on: {{workflow_dispatch: {{inputs: {{skip: {{type: boolean}}}}}}}}\npermissions: {{}}\njobs:\n{jobs}");
    let found = shown(&of_github("skips", &text), &["goes_on", "why"]);
    assert_eq!(found, ["null | the pipeline is too large to be followed"]);
}
