//! What conditions come to.

use proptest::prelude::*;

use super::{Occasion, SoFar, Value, holds, outlives_failure, texts};

/// Whether a condition is false in every run that the event starts about the code of a stranger.
fn keeps_out(condition: &str, event: &str) -> bool {
    let on = Occasion { event: Some(event), triggers: &[], stranger: true, so_far: SoFar::ANY, named: &|_| None };
    holds(condition, &on) == Some(false)
}

/// What the file of the tests says of its own contexts.
fn named(pattern: &str) -> Option<Value> {
    Some(match pattern {
        "inputs.size" => Value::texts(["small", "large"]),
        "inputs.on" => Value::switch(),
        "env.no" => Value::text("false"),
        "env.empty" => Value::text(""),
        "matrix.version" => Value::typed(["1", "2"]),
        "matrix.deploy" => Value::typed(["true"]),
        "steps.scan.outcome" => Value::text("failure"),
        "steps.scan.conclusion" => Value::text("success"),
        "steps.other.outcome" => Value::texts(["success", "failure", "cancelled", "skipped"]),
        "needs.*.result" => Value::Each(vec![Value::text("success"), Value::text("skipped")]),
        "github.event.x" => Value::null(),
        _ => return None,
    })
}

fn on_push(condition: &str, so_far: SoFar) -> Option<bool> {
    let on = Occasion { event: Some("push"), triggers: &[], stranger: false, so_far, named: &named };
    holds(condition, &on)
}

const CASES: &[(&str, &str, bool)] = &[
    // The head is of this repository.
    ("pull_request_target", "github.event.pull_request.head.repo.full_name == github.repository", true),
    ("pull_request_target", "${{ github.repository == github.event.pull_request.head.repo.full_name }}", true),
    ("pull_request_target", "github.event.pull_request.head.repo.id == github.event.pull_request.base.repo.id", true),
    ("pull_request_target", "github.event.pull_request.head.user.login == github.repository_owner", true),
    ("pull_request_target", "github['event'].pull_request.head.repo.full_name == 'acme/app'", true),
    ("pull_request_target", "contains('acme/app acme/lib', github.event.pull_request.head.repo.full_name)", true),
    ("pull_request_target", "github.event.pull_request.head.repo.fork == false", true),
    ("pull_request_target", "!github.event.pull_request.head.repo.fork", true),
    ("pull_request_target", "github.event.pull_request.head.repo.fork == false && always()", true),
    ("pull_request_target", "vars.ON && !github.event.pull_request.head.repo.fork && 'x'", true),
    ("workflow_run", "github.event.workflow_run.head_repository.full_name == github.repository", true),
    ("workflow_run", "github.event.workflow_run.event == 'push'", true),
    ("workflow_run", "github.event.workflow_run.event != 'push'", false),
    ("workflow_run", "github.event.workflow_run.event == 'pull_request'", false),
    ("workflow_run", "github.event.workflow_run.conclusion == 'success'", false),
    // The opposite, in every form.
    ("pull_request_target", "!(github.event.pull_request.head.repo.full_name == github.repository)", false),
    ("pull_request_target", "github.event.pull_request.head.repo.full_name != github.repository", false),
    ("pull_request_target", "false == (github.event.pull_request.head.repo.full_name == github.repository)", false),
    ("pull_request_target", "github.event.pull_request.head.repo.fork == false == false", false),
    ("pull_request_target", "github.event.pull_request.head.repo.name == github.event.repository.name", false),
    // Either may hold.
    ("pull_request_target", "!github.event.pull_request.head.repo.fork || vars.ON", false),
    ("pull_request_target", "!github.event.pull_request.head.repo.fork || github.event_name == 'push'", true),
    // What only looks like a guard.
    ("pull_request_target", "'head.repo.full_name==github.repository' != ''", false),
    ("pull_request_target", "contains('head.repo.fork==false', 'no') == false", false),
    ("pull_request_target", "format('{0}', github.event.pull_request.head.repo.fork == false) != 'x'", false),
    ("pull_request_target", "${{ !github.event.pull_request.head.repo.fork }} && true", false),
    ("pull_request_target", "${{ !github.event.pull_request.head.repo.fork }}\n", false),
    ("pull_request_target", "${{ false }}${{ false }}", false),
    ("pull_request_target", "contains(github.event.pull_request.labels.*.name, 'safe')", false),
    ("pull_request_target", "github.actor == 'dependabot[bot]'", false),
    ("pull_request_target", "false", true),
    ("pull_request_target", "", false),
    ("pull_request_target", "not an expression", false),
    // Of the payload of another event nothing is there.
    ("issue_comment", "github.event.pull_request.head.repo.fork == false", false),
    ("issue_comment", "github.event.pull_request.head.repo.full_name == github.repository", true),
    // Another event.
    ("pull_request_target", "github.event_name != 'pull_request_target'", true),
    ("pull_request_target", "github.event_name == 'push'", true),
    ("pull_request_target", "!(github.event_name != 'pull_request_target')", false),
    ("pull_request_target", "github.event_name == 'PULL_REQUEST_TARGET'", false),
    // Members only.
    ("issue_comment", "github.event.comment.author_association == 'MEMBER'", true),
    ("issue_comment", "!(github.event.comment.author_association == 'MEMBER')", false),
    ("issue_comment", "contains('OWNER MEMBER', github.event.comment.author_association)", true),
    ("issue_comment", "!contains('OWNER', github.event.comment.author_association)", false),
    ("issue_comment", "contains(github.event.comment.author_association, 'member')", true),
    ("issue_comment", "contains(fromJSON('[\"OWNER\", \"member\"]'), github.event.comment.author_association)", true),
    (
        "issue_comment",
        "contains(fromJSON('[\"OWNER\", \"CONTRIBUTOR\"]'), github.event.comment.author_association)",
        false,
    ),
    ("issue_comment", "contains(fromJSON('[\"NONE\"]'), github.event.comment.author_association)", false),
    ("issue_comment", "contains(fromJSON(vars.WHO), github.event.comment.author_association)", false),
    ("issue_comment", "contains(fromJSON('[]'), github.event.comment.author_association)", true),
    ("pull_request_target", "contains(fromJSON('[\"OWNER\"]'), github.event.pull_request.author_association)", true),
    // A comment on something that is no pull request.
    ("issue_comment", "!github.event.issue.pull_request", true),
    ("issue_comment", "github.event.issue.pull_request == null", true),
    ("issue_comment", "github.event.issue.pull_request && github.event.comment.body == '/test'", false),
];

