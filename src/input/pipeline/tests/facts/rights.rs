//! Conditions that let in more than they mean, and who gets to what by them.

use super::*;

/// A workflow on these events with one job of this condition, which publishes a package.
fn publishing(on: &str, condition: &str) -> String {
    format!(
        "on: {on}\npermissions: {{}}\njobs:\n  a:\n    if: {condition}\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm publish\n"
    )
}

#[test]
fn a_condition_that_compares_a_part_of_a_name_lets_others_in() {
    for (condition, asks, foreign) in [
        ("contains(github.ref, 'main')", "github.ref", "refs/heads/of/somebody-main-2"),
        ("contains(github.ref, 'refs/heads/main')", "github.ref", "refs/heads/main-of/somebody"),
        ("contains(github.ref, '/main')", "github.ref", "refs/heads/of/somebody/main-2"),
        ("startsWith(github.ref, 'refs/heads/master')", "github.ref", "refs/heads/master-of/somebody"),
        ("startsWith(github.ref_name, 'prod')", "github.ref_name", "prod-of/somebody"),
        ("endsWith(github.ref, '/main')", "github.ref", "refs/heads/of/somebody/main"),
        ("endsWith(github.ref_name, 'main')", "github.ref_name", "of/somebody-main"),
        ("contains('refs/heads/main refs/heads/b', github.ref)", "github.ref", "refs/heads/mai"),
        ("contains('main,next', github.ref_name)", "github.ref_name", "mai"),
        ("contains('alice bob', github.actor)", "github.actor", "alic"),
        ("\"contains('[''alice'', ''bob'']', github.actor)\"", "github.actor", "alic"),
        (
            "\"${{ github.event_name == 'push' && contains(github.ref, 'main') }}\"",
            "github.ref",
            "refs/heads/of/somebody-main-2",
        ),
    ] {
        let found = of_github("loose_conditions", &publishing("push", condition));
        assert_eq!(
            shown(&found, &["asks", "lets_in", "guards"]),
            [format!("{asks} | {foreign} | publishes")],
            "{condition}"
        );
    }
}

#[test]
fn a_condition_that_means_a_family_of_names_or_keeps_others_out_is_no_such_one() {
    for (on, condition) in [
        ("push", "startsWith(github.ref, 'refs/tags/')"),
        ("push", "startsWith(github.ref, 'refs/heads/release/')"),
        ("push", "startsWith(github.ref, 'refs/heads/')"),
        ("push", "startsWith(github.ref, 'main')"),
        ("push", "contains(github.ref, 'release')"),
        ("push", "\"!contains(github.ref, 'main')\""),
        ("push", "github.ref == 'refs/heads/main' && contains(github.ref, 'main')"),
        ("push", "contains(fromJSON('[\"main\"]'), github.ref_name)"),
        ("push", "contains('main next', vars.NAME)"),
        ("push", "contains('main next', github.ref)"),
        ("push", "contains(github.ref, 'main') || github.event_name == 'push'"),
        ("{push: {branches: [main, next]}}", "contains(github.ref, 'main')"),
        ("pull_request", "contains(github.ref, 'main')"),
        ("pull_request", "contains('alice bob', github.actor)"),
    ] {
        assert_eq!(of_github("loose_conditions", &publishing(on, condition)), Vec::<Value>::new(), "{condition}");
    }
    let test = publishing("push", "contains(github.ref, 'main')").replace("npm publish", "npm test");
    assert_eq!(of_github("loose_conditions", &test), Vec::<Value>::new());
}

#[test]
fn a_pattern_of_gitlab_without_ends_lets_others_in() {
    let job = |condition: &str| format!("a:\n  script: [npm publish]\n  rules: [{{if: '{condition}'}}]\n");
    for (condition, text, foreign) in [
        ("$CI_COMMIT_BRANCH =~ /main/", "main", "main-of/somebody"),
        ("$CI_COMMIT_REF_NAME =~ /^master/", "master", "master-of/somebody"),
        ("$CI_COMMIT_REF_NAME =~ /production$/", "production", "of/somebody-production"),
        ("$X && $CI_COMMIT_BRANCH =~ /main/i", "main", "main-of/somebody"),
    ] {
        let found = of_gitlab("loose_conditions", &job(condition));
        assert_eq!(shown(&found, &["text", "lets_in"]), [format!("{text} | {foreign}")], "{condition}");
    }
    for condition in [
        "$CI_COMMIT_BRANCH =~ /^main$/",
        "$CI_COMMIT_BRANCH =~ /^release-/",
        "$CI_COMMIT_BRANCH !~ /main/",
        "$CI_COMMIT_BRANCH =~ /main/ || $X",
        "$CI_COMMIT_BRANCH =~ /./",
        "$CI_COMMIT_TAG =~ /main/",
        "$CI_COMMIT_BRANCH =~ /main/ && $CI_COMMIT_BRANCH == \"main\"",
    ] {
        assert_eq!(of_gitlab("loose_conditions", &job(condition)), Vec::<Value>::new(), "{condition}");
    }
}

