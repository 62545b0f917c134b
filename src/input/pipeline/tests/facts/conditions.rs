//! What never runs, and what judges a scan later.

use super::*;

const SCAN: &str = "- id: s\n  run: bandit -r src\n  continue-on-error: true\n";

fn behind(steps: &str) -> Vec<String> {
    shown(&of_github("scans", &job(&format!("{SCAN}{steps}"))), &["stops", "lost"])
}

#[test]
fn a_step_behind_a_scan_may_end_the_job_for_it() {
    const TEETH: &[&str] = &[];
    const NONE: &[&str] = &["false | step"];
    const UNKNOWN: &[&str] = &["null | step"];
    for (steps, expected) in [
        ("- if: steps.s.outcome == 'failure'\n  run: exit 1", TEETH),
        ("- if: ${{ steps.S.outcome != 'success' }}\n  run: exit 1", TEETH),
        ("- if: always() && steps.s.outcome == 'failure'\n  run: \"echo bad\\nexit 1\"", TEETH),
        ("- if: steps.s.outcome == 'failure'\n  run: \"false\"", TEETH),
        ("- run: test \"${{ steps.s.outcome }}\" = success", TEETH),
        ("- run: \"[[ '${{ steps.s.outcome }}' == success ]] || exit 1\"", TEETH),
        ("- run: if [ \"${{ steps.s.outcome }}\" != success ]; then echo no; exit 1; fi", TEETH),
        ("- run: case \"$O\" in success) ;; *) exit 1;; esac\n  env: {O: \"${{ steps.s.outcome }}\"}", TEETH),
        ("- run: \"[ $O = failure ] && exit 1\"\n  env: {O: \"${{ steps.s.outcome }}\"}", TEETH),
        // It never runs, or cannot fail.
        ("- if: steps.s.conclusion == 'failure'\n  run: exit 1", NONE),
        ("- if: steps.s.outcome == 'failed'\n  run: exit 1", NONE),
        ("- if: steps.other.outcome == 'failure'\n  run: exit 1", NONE),
        ("- if: failure()\n  run: exit 1", NONE),
        ("- if: steps.s.outcome == 'failure' && github.event_name == 'pull_request'\n  run: exit 1", NONE),
        ("- if: steps.s.outcome == 'failure'\n  run: exit 0", NONE),
        ("- if: steps.s.outcome == 'failure'\n  run: echo bad", NONE),
        ("- if: steps.s.outcome == 'failure'\n  run: exit 1 || true", TEETH),
        ("- if: steps.s.outcome == 'failure'\n  run: false || true", NONE),
        ("- if: steps.s.outcome == 'failure'\n  run: exit 1\n  continue-on-error: true", NONE),
        ("- run: test \"${{ steps.s.outcome }}\" = failure", NONE),
        ("- if: steps.s.outcome == 'failure'\n  uses: acme/tell@v1", NONE),
        // It stands behind what it should hold up.
        ("- run: kubectl apply -f x\n- if: steps.s.outcome == 'failure'\n  run: exit 1", NONE),
        // Nobody can say.
        ("- if: steps.s.outcome == 'failure' && vars.STRICT\n  run: exit 1", UNKNOWN),
        ("- if: steps.s.outcome == 'failure' && github.actor == 'octocat'\n  run: exit 1", UNKNOWN),
        ("- if: steps.s.outcome == 'failure'\n  run: ./judge.sh", UNKNOWN),
        ("- if: steps.s.outcome == 'failure'\n  run: exit 1\n  continue-on-error: ${{ vars.SOFT == 'y' }}", UNKNOWN),
        (
            "- if: steps.s.outcome == 'failure'\n  uses: actions/github-script@v7\n  with: {script: core.setFailed('x')}",
            UNKNOWN,
        ),
    ] {
        assert_eq!(behind(steps), expected, "{steps}");
    }
}

#[test]
fn a_script_may_keep_the_code_of_a_scan_for_a_later_step() {
    for (script, judge, expected) in [
        ("bandit -r src || echo \"bad=1\" >> \"$GITHUB_OUTPUT\"", "steps.s.outputs.bad == '1'", &[][..]),
        ("bandit -r src || c=$?\\necho \"code=$c\" >> \"$GITHUB_OUTPUT\"", "steps.s.outputs.code != '0'", &[]),
        ("bandit -r src || echo \"bad=1\" >> \"$GITHUB_OUTPUT\"", "steps.s.outputs.bad == '2'", &["false | script"]),
        ("bandit -r src || echo \"bad=1\" >> \"$GITHUB_OUTPUT\"", "steps.s.outcome == 'failure'", &["false | script"]),
    ] {
        let steps = format!("- id: s\n  run: \"{}\"\n- if: {judge}\n  run: exit 1", script.replace('"', "\\\""));
        assert_eq!(shown(&of_github("scans", &job(&steps)), &["stops", "lost"]), expected, "{script} {judge}");
    }
}

