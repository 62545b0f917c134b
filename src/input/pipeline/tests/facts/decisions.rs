//! Changes that the pipeline itself approves or merges.

use super::*;

fn of_steps(steps: &str) -> Vec<String> {
    shown(&of_github("decisions", &job(steps)), &["does", "tool"])
}

#[test]
fn what_decides_about_a_change_is_known_by_what_it_calls() {
    let cases = [
        ("- run: gh pr review --approve \"$URL\"", vec!["approves | gh pr review"]),
        ("- run: gh pr review \"$URL\" -a", vec!["approves | gh pr review"]),
        ("- run: gh pr review --comment -b hello", vec![]),
        ("- run: gh pr merge --squash \"$URL\"", vec!["merges | gh pr merge"]),
        ("- run: gh pr merge --auto --squash \"$URL\"", vec![]),
        ("- run: gh pr merge --admin --squash \"$URL\"", vec!["overrides | gh pr merge"]),
        ("- run: glab mr approve 7", vec!["approves | glab mr approve"]),
        ("- run: glab mr merge 7 --auto-merge=false", vec!["merges | glab mr merge"]),
        ("- run: glab mr merge 7 --auto-merge", vec![]),
        ("- uses: hmarr/auto-approve-action@v4", vec!["approves | auto-approve"]),
        ("- uses: pascalgn/automerge-action@v0.16.4", vec!["merges | automerge"]),
        (
            "- uses: ahmadnassri/action-dependabot-auto-merge@v2\n  with: {approve: false}",
            vec!["merges | dependabot-auto-merge"],
        ),
        ("- run: git merge --no-ff topic", vec![]),
    ];
    for (steps, expected) in cases {
        assert_eq!(of_steps(steps), expected, "{steps}");
    }
}

#[test]
fn the_api_of_the_forge_is_asked_for_it_too() {
    let cases = [
        ("curl -X POST -H \"$T\" \"$API/projects/1/merge_requests/$IID/approve\"", vec!["approves | curl"]),
        ("curl -H \"$T\" \"$API/projects/1/merge_requests/$IID/approvals\"", vec![]),
        ("curl --request PUT \"$API/projects/1/merge_requests/$IID/merge?squash=true\"", vec!["merges | curl"]),
        ("curl \"$API/repos/a/b/pulls/$N/merge\"", vec![]),
        ("gh api -X PUT repos/a/b/pulls/$N/merge", vec!["merges | gh"]),
        ("gh api repos/a/b/pulls/$N/reviews -f event=APPROVE", vec!["approves | gh"]),
        ("gh api repos/a/b/pulls/$N/reviews -f event=COMMENT", vec![]),
        ("gh api graphql -f query='mutation { mergePullRequest(input: {}) { x } }'", vec!["merges | gh"]),
        ("gh api graphql -f query='mutation { enablePullRequestAutoMerge(input: {}) { x } }'", vec![]),
        ("curl -d '{\"event\":\"APPROVE\"}' https://api.github.com/repos/a/b/pulls/7/reviews", vec!["approves | curl"]),
    ];
    for (command, expected) in cases {
        assert_eq!(of_steps(&format!("- run: |\n    {command}")), expected, "{command}");
    }
}

#[test]
fn a_program_decides_by_the_methods_that_it_calls() {
    let cases = [
        (
            "await github.rest.pulls.createReview({ pull_number: 7, event: 'APPROVE' })",
            vec!["approves | github-script"],
        ),
        ("const it = { event: \"APPROVE\" }; await github.pulls.createReview(it)", vec!["approves | github-script"]),
        ("await github.rest.pulls.createReview({ event: 'COMMENT', body: 'APPROVE?' })", vec![]),
        ("await github.rest.pulls.merge({ pull_number: 7 })", vec!["merges | github-script"]),
        ("const all = [1].merge(2); object.merge(all)", vec![]),
        ("// pulls.merge(7)\ncore.info('createReview APPROVE')", vec![]),
        ("await github.graphql(`mutation { mergePullRequest(input: {}) { x } }`)", vec!["merges | github-script"]),
    ];
    for (script, expected) in cases {
        let script: String = script.lines().map(|line| format!("      {line}\n")).collect();
        let steps = format!("- uses: actions/github-script@v7\n  with:\n    script: |\n{script}");
        assert_eq!(of_steps(&steps), expected, "{script}");
    }
}

#[test]
fn a_merge_that_the_review_of_a_person_starts_is_theirs() {
    let on = |events: &str, steps: &str| {
        let text = job(steps).replace("on: push", &format!("on: {events}"));
        shown(&of_github("decisions", &text), &["does"])
    };
    assert_eq!(on("pull_request_review", "- run: gh pr merge 7"), Vec::<String>::new());
    assert_eq!(on("[pull_request_review, push]", "- run: gh pr merge 7"), vec!["merges"]);
    assert_eq!(
        on("[pull_request_review, push]", "- if: github.event_name == 'pull_request_review'\n  run: gh pr merge 7"),
        Vec::<String>::new()
    );
    assert_eq!(on("pull_request_review", "- run: gh pr merge 7 --admin"), vec!["overrides"]);
    assert_eq!(on("pull_request_review", "- run: gh pr review -a"), vec!["approves"]);
    assert_eq!(on("push", "- if: false\n  run: gh pr merge 7"), Vec::<String>::new());
}

#[test]
fn gitlab_decides_so_too() {
    let text = "merge:\n  script:\n    - glab mr approve $CI_MERGE_REQUEST_IID\n    - glab mr merge -y\n";
    assert_eq!(
        shown(&of_gitlab("decisions", text), &["does", "about"]),
        ["approves | merge", "merges | merge"].map(str::to_owned)
    );
}