/// A job on these events with this condition and permissions, with one step.
fn acting(on: &str, condition: &str, step: &str) -> String {
    format!(
        "on: {on}\npermissions: {{contents: write}}\njobs:\n  a:\n    if: {condition}\n    runs-on: ubuntu-24.04\n    steps:\n      - {step}\n"
    )
}

#[test]
fn who_did_something_last_is_not_who_has_written_it() {
    const MERGE: &str = "{run: gh pr merge --squash x, env: {GH_TOKEN: '${{ github.token }}'}}";
    const PUSH: &str = "{run: git push, env: {GH_TOKEN: '${{ github.token }}'}}";
    for (on, condition, step, expected) in [
        ("pull_request_target", "github.actor == 'dependabot[bot]'", MERGE, "github.actor | merges"),
        ("pull_request_target", "github.triggering_actor == 'a[bot]'", PUSH, "github.triggering_actor | rights"),
        (
            "workflow_run",
            "github.event.workflow_run.actor.login == 'a[bot]'",
            PUSH,
            "github.event.workflow_run.actor.login | rights",
        ),
        (
            "pull_request_target",
            "\"contains(fromJSON('[\\\"a[bot]\\\"]'), github.actor)\"",
            MERGE,
            "github.actor | merges",
        ),
        ("pull_request_target", "github.actor == 'a[bot]' || github.actor == 'b[bot]'", MERGE, "github.actor | merges"),
        (
            "pull_request_target",
            "github.actor == 'a[bot]'",
            "{run: x, env: {KEY: '${{ secrets.KEY }}'}}",
            "github.actor | secrets",
        ),
        ("[pull_request, pull_request_target]", "github.actor == 'a[bot]'", MERGE, "github.actor | merges"),
    ] {
        let found = of_github("actor_checks", &acting(on, condition, step));
        assert_eq!(shown(&found, &["asks", "guards"]), [expected], "{condition}");
    }
    for (on, condition, step) in [
        ("pull_request", "github.actor == 'a[bot]'", MERGE),
        ("push", "github.actor == 'a[bot]'", MERGE),
        ("issue_comment", "github.actor == 'a[bot]'", MERGE),
        ("pull_request_target", "github.actor != 'a[bot]'", MERGE),
        ("pull_request_target", "github.actor == 'alice'", MERGE),
        ("pull_request_target", "github.event.pull_request.user.login == 'a[bot]'", MERGE),
        ("pull_request_target", "github.actor == 'a[bot]' && github.event.pull_request.user.login == 'a[bot]'", MERGE),
        ("pull_request_target", "github.actor == 'a[bot]' && github.event.pull_request.head.repo.fork == false", MERGE),
        ("pull_request_target", "github.actor == 'a[bot]' || vars.ON", MERGE),
        ("pull_request_target", "github.actor == 'a[bot]'", "{run: gh pr view}"),
        ("pull_request_target", "github.actor == 'a[bot]' && needs.x.outputs.y", MERGE),
    ] {
        assert_eq!(of_github("actor_checks", &acting(on, condition, step)), Vec::<Value>::new(), "{on} {condition}");
    }
}