fn with_condition(of_job: &str, of_step: &str) -> String {
    format!(
        "on: [push, pull_request]\npermissions: {{}}\njobs:\n  a:\n    if: {of_job}\n    runs-on: x\n    steps:\n      - if: {of_step}\n        \
         run: kubectl apply -f x -n production\n      - if: {of_step}\n        run: bandit -r src\n"
    )
}

#[test]
fn what_never_runs_deploys_and_scans_nothing() {
    let found = |text: &str| {
        let scans = shown(&of_github("scans", text), &["lost"]);
        (of_github("deployments", text).len(), scans)
    };
    let (runs, dead) = ((1, vec![]), (0, vec!["never".to_owned()]));
    for (of_job, of_step, expected) in [
        ("true", "true", &runs),
        ("false", "true", &dead),
        ("\"'false'\"", "true", &runs),
        ("\"${{ false }}\"", "true", &dead),
        ("\"${{ false }} \"", "true", &runs),
        ("true", "false", &dead),
        ("true", "failure()", &runs),
        ("failure()", "true", &dead),
        ("github.event_name == 'release'", "true", &dead),
        ("github.event_name == 'push'", "github.event_name != 'push'", &dead),
        ("github.event_name == 'push'", "github.actor == 'octocat'", &runs),
        ("github.ref == 'refs/heads/main'", "true", &runs),
        ("github.event.pull_request.number == 1", "github.event_name == 'push'", &dead),
        ("inputs.deploy", "true", &dead),
    ] {
        assert_eq!(&found(&with_condition(of_job, of_step)), expected, "{of_job} / {of_step}");
    }
}

#[test]
fn what_deploys_in_an_action_does_not_wait_for_a_verdict_behind_it() {
    let action = |command: &str| {
        format!("name: x\nruns:\n  using: composite\n  steps:\n    - run: {command}\n      shell: bash\n")
    };
    let judge = "- uses: actions/checkout@v4\n- uses: ./x\n- if: steps.s.outcome == 'failure'\n  run: exit 1";
    let text = job(&format!("{SCAN}{judge}"));
    for (command, expected) in [("kubectl apply -f x", &["false | step"][..]), ("ls", &[])] {
        let action = action(command);
        let files = [(".github/workflows/a.yml", text.as_str()), ("x/action.yml", action.as_str())];
        let found = list(&document(&github::Workflow, &files), "scans");
        assert_eq!(shown(&found, &["stops", "lost"]), expected, "{command}");
    }
}

#[test]
fn a_variable_of_a_condition_is_what_the_job_has() {
    let of = |env: &str, before: &str, files: &[(&str, &str)]| {
        let steps = format!("- uses: actions/checkout@v4\n{before}- if: env.GO == 'yes'\n  run: kubectl apply -f x\n");
        let text = job(&steps).replace("    steps:", &format!("    env: {{GO: {env}}}\n    steps:"));
        let files: Vec<_> =
            [(".github/workflows/a.yml", text.as_str())].into_iter().chain(files.iter().copied()).collect();
        list(&document(&github::Workflow, &files), "deployments").len()
    };
    let files = &[
        ("ops/set.sh", "echo GO=yes >> $GITHUB_ENV\n"),
        ("ops/set.js", "fs.appendFileSync(process.env.GITHUB_ENV, 'GO=yes')\n"),
        ("ops/other.sh", "ls\n"),
    ];
    for (env, before, expected) in [
        ("yes", "", 1),
        ("no", "", 0),
        ("no", "- run: ls\n", 0),
        ("no", "- run: ./ops/other.sh\n", 0),
        // What a step runs may set it anew, in whatever language.
        ("no", "- run: echo GO=yes >> $GITHUB_ENV\n", 1),
        ("no", "- run: ./ops/set.sh\n", 1),
        ("no", "- run: node ops/set.js\n", 1),
        ("no", "- uses: actions/github-script@v7\n  with: {script: \"core.exportVariable('GO', 'yes')\"}\n", 1),
        ("no", "- uses: actions/github-script@v7\n  with: {script: \"core.info('GO')\"}\n", 0),
    ] {
        assert_eq!(of(env, before, files), expected, "{env} {before}");
    }
}

