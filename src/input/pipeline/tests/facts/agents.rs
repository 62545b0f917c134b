//! What agents are told, by whom they are started, and with which rights.

use super::*;

/// A workflow that an issue or a comment starts, with one step.
fn started(on: &str, condition: &str, step: &str) -> String {
    format!(
        "on: {on}\npermissions: {{issues: write}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    if: {condition}\n    steps:\n{}",
        indented(step)
    )
}

const TEXT: &str = "\n  env: {BODY: '${{ github.event.issue.body }}'}";

#[test]
fn texts_of_strangers_are_followed_into_the_prompt_of_a_command() {
    let body = "github.event.issue.body";
    let cases = [
        (format!("- run: claude -p \"Fix $BODY\"{TEXT}"), body),
        (format!("- run: claude -p \"${{BODY:0:100}}\"{TEXT}"), body),
        (format!("- run: |\n    prompt=\"Fix this: $BODY\"\n    timeout 60 codex exec \"$prompt\"{TEXT}"), body),
        (format!("- run: printf '%s' \"$BODY\" | claude -p{TEXT}"), body),
        (format!("- run: claude -p <<< \"$BODY\"{TEXT}"), body),
        (format!("- run: |\n    claude -p <<END\n    Fix $BODY\n    END{TEXT}"), body),
        (format!("- run: |\n    echo \"$BODY\" > p.txt\n    gemini -p \"$(cat p.txt)\"{TEXT}"), body),
        (format!("- run: |\n    echo \"$BODY\" > p.txt\n    cat p.txt | claude -p \"Sum up\"{TEXT}"), body),
        (format!("- run: |\n    ask() {{ claude -p \"$1\"; }}\n    ask \"$BODY\"{TEXT}"), body),
        (format!("- run: npx -y @anthropic-ai/claude-code -p \"$BODY\"{TEXT}"), body),
        (format!("- run: echo \"B=$BODY\" >> $GITHUB_ENV{TEXT}\n- run: claude -p \"$B\""), body),
        ("- run: gh issue view 1 | claude -p Triage".to_owned(), "what `gh issue view` prints"),
        ("- run: claude -p \"$(gh issue view 1 --json body -q .body)\"".to_owned(), "what `gh issue view` prints"),
        ("- run: claude -p \"$(gh pr diff 1)\"".to_owned(), "what `gh pr diff` prints"),
    ];
    for (steps, source) in &cases {
        let facts = of_github("agents", &started("issues", "true", steps));
        assert_eq!(shown(&facts, &["foreign", "source"]), [format!("true | {source}")], "{steps}");
    }
    let harmless = [
        "- run: claude -p \"Fix $NUMBER\"\n  env: {NUMBER: '${{ github.event.issue.number }}'}".to_owned(),
        format!("- run: claude -p \"$(printf '%s' \"$BODY\" | tr -cd 0-9)\"{TEXT}"),
        format!("- run: |\n    echo \"$BODY\"\n    claude -p Triage{TEXT}"),
        format!("- run: |\n    BODY=fixed\n    claude -p \"$BODY\"{TEXT}"),
    ];
    for steps in &harmless {
        let facts = of_github("agents", &started("issues", "true", steps));
        assert_eq!(shown(&facts, &["foreign", "source"]), ["false | "], "{steps}");
    }
    // No script is made of it: no other fact says so again.
    assert_eq!(of_github("flows", &started("issues", "true", &cases[0].0)).len(), 0);
}

#[test]
fn a_file_that_a_script_has_filled_is_a_prompt_as_well() {
    let files = [
        ("p.txt", "p.txt"),
        ("./p.txt", "p.txt"),
        ("$RUNNER_TEMP/p.txt", "${{ runner.temp }}/p.txt"),
        ("$GITHUB_WORKSPACE/p.txt", "${{github.workspace}}/p.txt"),
    ];
    for (written, read) in files {
        let action = format!("- uses: openai/codex-action@v1\n  with: {{prompt-file: '{read}', allow-users: '*'}}");
        let steps = format!("- run: echo \"$BODY\" > \"{written}\"{TEXT}\n{action}");
        let facts = of_github("agents", &started("issues", "true", &steps));
        assert_eq!(shown(&facts, &["foreign", "source"]), ["true | github.event.issue.body"], "{written}");
        let facts = of_github("agents", &started("issues", "true", &action));
        assert_eq!(shown(&facts, &["foreign", "source"]), ["false | "], "{read}");
    }
}

#[test]
fn what_a_program_makes_of_a_text_nobody_knows() {
    let steps = format!("- run: claude -p \"$(./sum-up \"$BODY\")\"{TEXT}");
    let facts = of_github("agents", &started("issues", "true", &steps));
    assert_eq!(shown(&facts, &["foreign", "source"]), ["null | github.event.issue.body"]);
    assert!(facts[0]["why"].as_str().unwrap().contains("sum-up"), "{}", facts[0]);
}

#[test]
fn a_script_of_the_tree_is_followed_to_the_agent() {
    let text = started("issues", "true", &format!("- run: ./ask.sh \"$BODY\"{TEXT}"));
    let files = [(".github/workflows/w.yml", text.as_str()), ("ask.sh", "#!/bin/sh\nclaude -p \"Fix $1\"\n")];
    let document = document(&github::Workflow, &files);
    let facts = list(&document, "agents");
    assert_eq!(shown(&facts, &["foreign", "source"]), ["true | github.event.issue.body"]);
    assert!(!facts[0]["via"].as_array().unwrap().is_empty());
}