#[test]
fn a_condition_counts_by_what_it_comes_to() {
    for (event, condition, expected) in CASES {
        assert_eq!(keeps_out(condition, event), *expected, "{event}: {condition}");
    }
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

const COMPARED: &[(&str, Option<bool>)] = &[
    ("", YES),
    ("false", NO),
    ("${{ false }}", NO),
    ("${{ false }} ", YES),
    ("'false'", YES),
    ("''", NO),
    ("!true", NO),
    ("null", NO),
    ("0", NO),
    ("'0'", YES),
    ("github.event_name == 'PUSH'", YES),
    ("github.event_name != 'push' && vars.X", NO),
    ("vars.X || github.event_name == 'push'", YES),
    ("vars.X == 'y'", None),
    ("vars.X && false", NO),
    ("vars.X || true", YES),
    ("github.actor == 'octocat'", None),
    ("startsWith(github.event_name, 'PU')", YES),
    ("endsWith(github.event_name, 'x')", NO),
    ("contains('a push b', github.event_name)", YES),
    ("contains(fromJSON('[\"push\", \"x\"]'), github.event_name)", YES),
    ("contains(vars.X, 'y')", None),
    ("format('{0}-{1}', github.event_name, 'x') == 'push-x'", YES),
    ("fromJSON(env.no)", NO),
    ("fromJSON(env.no) == false", YES),
    ("env.no", YES),
    ("env.no == false", NO),
    ("env.empty == false", YES),
    ("env.empty == null", YES),
    ("hashFiles('x') == 'y'", None),
    ("inputs.size == 'huge'", NO),
    ("inputs.size == 'large'", None),
    ("inputs.size", YES),
    ("inputs.on", None),
    ("inputs.on == 'x'", NO),
    ("matrix.version >= 1", YES),
    ("matrix.version > 2", NO),
    ("matrix.version > 1", None),
    ("matrix.deploy", YES),
    ("steps.scan.outcome == 'failure'", YES),
    ("steps.scan.outcome == 'failed'", NO),
    ("steps.scan.conclusion == 'failure'", NO),
    ("steps.other.outcome == 'failed'", NO),
    ("steps.other.outcome == 'failure'", None),
    ("contains(needs.*.result, 'failure')", NO),
    ("contains(needs.*.result, 'skipped')", YES),
    ("join(needs.*.result, ',') == ''", None),
    ("success()", YES),
    ("failure()", NO),
    ("failure() || always()", YES),
    ("!cancelled()", YES),
    ("github.event.pull_request", NO),
    ("github.event.x.y", None),
    ("github.head_ref == ''", YES),
    ("case(inputs.size == 'huge', false, true)", YES),
    ("case(vars.X, true, true)", None),
    ("not an expression", None),
];

#[test]
fn values_count_as_github_compares_them() {
    for (condition, expected) in COMPARED {
        assert_eq!(on_push(condition, SoFar::WELL), *expected, "{condition}");
    }
}

#[test]
fn nothing_runs_after_a_failure_that_does_not_ask() {
    let failed = SoFar { success: Some(false), failure: Some(true), cancelled: Some(false) };
    for (condition, expected) in [
        ("", Some(false)),
        ("true", Some(false)),
        ("${{ true }} ", Some(false)),
        ("always()", Some(true)),
        ("always() && false", Some(false)),
        ("failure()", Some(true)),
        ("success()", Some(false)),
        ("!cancelled()", Some(true)),
        ("${{ always() }}", Some(true)),
        ("vars.X", Some(false)),
        ("'always()' == 'x'", Some(false)),
    ] {
        assert_eq!(on_push(condition, failed), expected, "{condition}");
    }
}

#[test]
fn a_text_is_known_with_the_expressions_in_it() {
    let on = Occasion { event: Some("push"), triggers: &[], stranger: false, so_far: SoFar::WELL, named: &named };
    for (text, expected) in [
        ("plain", Some(vec!["plain"])),
        ("a ${{ inputs.size }} b", Some(vec!["a small b", "a large b"])),
        ("${{ steps.scan.outcome }}${{ 'x' }}", Some(vec!["failurex"])),
        ("${{ vars.X }}", None),
        ("${{ open", None),
    ] {
        assert_eq!(texts(text, &on), expected.map(|it| it.into_iter().map(str::to_owned).collect()), "{text}");
    }
}

/// Conditions of a few parts, some of which are not known.
fn condition() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("vars.A".to_owned()),
        Just("vars.B".to_owned()),
        Just("vars.A == 'x'".to_owned()),
        Just("contains('x y', vars.B)".to_owned()),
    ];
    atom.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| format!("!({it})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one} && {other})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one} || {other})")),
        ]
    })
}