#[test]
fn a_called_workflow_has_variables_of_its_own() {
    let calls = "on: push\nenv: {GO: '%'}\njobs: {a: {uses: ./.github/workflows/b.yml}}\n";
    let called = "on: workflow_call\nenv: {GO: '%'}\njobs:\n  b:\n    runs-on: x\n    steps:\n      - if: env.GO == 'yes'\n        run: kubectl apply -f x\n";
    for (of_caller, own, expected) in [("no", "yes", 1), ("yes", "no", 0), ("yes", "yes", 1), ("no", "no", 0)] {
        let (calls, called) = (calls.replace('%', of_caller), called.replace('%', own));
        let files = [(".github/workflows/a.yml", calls.as_str()), (".github/workflows/b.yml", called.as_str())];
        let found = list(&document(&github::Workflow, &files), "deployments");
        assert_eq!(found.len(), expected, "{of_caller} {own}");
    }
}

#[test]
fn an_expression_may_add_any_combination_to_a_matrix() {
    for (more, expected) in
        [("", 0), ("include: [{to: dev}]", 0), ("include: [{to: prod}]", 1), ("include: '${{ fromJSON(vars.M) }}'", 1)]
    {
        let text = job("- if: matrix.to == 'prod'\n  run: kubectl apply -f x");
        let text = text.replace("    steps:", &format!("    strategy: {{matrix: {{to: [test], {more}}}}}\n    steps:"));
        assert_eq!(of_github("deployments", &text).len(), expected, "{more}");
    }
}

#[test]
fn a_job_is_skipped_with_what_it_needs() {
    let text = |condition: &str| {
        format!(
            "on: push\npermissions: {{}}\njobs:\n  a: {{if: false, runs-on: x, steps: [{{run: ls}}]}}\n  b:\n    needs: a\n{condition}    \
             runs-on: x\n    steps: [{{run: helm upgrade production}}]\n"
        )
    };
    for (condition, expected) in [
        ("", 0),
        ("    if: github.event_name == 'push'\n", 0),
        ("    if: always()\n", 1),
        ("    if: \"!cancelled()\"\n", 1),
        ("    if: always() && needs.a.result == 'success'\n", 0),
        ("    if: always() && needs.a.result == 'skipped'\n", 1),
        ("    if: always() && contains(needs.*.result, 'success')\n", 0),
    ] {
        assert_eq!(of_github("deployments", &text(condition)).len(), expected, "{condition}");
    }
}

#[test]
fn a_branch_that_does_not_start_the_workflow_deploys_nothing() {
    for (on, condition, expected) in [
        ("{push: {branches: [main]}}", "github.ref == 'refs/heads/main'", 1),
        ("{push: {branches: [main]}}", "github.ref == 'refs/heads/production'", 0),
        ("{push: {branches: ['*']}}", "github.ref == 'refs/heads/production'", 1),
        ("{push: {branches: [main]}}", "startsWith(github.ref, 'refs/tags/')", 0),
        ("{push: {tags: ['v*']}}", "startsWith(github.ref, 'refs/tags/')", 1),
        ("{push: {branches: [main], tags-ignore: [x]}}", "startsWith(github.ref, 'refs/tags/')", 1),
        ("pull_request", "github.ref == 'refs/heads/main'", 0),
        ("{pull_request: {types: [closed]}}", "github.ref == 'refs/heads/main'", 1),
        ("{workflow_dispatch: {inputs: {to: {type: choice, options: [a, b]}}}}", "inputs.to == 'c'", 0),
        ("{workflow_dispatch: {inputs: {to: {type: choice, options: [a, b]}}}}", "inputs.to == 'a'", 1),
    ] {
        let text = format!(
            "on: {on}\npermissions: {{}}\njobs: {{a: {{if: \"{condition}\", runs-on: x, steps: [{{run: helm upgrade production}}]}}}}"
        );
        assert_eq!(of_github("deployments", &text).len(), expected, "{on} {condition}");
    }
}

#[test]
fn a_second_scan_makes_up_only_if_it_always_runs() {
    for (second, expected) in [
        ("- run: bandit -r src\n  if: always()", 0),
        ("- run: bandit -r src\n  if: github.event_name == 'push'", 0),
        ("- run: bandit -r src\n  if: github.actor == 'octocat'", 1),
        ("- run: bandit -r src\n  if: github.ref == 'refs/heads/x'", 1),
        ("- run: bandit -r src\n  if: failure()", 1),
        ("- run: bandit -r src\n  if: false", 1),
        ("- uses: github/codeql-action/upload-sarif@v3\n  if: always()", 0),
        ("- uses: github/codeql-action/upload-sarif@v3\n  if: false", 1),
        ("- uses: github/codeql-action/upload-sarif@v3\n  if: github.actor == 'octocat'", 1),
        ("- uses: github/codeql-action/upload-sarif@v3\n  with: {sarif_file: none.sarif}", 1),
    ] {
        let steps = format!("- run: bandit -r src --exit-zero\n{second}");
        let soft = of_github("scans", &job(&steps)).into_iter().filter(|fact| fact["lost"] == "call");
        assert_eq!(soft.count(), expected, "{second}");
    }
    let steps = "- uses: github/codeql-action/upload-sarif@v3\n- run: bandit -r src --exit-zero";
    assert_eq!(of_github("scans", &job(steps)).len(), 1, "an upload before the scan");
}