#[test]
fn words_of_whoever_may_start_it_are_not_those_of_a_stranger() {
    let comment = "- run: claude -p \"$C\"\n  env: {C: '${{ github.event.comment.body }}'}";
    let issue = format!("- run: claude -p \"$BODY\"{TEXT}");
    let member = "contains(fromJSON('[\"OWNER\", \"MEMBER\"]'), github.event.comment.author_association)";
    let cases = [
        ("issue_comment", "true", comment, "true | true"),
        ("issue_comment", "contains(github.event.comment.body, '@bot')", comment, "true | true"),
        ("issue_comment", member, comment, "false | false"),
        ("issue_comment", "github.actor == 'octocat'", comment, "false | false"),
        ("issue_comment", "vars.OPEN == 'yes'", comment, "null | null"),
        // The issue is somebody else's.
        ("issue_comment", member, issue.as_str(), "true | false"),
        (
            "{issues: {types: [opened]}}",
            "github.event.issue.author_association == 'OWNER'",
            issue.as_str(),
            "false | false",
        ),
        (
            "{issues: {types: [opened, labeled]}}",
            "github.event.issue.author_association == 'OWNER'",
            issue.as_str(),
            "true | false",
        ),
        ("{issues: {types: [labeled]}}", "true", issue.as_str(), "true | false"),
        // A fork has neither secrets nor a token that writes.
        (
            "pull_request",
            "true",
            "- run: claude -p \"$C\"\n  env: {C: '${{ github.event.pull_request.title }}'}",
            "false | false",
        ),
        (
            "[pull_request, pull_request_target]",
            "true",
            "- run: claude -p \"$C\"\n  env: {C: '${{ github.event.pull_request.title }}'}",
            "true | true",
        ),
    ];
    for (on, condition, step, expected) in cases {
        let facts = of_github("agents", &started(on, condition, step));
        assert_eq!(shown(&facts, &["foreign", "open"]), [expected], "{on} {condition} {step}");
    }
}

#[test]
fn an_agent_is_open_where_nothing_keeps_strangers_out() {
    let claude = |with: &str| format!("- uses: anthropics/claude-code-action@v1\n  with: {{prompt: Answer{with}}}");
    let gemini = "- uses: google-github-actions/run-gemini-cli@v0\n  with: {prompt: Answer}";
    let cases = [
        ("issues", "true", claude(""), "false"),
        ("issues", "true", claude(", allowed_non_write_users: '*'"), "true"),
        ("issues", "true", claude(", allowed_non_write_users: octocat"), "false"),
        ("issues", "true", claude(", allowed_non_write_users: '${{ vars.USERS }}'"), "null"),
        // Who has started a run that starts another one is not asked.
        ("workflow_run", "true", claude(""), "true"),
        ("issues", "true", gemini.to_owned(), "true"),
        ("[push, schedule, workflow_dispatch]", "true", gemini.to_owned(), "false"),
        ("{issues: {types: [assigned]}}", "true", gemini.to_owned(), "false"),
        ("issue_comment", "github.event.issue.pull_request", gemini.to_owned(), "true"),
        ("issue_comment", "\"!github.event.issue.pull_request\"", gemini.to_owned(), "true"),
        ("issue_comment", "github.event.issue.author_association == 'OWNER'", gemini.to_owned(), "true"),
        ("issue_comment", "github.event.comment.user.login == 'octocat'", gemini.to_owned(), "false"),
        ("discussion_comment", "github.actor != 'dependabot[bot]'", gemini.to_owned(), "true"),
        ("issues", "true", format!("{gemini}\n  if: vars.ON"), "null"),
        ("pull_request", "true", gemini.to_owned(), "false"),
    ];
    for (on, condition, step, expected) in &cases {
        let facts = of_github("agents", &started(on, condition, step));
        assert_eq!(shown(&facts, &["open"]), [*expected], "{on} {condition} {step}");
    }
    assert_eq!(shown(&of_gitlab("agents", "a: {script: [claude -p x]}\n"), &["open", "foreign"]), ["false | false"]);
}

#[test]
fn an_agent_says_what_its_job_may_do() {
    let text = |permissions: &str, of_job: &str| {
        format!(
            "on: push\n{permissions}env: {{A: '${{{{ secrets.WHOLE }}}}'}}\njobs:\n  a:\n    runs-on: x\n{of_job}    env: {{B: '${{{{ secrets.JOB }}}}'}}\n    steps:\n      - run: claude -p x\n        env: {{C: '${{{{ secrets.STEP }}}}', D: '${{{{ secrets.GITHUB_TOKEN }}}}'}}\n"
        )
    };
    let all = "[\"JOB\",\"STEP\",\"WHOLE\"]";
    let cases = [
        ("", "", "null"),
        ("permissions: {}\n", "", "false"),
        ("permissions: read-all\n", "", "false"),
        ("permissions: write-all\n", "", "true"),
        ("permissions: {contents: read}\n", "", "false"),
        ("permissions: {contents: read}\n", "    permissions: {issues: write}\n", "true"),
        ("permissions: {contents: write}\n", "    permissions: {contents: read}\n", "false"),
    ];
    for (whole, of_job, writes) in cases {
        let facts = of_github("agents", &text(whole, of_job));
        assert_eq!(shown(&facts, &["writes", "secrets"]), [format!("{writes} | {all}")], "{whole}{of_job}");
    }
}