#[test]
fn anybody_can_start_what_nothing_asks_them_for() {
    const DEPLOY: &str = "{run: kubectl apply -f x}";
    for (on, condition, step, expected) in [
        ("issue_comment", "startsWith(github.event.comment.body, '/x')", DEPLOY, "deploys | true"),
        ("issues", "always()", "{run: npm publish}", "publishes | true"),
        ("{issue_comment: {types: [created]}}", "true", "{run: gh pr merge 1}", "merges | true"),
        (
            "discussion_comment",
            "contains(github.event.comment.body, '/x')",
            "{run: gh workflow run x.yml}",
            "starts | true",
        ),
        ("issues", "github.event.issue.title == 'x'", "{uses: peter-evans/repository-dispatch@v3}", "starts | true"),
        ("issue_comment", "contains(vars.PEOPLE, github.actor)", DEPLOY, "deploys | null"),
        ("issue_comment", "github.event.comment.author_association == 'CONTRIBUTOR'", DEPLOY, "deploys | true"),
    ] {
        let found = of_github("openings", &acting(on, condition, step));
        assert_eq!(shown(&found, &["does", "open"]), [expected], "{condition}");
    }
    for (on, condition, step) in [
        ("push", "true", DEPLOY),
        ("issues", "true", "{uses: peter-evans/repository-dispatch@v3}"),
        ("issue_comment", "true", "{run: gh issue edit 1 --add-label x}"),
        ("issue_comment", "github.event.comment.author_association == 'OWNER'", DEPLOY),
        ("issue_comment", "github.actor == 'alice'", DEPLOY),
        ("{issues: {types: [labeled]}}", "true", DEPLOY),
        ("[push, issues]", "github.event_name == 'push'", DEPLOY),
    ] {
        assert_eq!(of_github("openings", &acting(on, condition, step)), Vec::<Value>::new(), "{on} {condition}");
    }
}

#[test]
fn tokens_of_apps_are_for_one_some_or_all_repositories() {
    const ACTION: &str = "actions/create-github-app-token@v2";
    for (uses, with, expected) in [
        (ACTION, "{app-id: 1}", "own | []"),
        (ACTION, "{owner: acme}", "all | []"),
        (ACTION, "{owner: acme, repositories: a}", "named | []"),
        (ACTION, "{owner: acme, repositories: ''}", "all | []"),
        (ACTION, "{Owner: acme, permission-contents: read}", "all | [\"contents: read\"]"),
        ("tibdex/github-app-token@v2", "{app_id: 1}", "all | []"),
        ("tibdex/github-app-token@v2", "{repositories: '[1]', permissions: '{}'}", "named | [\"{}\"]"),
    ] {
        let found = of_github("app_tokens", &job(&format!("- uses: {uses}\n  with: {with}")));
        assert_eq!(shown(&found, &["repositories", "scopes"]), [expected], "{with}");
    }
    assert_eq!(of_github("app_tokens", &job("- uses: acme/token@v1\n  with: {owner: acme}")), Vec::<Value>::new());
}

#[test]
fn parts_of_secrets_are_found_where_they_go_on_without_a_mask() {
    let step = |value: &str| job(&format!("- run: ./x\n  env:\n    PART: {value}"));
    for value in ["${{ fromJSON(secrets.DB).user }}", "a ${{ fromJSON(secrets.db)['user'].name || 'x' }}"] {
        assert_eq!(shown(&of_github("secret_parts", &step(value)), &["secret", "at"]), ["DB | env.PART"], "{value}");
    }
    for value in ["${{ secrets.DB }}", "${{ fromJSON(vars.DB).user }}", "${{ fromJSON(secrets.DB).x == 'y' }}", "x"] {
        assert_eq!(of_github("secret_parts", &step(value)), Vec::<Value>::new(), "{value}");
    }
    let masked = "- run: echo \"::add-mask::${{ fromJSON(secrets.DB).user }}\"";
    assert_eq!(of_github("secret_parts", &job(masked)), Vec::<Value>::new());
    let other = "- run: echo \"::add-mask::$OTHER\"\n  env: {PART: '${{ fromJSON(secrets.DB).user }}'}";
    assert_eq!(of_github("secret_parts", &job(other)).len(), 1);
}