#[test]
fn the_rules_of_gitlab_decide_whether_a_scan_bites() {
    for (keys, expected) in [
        ("rules: [{when: always, allow_failure: true}]", vec!["false | job"]),
        ("rules: [{if: $CI_COMMIT_BRANCH, allow_failure: true}]", vec!["false | job"]),
        ("rules: [{if: $CI_COMMIT_TAG, allow_failure: true}, {when: on_success}]", vec![]),
        ("rules: [{if: $SOFT, allow_failure: true}, {when: on_success}]", vec!["null | job"]),
        ("rules: [{if: $SOFT, allow_failure: true}, {when: on_success}]\n  variables: {SOFT: ''}", vec![]),
        ("rules: [{allow_failure: false}]\n  allow_failure: true", vec![]),
        ("rules: [{when: never}]", vec!["false | never"]),
        ("rules: [{if: $CI_COMMIT_TAG && $CI_COMMIT_BRANCH}]", vec!["false | never"]),
        ("rules: [{if: $CI_PIPELINE_SOURCE == 'nothing'}]", vec!["false | never"]),
        ("rules: [{if: $CI_COMMIT_BRANCH, when: manual}]", vec![]),
        ("rules: [{when: manual, allow_failure: true}]", vec!["false | by_hand"]),
        ("only: [main]", vec![]),
    ] {
        let text = format!("a:\n  {keys}\n  script: [bandit -r src]\n");
        assert_eq!(shown(&of_gitlab("scans", &text), &["stops", "lost"]), expected, "{keys}");
    }
}

#[test]
fn an_approval_counts_where_the_deployment_is() {
    let answer = |ask: &str, go: &str| {
        let text = format!(
            "stages: [a, b]\nask:\n  stage: a\n  script: [ls]\n  allow_failure: false\n  {ask}\ngo:\n  stage: b\n  script: [make]\n  \
             environment: production\n  {go}\n"
        );
        shown(&of_gitlab("deployments", &text), &["approver"])
    };
    for (ask, go, expected) in [
        ("when: manual", "", "starter"),
        ("rules: [{when: manual}]", "", "starter"),
        ("rules: [{if: $ASK, when: manual}]", "", "null"),
        ("rules: [{if: $ASK, when: manual}]", "rules: [{if: $ASK}]", "starter"),
        ("rules: [{if: $CI_COMMIT_TAG, when: manual}]", "", "nobody"),
        ("rules: [{if: $CI_COMMIT_TAG, when: manual}]", "rules: [{if: $CI_COMMIT_TAG}]", "starter"),
        (
            "rules: [{if: '$CI_COMMIT_BRANCH == \"main\"', when: manual}]",
            "rules: [{if: '$CI_COMMIT_BRANCH == \"main\"'}]",
            "starter",
        ),
        (
            "rules: [{if: $CI_COMMIT_BRANCH, when: manual}]",
            "rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]",
            "starter",
        ),
        ("when: manual\n  only: [main]", "only: [main]", "starter"),
        ("when: manual\n  only: [main, x]", "only: [main]", "starter"),
        ("when: manual\n  only: [tags]", "only: [branches]", "nobody"),
    ] {
        assert_eq!(answer(ask, go), [expected], "{ask} / {go}");
    }
}

#[test]
fn a_name_is_made_of_what_its_variables_hold() {
    for (name, keys, expected) in [
        ("$TO", "variables: {TO: production}", "[\"production\"]"),
        ("$TO", "", "null"),
        ("$TO", "rules: [{if: $X, variables: {TO: a}}, {variables: {TO: b}}]", "[\"a\",\"b\"]"),
        ("pro${NOTHING}duction", "", "[\"pro${NOTHING}duction\",\"production\"]"),
        ("pro${NOTHING}duction", "variables: {NOTHING: ''}", "[\"production\"]"),
        ("review/$BRANCH", "", "[\"review/$BRANCH\"]"),
    ] {
        let text = format!("a:\n  script: [make]\n  environment: {{name: \"{name}\"}}\n  {keys}\n");
        assert_eq!(shown(&of_gitlab("deployments", &text), &["environments"]), [expected], "{name} {keys}");
    }
}