/// The answer with some of the variables known.
fn with(condition: &str, a: Option<&str>, b: Option<&str>) -> Option<bool> {
    let named = |pattern: &str| match pattern {
        "vars.a" => a.map(Value::text),
        "vars.b" => b.map(Value::text),
        _ => None,
    };
    let on = Occasion { event: Some("push"), triggers: &[], stranger: false, so_far: SoFar::WELL, named: &named };
    holds(condition, &on)
}

proptest! {
    #[test]
    fn not_and_or_are_an_algebra(one in condition(), other in condition()) {
        let answer = |text: String| with(&text, None, None);
        prop_assert_eq!(answer(format!("!(!({one}))")), answer(one.clone()));
        prop_assert_eq!(answer(format!("!({one} && {other})")), answer(format!("!({one}) || !({other})")));
        prop_assert_eq!(answer(format!("!({one} || {other})")), answer(format!("!({one}) && !({other})")));
        prop_assert_eq!(answer(format!("{one} && {other}")), answer(format!("{other} && {one}")));
    }

    #[test]
    fn what_is_known_stays_so_when_more_is_known(text in condition(), a in "[xyz]{0,2}", b in "[xyz]{0,2}") {
        let all = with(&text, Some(&a), Some(&b));
        prop_assert!(all.is_some(), "{text}");
        for less in [with(&text, None, None), with(&text, Some(&a), None), with(&text, None, Some(&b))] {
            prop_assert!(less.is_none() || less == all, "{text}");
        }
    }
}

#[test]
fn only_some_functions_let_a_job_run_after_a_failure() {
    for condition in ["", "github.ref == 'x'", "success() && true", "${{ contains(github.ref, 'always()') }}"] {
        assert!(!outlives_failure(condition), "{condition}");
    }
    for condition in ["always()", "${{ !cancelled() }}", "github.ref == 'x' || failure()", "a b", "${{ github.ref }} x"]
    {
        assert!(outlives_failure(condition), "{condition}");
    }
}
