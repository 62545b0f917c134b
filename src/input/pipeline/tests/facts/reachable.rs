//! Approvals, releases, agents, images, runners and uses of secrets.

use super::*;

fn workflow_of(jobs: &str) -> String {
    format!("on: push\npermissions: {{}}\njobs:\n{jobs}")
}

#[test]
fn an_approval_says_whether_it_holds_and_what_it_guards() {
    let ship = "ship: {stage: deploy, environment: production, script: [terraform apply]}\n";
    let cases = [
        ("ask: {stage: build, when: manual, allow_failure: false, script: [x]}\n", "ask | start | true | true"),
        ("ask: {stage: build, when: manual, script: [x]}\n", "ask | start | false | false"),
        ("ask: {stage: .post, when: manual, allow_failure: false, script: [x]}\n", "ask | start | true | false"),
    ];
    for (ask, expected) in cases {
        let facts = of_gitlab("approvals", &format!("{ask}{ship}"));
        assert_eq!(shown(&facts, &["about", "asks", "holds", "guards"]), [expected], "{ask}");
    }
    let always = "ask: {stage: build, when: manual, allow_failure: false, script: [x]}\nship: {stage: deploy, when: always, environment: production, script: [x]}\n";
    assert_eq!(shown(&of_gitlab("approvals", always), &["guards"]), ["false"]);
    let text = workflow_of(
        "  ask: {runs-on: x, environment: gate, steps: [{run: a}]}\n  wait: {runs-on: x, steps: [{uses: trstringer/manual-approval@v1}]}\n  ship: {needs: [ask, wait], runs-on: x, steps: [{run: npm publish}]}\n",
    );
    for (keys, holds) in
        [("", "true"), (", continue-on-error: true", "false"), (", continue-on-error: '${{ inputs.x }}'", "null")]
    {
        let text =
            workflow_of(&format!("  a: {{runs-on: x, steps: [{{uses: trstringer/manual-approval@v1{keys}}}]}}\n"));
        assert_eq!(shown(&of_github("approvals", &text), &["asks", "holds"]), [format!("step | {holds}")], "{keys}");
    }
    let facts = of_github("approvals", &text);
    assert_eq!(
        shown(&facts, &["about", "asks", "holds", "guards"]),
        ["ask | environment | null | true", "wait | step | true | true"]
    );
}