#[test]
fn logins_at_a_vault_are_by_what_lasts_or_by_the_run() {
    let action = |with: &str| job(&format!("- uses: hashicorp/vault-action@v3\n  with: {with}"));
    let vault = |text: &str| shown(&of_github("vault_logins", text), &["method", "lasting"]);
    assert_eq!(vault(&action("{token: '${{ secrets.T }}'}")), ["token | true"]);
    assert_eq!(vault(&action("{method: AppRole, secretId: '${{ secrets.T }}'}")), ["approle | true"]);
    assert_eq!(vault(&action("{method: '${{ vars.M }}'}")), [" | null"]);
    assert_eq!(vault(&action("{method: jwt, role: x, caCertificate: '${{ secrets.T }}'}")), [""; 0]);
    assert_eq!(vault(&action("{token: '${{ steps.x.outputs.token }}'}")), [""; 0]);
    assert_eq!(
        vault("on: push\nenv: {VAULT_TOKEN: '${{ secrets.T }}'}\njobs: {a: {runs-on: x, steps: [{run: x}]}}"),
        ["token | true"]
    );
    for (script, expected) in [
        ("vault login $STORED", "token | true"),
        ("vault login token=${STORED}", "token | true"),
        ("vault login -method=userpass username=ci", "userpass | true"),
        ("vault write auth/approle/login role_id=x secret_id=$S", "approle | true"),
        ("bao write auth/ldap/login/ci password=$P", "ldap | true"),
    ] {
        let found = of_gitlab("vault_logins", &format!("a: {{script: ['{script}']}}\n"));
        assert_eq!(shown(&found, &["method", "lasting"]), [expected], "{script}");
    }
    for script in [
        "vault login -method=oidc",
        "vault write auth/jwt/login role=x jwt=$T",
        "export T=$(vault write -field=token auth/jwt/login); vault login $T",
        "vault kv get secret/x",
        "echo vault login $STORED",
    ] {
        assert_eq!(
            of_gitlab("vault_logins", &format!("a: {{script: ['{script}']}}\n")),
            Vec::<Value>::new(),
            "{script}"
        );
    }
}

#[test]
fn what_a_stranger_has_made_is_built() {
    const BY_ACTION: &str =
        "- uses: actions/download-artifact@v4\n  with: {run-id: '${{ github.event.workflow_run.id }}', path: pr}";
    const WHOLE: &str =
        "- uses: dawidd6/action-download-artifact@v6\n  with: {run_id: '${{ github.event.workflow_run.id }}'}";
    const BY_COMMAND: &str =
        "- run: gh run download \"$ID\" -D ./pr\n  env: {ID: '${{ github.event.workflow_run.id }}'}";
    let run = |download: &str, steps: &str| {
        format!(
            "on: {{workflow_run: {{workflows: [ci], types: [completed]}}}}\npermissions: {{}}\njobs:\n  a:\n    runs-on: x\n    steps:\n{}",
            indented(&format!("{download}\n{steps}"))
        )
    };
    for (download, steps, expected) in [
        (BY_ACTION, "- run: cd pr && npm ci", "npm | pr"),
        (BY_ACTION, "- run: npm ci\n  working-directory: ./pr", "npm | pr"),
        (BY_ACTION, "- run: make -C pr", "make | pr"),
        (BY_ACTION, "- run: sudo dpkg -i pr/x.deb", "dpkg | pr"),
        (BY_ACTION, "- run: pip install ./pr/x.whl", "pip | pr"),
        (BY_ACTION, "- run: docker load --input pr/image.tar", "docker | pr"),
        (BY_COMMAND, "- run: cd pr && make", "make | pr"),
        (WHOLE, "- run: npm ci", "npm | "),
        (WHOLE, "- run: pip install -r requirements.txt", "pip | "),
    ] {
        let found = of_github("foreign_builds", &run(download, steps));
        assert_eq!(shown(&found, &["taker", "folder"]), [expected], "{steps}");
    }
    for (download, steps) in [
        (BY_ACTION, "- run: npm ci"),
        (BY_ACTION, "- run: cat pr/number.txt"),
        (BY_ACTION, "- run: cd other && npm ci"),
        (BY_ACTION, "- run: pip install pr-tool"),
        (WHOLE, "- uses: actions/checkout@v4\n- run: npm ci"),
        (WHOLE, "- run: npm ci\n  if: github.event.workflow_run.event == 'push'"),
        (WHOLE, "- run: npm ci\n  if: github.event.workflow_run.head_repository.full_name == github.repository"),
        ("- uses: actions/download-artifact@v4", "- run: npm ci"),
    ] {
        assert_eq!(of_github("foreign_builds", &run(download, steps)), Vec::<Value>::new(), "{steps}");
    }
}