#[test]
fn a_release_says_what_stands_before_it_on_every_way() {
    let test = "  test: {runs-on: x, steps: [{run: pytest}]}\n";
    let scan = "  scan: {needs: test, runs-on: x, steps: [{run: semgrep ci}]}\n";
    let publish = |keys: &str| format!("  publish: {{{keys}runs-on: x, steps: [{{run: npm publish}}]}}\n");
    let cases = [
        (publish("needs: [scan], "), "false | true | [\"sast\"]"),
        (publish("needs: [test], "), "false | true | []"),
        (publish(""), "false | false | []"),
        // It runs whatever has become of the scan.
        (publish("needs: [scan], if: always(), "), "false | false | []"),
        (publish("needs: [scan], if: success(), "), "false | true | [\"sast\"]"),
        (publish("needs: [scan], environment: npm, "), "null | true | [\"sast\"]"),
    ];
    for (publish, expected) in cases {
        let facts = of_github("releases", &workflow_of(&format!("{test}{scan}{publish}")));
        assert_eq!(shown(&facts, &["approved", "tested", "scanned"]), [expected], "{publish}");
    }
    let soft = workflow_of(&format!(
        "  scan: {{runs-on: x, continue-on-error: true, steps: [{{run: semgrep ci}}]}}\n{}",
        publish("needs: scan, ")
    ));
    assert_eq!(shown(&of_github("releases", &soft), &["tool", "scanned"]), ["npm | []"]);
    // What a workflow of another repository does is not known.
    let elsewhere =
        workflow_of(&format!("  test: {{uses: acme/x/.github/workflows/t.yml@v1}}\n{}", publish("needs: test, ")));
    assert_eq!(shown(&of_github("releases", &elsewhere), &["tested", "scanned"]), ["null | null"]);
    let for_callers = format!("on: workflow_call\npermissions: {{}}\njobs:\n{}", publish(""));
    assert_eq!(shown(&of_github("releases", &for_callers), &["approved", "tested", "scanned"]), ["null | null | null"]);
    let action = |steps: &str| format!("runs:\n  using: composite\n  steps:\n{steps}");
    let check = action("    - {shell: bash, run: pytest}\n    - {shell: bash, run: semgrep ci}\n");
    let published = action("    - {shell: bash, run: npm publish}\n");
    let caller = job("- uses: ./check\n- uses: ./publish");
    let files = [
        (".github/workflows/a.yml", caller.as_str()),
        ("check/action.yml", check.as_str()),
        ("publish/action.yml", published.as_str()),
    ];
    let facts = list(&document(&github::Workflow, &files), "releases");
    assert_eq!(shown(&facts, &["about", "tested", "scanned"]), ["build | true | [\"sast\"]"]);
    // It fails where one of those before it has.
    let green = "  green: {needs: scan, if: always(), runs-on: x, steps: [{uses: re-actors/alls-green@v1}]}\n";
    for (green, expected) in
        [(green.to_owned(), "true | [\"sast\"]"), (green.replace("re-actors", "acme"), "false | []")]
    {
        let text = workflow_of(&format!("{test}{scan}{green}{}", publish("needs: green, ")));
        assert_eq!(shown(&of_github("releases", &text), &["tested", "scanned"]), [expected], "{green}");
    }
    // A word that can be many things takes nothing from what the others say.
    let many: Vec<String> = (0..20).map(|number| format!("t{number}")).collect();
    let many = format!(
        "  publish:\n    runs-on: x\n    strategy: {{matrix: {{t: [{}]}}}}\n    env: {{BUILD: \"${{{{ matrix.t == 't0' && 'cross' || 'cargo' }}}}\"}}\n    steps:\n      - {{run: \"$BUILD test --target=$T\", env: {{T: \"${{{{ matrix.t }}}}\"}}}}\n      - run: cargo publish\n",
        many.join(", ")
    );
    assert_eq!(shown(&of_github("releases", &workflow_of(&many)), &["tested"]), ["true"]);
    let rehearsals = [
        "run: npm publish --dry-run",
        "run: cargo publish -n",
        "run: gh release create v1 --draft",
        "run: twine upload -r testpypi dist/*",
        "{uses: pypa/gh-action-pypi-publish@v1, with: {repository-url: https://test.pypi.org/legacy/}}",
        "{uses: softprops/action-gh-release@v2, with: {draft: true}}",
        "{uses: goreleaser/goreleaser-action@v6, with: {args: release --clean --snapshot}}",
        "{uses: goreleaser/goreleaser-action@v6, with: {args: check}}",
    ];
    for step in rehearsals {
        assert_eq!(of_github("releases", &job(&format!("- {step}"))).len(), 0, "{step}");
    }
    let real = [
        ("run: gh release create v1", "release |  | []"),
        ("{uses: goreleaser/goreleaser-action@v6, with: {args: release --clean}}", "release |  | []"),
        ("{run: uv publish, env: {T: '${{ secrets.A }}', U: '${{ secrets.GITHUB_TOKEN }}'}}", "uv |  | [\"A\"]"),
    ];
    for (step, expected) in real {
        let facts = of_github("releases", &job(&format!("- {step}")));
        assert_eq!(shown(&facts, &["tool", "environment", "secrets"]), [expected], "{step}");
    }
    let gitlab = "test: {stage: test, script: [pytest]}\npublish: {stage: deploy, when: manual, script: [twine upload dist/*], id_tokens: {A: {aud: b}}}\n";
    let facts = of_gitlab("releases", gitlab);
    assert_eq!(shown(&facts, &["tool", "oidc", "approved", "tested"]), ["twine | true | true | true"]);
}

#[test]
fn an_agent_says_what_it_is_told_and_what_it_may_do() {
    let cases = [
        (
            "- uses: anthropics/claude-code-action@v1\n  with: {prompt: 'Look at ${{ github.event.issue.body }}', claude_args: --allowedTools Read, token: '${{ secrets.KEY }}'}",
            "Claude Code | [\"prompt\"] | github.event.issue.body | [\"claude_args\"] | false | [\"KEY\"]",
        ),
        (
            "- uses: openai/codex-action@v1\n  with: {prompt-file: a.md, safety-strategy: unsafe}",
            "Codex | [\"prompt-file\"] |  | [\"safety-strategy\"] | true | []",
        ),
        (
            "- uses: openai/codex-action@v1\n  with: {prompt: a, sandbox: '${{ inputs.box }}'}",
            "Codex | [\"prompt\"] |  | [\"sandbox\"] | null | []",
        ),
        (
            "- run: claude -p \"fix ${{ github.event.issue.title }}\" --dangerously-skip-permissions",
            "Claude Code | [\"-p\"] | github.event.issue.title | [] | true | []",
        ),
        (
            "- run: npx gemini --prompt x --approval-mode=yolo",
            "Gemini | [\"--prompt\"] |  | [\"--approval-mode\"] | true | []",
        ),
        ("- run: codex exec \"do it\" --sandbox read-only", "Codex | [\"exec\"] |  | [\"--sandbox\"] | false | []"),
    ];
    for (steps, expected) in cases {
        let facts = of_github("agents", &job(steps));
        assert_eq!(shown(&facts, &["agent", "prompts", "source", "limits", "free", "secrets"]), [expected], "{steps}");
    }
    for steps in ["- run: codex login", "- run: echo claude", "- uses: acme/claude-code-action@v1"] {
        assert_eq!(of_github("agents", &job(steps)).len(), 0, "{steps}");
    }
}

#[test]
fn images_runners_and_secrets_are_listed_with_their_job() {
    let text = workflow_of(
        "  a:\n    runs-on: [self-hosted, big]\n    container: ghcr.io/acme/x:1\n    services: {db: {image: postgres}}\n    env: {KEY: '${{ secrets.KEY }}'}\n    steps:\n      - uses: docker://alpine@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcdef\n      - {uses: acme/x@v1, with: {token: '${{ secrets.TOKEN }}', other: '${{ secrets.GITHUB_TOKEN }}'}}\n  b: {runs-on: '${{ inputs.where }}', steps: [{run: a}]}\n  c: {runs-on: ubuntu-24.04, steps: [{run: a}]}\n",
    );
    assert_eq!(
        shown(&of_github("images", &text), &["about", "repository", "of", "pin"]),
        ["a | alpine | step | digest", "a | ghcr.io/acme/x | container | tag", "a | postgres | services | none"]
    );
    let own = "a | [\"self-hosted\",\"big\"] | true";
    assert_eq!(shown(&of_github("runners", &text), &["about", "labels", "own"])[0], own);
    assert_eq!(of_github("runners", &text).len(), 2);
    assert_eq!(
        shown(&of_github("secret_uses", &text), &["about", "name", "at", "of", "action"]),
        ["a | KEY | env.KEY | job | ", "a | TOKEN | with.token | step | acme/x"]
    );
    let inherits = workflow_of("  a: {uses: acme/x/.github/workflows/y.yml@v1, secrets: inherit}\n");
    let uses = shown(&of_github("secret_uses", &inherits), &["name", "at", "of", "action"]);
    assert_eq!(uses, ["* | secrets | job | acme/x"]);
    let gitlab = "a: {script: [b], image: 'alpine:$V', tags: [own], secrets: {KEY: {vault: a/b}}}\nb: {script: [c]}\n";
    assert_eq!(shown(&of_gitlab("images", gitlab), &["repository", "of", "pin"]), ["alpine | image | null"]);
    assert_eq!(shown(&of_gitlab("runners", gitlab), &["about", "labels", "own"]), ["a | [\"own\"] | null"]);
    assert_eq!(shown(&of_gitlab("secret_uses", gitlab), &["name", "of"]), ["KEY | job"]);
}

#[test]
fn a_runner_says_whether_forks_reach_it() {
    let of = |on: &str, keys: &str| {
        let text =
            format!("on: {on}\npermissions: {{}}\njobs:\n  a: {{{keys}runs-on: self-hosted, steps: [{{run: a}}]}}\n");
        shown(&of_github("runners", &text), &["own", "strangers"]).join("")
    };
    let own = "if: github.event.pull_request.head.repo.full_name == github.repository, ";
    let cases = [
        ("pull_request", "", "true | true"),
        // What runs there is the code of the repository.
        ("[push, pull_request_target]", "", "true | false"),
        ("[push, schedule]", "", "true | false"),
        ("pull_request", own, "true | false"),
        ("[push, pull_request]", "if: github.event_name == 'push', ", "true | false"),
    ];
    for (on, keys, expected) in cases {
        assert_eq!(of(on, keys), expected, "{on} {keys}");
    }
}

#[test]
fn a_runner_is_known_by_everything_that_an_expression_can_be() {
    let of = |keys: &str| {
        let text = workflow_of(&format!("  a: {{{keys}, steps: [{{run: a}}]}}\n"));
        shown(&of_github("runners", &text), &["labels", "own"]).join("")
    };
    let cases = [
        (
            "runs-on: \"${{ github.ref_name == 'x' && 'farm' || 'ubuntu-24.04' }}\"",
            "[\"farm\",\"ubuntu-24.04\"] | null",
        ),
        ("runs-on: \"${{ github.ref_name == 'x' && 'windows-2022' || 'ubuntu-24.04' }}\"", ""),
        // On some occasions it is hosted.
        (
            "runs-on: \"${{ github.ref_name == 'x' && 'self-hosted' || 'ubuntu-24.04' }}\"",
            "[\"self-hosted\",\"ubuntu-24.04\"] | null",
        ),
        ("strategy: {matrix: {on: [{os: ubuntu-24.04}, {os: macos-15}]}}, runs-on: '${{ matrix.on.os }}'", ""),
        (
            "strategy: {matrix: {on: [{os: ubuntu-24.04}, {os: self-hosted}]}}, runs-on: '${{ matrix.on.os }}'",
            "[\"ubuntu-24.04\",\"self-hosted\"] | true",
        ),
        (
            "strategy: {matrix: {on: [{os: ubuntu-24.04}, {}]}}, runs-on: '${{ matrix.on.os }}'",
            "[\"${{ matrix.on.os }}\"] | null",
        ),
    ];
    for (keys, expected) in cases {
        assert_eq!(of(keys), expected, "{keys}");
    }
}
