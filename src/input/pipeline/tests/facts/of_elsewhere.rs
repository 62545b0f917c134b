//! Code, images and programs from elsewhere: what is known of their versions, and what can change.

use super::*;

const SHA: &str = "8f4b7f84864484a7bf31766abe9204da3cbe65b3";

/// The facts of a concept about one action.
fn about(concept: &str, uses: &str, fields: &[&str]) -> Vec<String> {
    shown(&of_github(concept, &job(&format!("- uses: {uses}"))), fields)
}

#[test]
fn a_version_is_of_an_advisory_by_its_commit_its_tag_or_its_comment() {
    for (uses, expected) in [
        (
            "tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67",
            &["malicious | true |  | 2025-03-14"][..],
        ),
        (
            "TJ-Actions/Changed-Files@0E58ED8671D6B60D0890C21B07F8835ACE038E67 # v45",
            &["malicious | true |  | 2025-03-14"],
        ),
        ("tj-actions/changed-files@v45", &["restored | true |  | 2025-03-14"]),
        ("tj-actions/changed-files@v40", &["restored | true |  | 2025-03-14", "vulnerable | true |  | 2024-01-02"]),
        ("tj-actions/changed-files@refs/tags/v45.0.7", &["restored | true |  | 2025-03-14"]),
        ("tj-actions/changed-files@v46", &[]),
        ("tj-actions/changed-files@main", &[]),
        ("tj-actions/changed-files@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v45.0.7", &[]),
        (
            "tj-actions/changed-files@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v39",
            &["vulnerable | null | v39 | 2024-01-02"],
        ),
        ("reviewdog/action-setup@v1", &["restored | true |  | 2025-03-11"]),
        ("reviewdog/action-setup@v1.0.2", &[]),
        ("actions-cool/issues-helper@v2.2.1", &["moved | true |  | 2026-05-18"]),
        ("actions-cool/issues-helper@main", &[]),
        ("actions/download-artifact@v4", &[]),
        ("actions/download-artifact@v4.1.2", &["vulnerable | true |  | 2024-09-03"]),
        ("actions/download-artifact", &[]),
        ("njzjz/wenxian", &["vulnerable | true |  | 2026-03-29"]),
        ("pytorch/pytorch/.github/actions/filter-test-configs@v2.0.0", &["vulnerable | true |  | 2023-08-30"]),
        ("pytorch/pytorch/.github/actions/other@v2.0.0", &[]),
        ("acme/changed-files@v40", &[]),
        ("./changed-files", &[]),
    ] {
        assert_eq!(about("advisories", uses, &["kind", "affected", "said", "date"]), expected, "{uses}");
    }
}

#[test]
fn advisories_about_one_version_are_one_fact() {
    let fields = ["reference", "advisories", "severity", "fixed"];
    let harden = "v2.9.0 | [\"GHSA-g85v-wf27-67xc\",\"GHSA-mxr3-8whj-j74r\",\"GHSA-cpmj-h4f6-r6pq\",\"GHSA-g699-3x6g-wm3g\"] | medium | 2.16.0";
    assert_eq!(about("advisories", "step-security/harden-runner@v2.9.0", &fields), [harden]);
    let sonar = format!("SonarSource/sonarqube-scan-action@{SHA} # v5.0.0");
    let found = "8f4b7f848644 | [\"GHSA-f79p-9c5r-xg88\",\"GHSA-5xq9-5g24-4g6f\"] | high | 6.0.0";
    assert_eq!(about("advisories", &sonar, &fields), [found]);
    let without = about("advisories", "njzjz/wenxian@v1", &["fixed"]);
    assert_eq!(without, [""]);
    let locked = ".github/workflows/actions.lock";
    let lock = format!(
        "version: v0.0.2\nworkflows:\n  .github/workflows/a.yml: [tj-actions/changed-files@v39]\n\
         dependencies:\n  tj-actions/changed-files@v39:\n    commit: sha1-{SHA}\n"
    );
    let workflow = job("- uses: tj-actions/changed-files@v39");
    let files = [(".github/workflows/a.yml", workflow.as_str()), (locked, lock.as_str())];
    let facts = list(&document(&super::super::github::Workflow, &files), "advisories");
    assert_eq!(shown(&facts, &["kind", "affected"]), ["vulnerable | null"]);
    let component = "include:\n  - component: gitlab.com/tj-actions/changed-files@v39\na: {script: [ls]}\n";
    assert_eq!(of_gitlab("advisories", component).len(), 0);
}

#[test]
fn an_action_is_retired_as_a_whole_or_in_some_versions() {
    for (uses, expected) in [
        ("actions/create-release@v1", Some("archived | gh release create")),
        ("Actions/Create-Release", Some("archived | gh release create")),
        ("actions/upload-artifact@v3", Some("removed | actions/upload-artifact@v4")),
        ("actions/upload-artifact@v3.1.3", Some("removed | actions/upload-artifact@v4")),
        (&format!("actions/upload-artifact@{SHA} # v3.1.3"), Some("removed | actions/upload-artifact@v4")),
        (&format!("actions/upload-artifact@{SHA}"), None),
        ("actions/upload-artifact@v4", None),
        ("actions/upload-artifact@main", None),
        ("actions/cache@v3", None),
        ("actions/cache@v3.3.2", Some("removed | actions/cache@v4")),
        ("actions/cache/restore@v2", Some("removed | actions/cache@v4")),
    ] {
        assert_eq!(about("retired", uses, &["reason", "instead"]), expected.into_iter().collect::<Vec<_>>(), "{uses}");
    }
}

#[test]
fn what_is_used_is_listed_however_it_is_pinned() {
    let fields = ["kind", "name", "reference", "like"];
    for (uses, expected) in [
        ("Actions/Checkout@v4", Some("action | actions/checkout | v4 | ")),
        (&format!("acme/x/y@{SHA}"), Some(&*format!("action | acme/x/y | {SHA} | "))),
        ("acme/x", Some("action | acme/x |  | ")),
        ("Acton/checkout@v4", None),
        ("Action/Checkout@v4", Some("action | action/checkout | v4 | actions/Checkout")),
        ("./x", None),
        ("$/x", None),
        ("docker://debian:13", None),
    ] {
        let expected = if uses.starts_with("Acton") { Some("action | acton/checkout | v4 | ") } else { expected };
        assert_eq!(about("uses", uses, &fields), expected.into_iter().collect::<Vec<_>>(), "{uses}");
    }
    let called = "on: push\npermissions: {}\njobs:\n  a:\n    uses: acme/x/.github/workflows/a.yml@main\n";
    assert_eq!(
        shown(&of_github("uses", called), &fields),
        ["reusable_workflow | acme/x/.github/workflows/a.yml | main | "]
    );
    let include = "include:\n  - template: Jobs/SAST.gitlab-ci.yml\n  - {project: Acme/ci/lib, ref: v1, file: a.yml}\n  - {project: $GROUP/lib, file: a.yml}\n  - remote: https://x.test/a.yml\n  - component: gitlab.com/component/sast/sast@1\n";
    let expected = [
        "project | acme/ci/lib | v1 | ",
        "project | null |  | ",
        "remote | https://x.test/a.yml |  | ",
        "component | component/sast/sast | 1 | components/sast",
    ];
    assert_eq!(shown(&of_gitlab("uses", &format!("{include}a: {{script: [ls], image: debian}}\n")), &fields), expected);
}

#[test]
fn an_image_has_an_address_unless_a_variable_decides() {
    for (image, expected) in [
        ("postgres:17", "docker.io/library/postgres"),
        ("bitnami/kafka", "docker.io/bitnami/kafka"),
        ("Ghcr.io/Acme/tool:1", "ghcr.io/acme/tool"),
        ("localhost/tool", "localhost/tool"),
        ("host:5000/tool", "host:5000/tool"),
        ("$CI_REGISTRY_IMAGE:1", "null"),
        ("$CI_REGISTRY/x@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "null"),
    ] {
        let facts = of_gitlab("images", &format!("a:\n  image: {image}\n  script: [ls]\n"));
        assert_eq!(shown(&facts, &["address"]), [expected], "{image}");
    }
}

#[test]
fn code_of_another_repository_counts_where_it_is_run() {
    let checkout = |with: &str| format!("- uses: actions/checkout@v5\n  with: {{repository: acme/tools, {with}}}\n");
    let fields = ["repository", "pin", "runs"];
    for (steps, expected) in [
        (checkout("path: t") + "- run: t/run.sh", Some("acme/tools | none | t/run.sh")),
        (checkout("path: ./t/") + "- run: ./t/run.sh", Some("acme/tools | none | ./t/run.sh")),
        (checkout("path: t, ref: v1") + "- run: make -C t all", Some("acme/tools | tag | make")),
        (checkout("path: t, ref: main") + "- run: cd t && make", Some("acme/tools | branch | make")),
        (checkout("path: t") + "- run: make\n  working-directory: t/sub", Some("acme/tools | none | make")),
        (checkout("path: t") + "- run: pip install ./t", Some("acme/tools | none | pip")),
        (checkout("path: t") + "- run: helm upgrade x --values=t/values.yaml", Some("acme/tools | none | helm")),
        (checkout("ref: v1.2.3") + "- run: npm test", Some("acme/tools | semver | npm")),
        (checkout("path: t, ref: '${{ inputs.x }}'") + "- run: make -C t", Some("acme/tools | null | make")),
        (checkout(&format!("path: t, ref: {SHA}")) + "- run: make -C t", None),
        (checkout("path: t") + "- run: make", None),
        (checkout("path: t") + "- run: cat t/README", None),
        (checkout("path: t") + "- run: make -C tools", None),
        (checkout("path: t") + "- run: cd t && ~/bin/x", None),
        (checkout("path: t") + "- run: cd t && cd .. && make", None),
        ("- uses: actions/checkout@v5\n  with: {path: t}\n- run: make -C t".to_owned(), None),
        (
            "- run: git clone https://x.test/acme/t.git\n- run: make -C t".to_owned(),
            Some("x.test/acme/t | none | make"),
        ),
        ("- run: git clone -b v2 git@x.test:acme/t o && o/run".to_owned(), Some("x.test/acme/t | tag | o/run")),
        ("- run: gh repo clone acme/t && make -C t".to_owned(), Some("acme/t | none | make")),
        (format!("- run: git clone https://x.test/a/t && cd t && git checkout {SHA} && make"), None),
        ("- run: git clone https://x.test/a/t && git -C t reset --hard 8f4b7f8 && make -C t".to_owned(), None),
        (
            format!(
                "- run: git clone https://x.test/a/t && cd t && git fetch origin {SHA} && git checkout FETCH_HEAD && make"
            ),
            None,
        ),
        (
            "- run: git clone https://x.test/a/t && cd t && git checkout v1 && make".to_owned(),
            Some("x.test/a/t | tag | make"),
        ),
        ("- run: git clone $URL t && make -C t".to_owned(), None),
        ("- run: git clone ../t u && make -C u".to_owned(), None),
    ] {
        let facts = of_github("foreign_code", &job(&steps));
        assert_eq!(shown(&facts, &fields), expected.into_iter().collect::<Vec<_>>(), "{steps}");
    }
}

#[test]
fn an_image_that_a_deployment_is_told_to_run_goes_by_what_its_tag_says() {
    let fields = ["tool", "image", "pin", "environments"];
    for (lines, expected) in [
        ("helm upgrade x ./c --set image.tag=latest", Some("helm | :latest | latest | []")),
        ("helm upgrade x ./c --set=a=1,web.image.tag=main", Some("helm | :main | branch | []")),
        ("helm upgrade x ./c --set-string tag=latest", Some("helm | :latest | latest | []")),
        ("helm upgrade x ./c --set image=acme/x", Some("helm | acme/x | none | []")),
        ("helm upgrade x ./c --set release.tag=latest", None),
        ("helm upgrade x ./c --set image.tag=1.2.3", None),
        ("helm upgrade x ./c --set image.tag=$GITHUB_SHA", None),
        ("kubectl set image deploy/x x=acme/x:latest", Some("kubectl | acme/x:latest | latest | []")),
        ("kubectl -n a set image deploy/x x=acme/x:${{ github.sha }}", None),
        ("gcloud run deploy x --image=gcr.io/a/x:latest", Some("gcloud | gcr.io/a/x:latest | latest | []")),
        ("gcloud run deploy x --source .", None),
        ("az containerapp update -n x --image a.azurecr.io/x", Some("az | a.azurecr.io/x | none | []")),
        ("docker service update --image a/x:1 x", None),
        ("aws lambda update-function-code --image-uri a/x:latest", Some("aws | a/x:latest | latest | []")),
        ("docker build -t a/x:latest .", None),
    ] {
        let facts = of_github("rollouts", &job(&format!("- run: {lines}")));
        assert_eq!(shown(&facts, &fields), expected.into_iter().collect::<Vec<_>>(), "{lines}");
    }
    let environment = |name: &str| {
        let text = job("- run: kubectl set image deploy/x x=acme/x:$TAG");
        text.replace("    steps:", &format!("    environment: {name}\n    env: {{TAG: latest}}\n    steps:"))
    };
    let chosen = shown(&of_github("rollouts", &environment("${{ inputs.x }}")), &["image", "environments"]);
    assert_eq!(chosen, ["acme/x:latest | null"]);
    assert_eq!(shown(&of_github("rollouts", &environment("live")), &["environments"]), ["[\"live\"]"]);
}

#[test]
fn a_program_that_an_action_fetches_is_newest_by_what_the_action_is_told() {
    let sha = format!("@{SHA}");
    for (action, with, expected) in [
        ("hashicorp/setup-terraform", "", Some("terraform | terraform_version")),
        ("HashiCorp/Setup-Terraform", "terraform_version: latest", Some("terraform | terraform_version")),
        ("hashicorp/setup-terraform", "terraform_version: '${{ inputs.x }}'", None),
        ("hashicorp/setup-terraform", "terraform_version: 1.13.5", None),
        ("hashicorp/setup-terraform", "Terraform_Version_File: .terraform-version", None),
        ("snyk/actions/setup", "", Some("snyk | snyk-version")),
        ("snyk/actions/node", "", None),
        ("goreleaser/goreleaser-action", "", None),
        ("goreleaser/goreleaser-action", "version: latest", Some("goreleaser | version")),
        ("goreleaser/goreleaser-action", "version: ~> v2", None),
    ] {
        let facts = of_github("fetched_tools", &job(&format!("- uses: {action}{sha}\n  with: {{{with}}}")));
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(shown(&facts, &["tool", "input"]), expected, "{action} {with}");
    }
}

#[test]
fn a_server_that_an_agent_starts_is_as_exact_as_the_file_says() {
    let workflow = job("- uses: anthropics/claude-code-action@v1");
    let servers = |text: &str| {
        let files = [(".github/workflows/a.yml", workflow.as_str()), (".mcp.json", text)];
        let document = document(&super::super::github::Workflow, &files);
        shown(&list(&document, "agent_servers"), &["agent", "server", "package", "exact"])
    };
    for (server, expected) in [
        (r#"{"command": "npx", "args": ["-y", "@a/b"]}"#, Some("@a/b | false")),
        (r#"{"command": "npx", "args": ["@a/b@latest"]}"#, Some("@a/b@latest | false")),
        (r#"{"command": "npx", "args": ["-y", "@a/b@1"]}"#, Some("@a/b@1 | false")),
        (r#"{"command": "npx", "args": ["-y", "@a/b@1.2.3", "--flag"]}"#, None),
        (r#"{"command": "uvx", "args": ["b"]}"#, Some("b | false")),
        (r#"{"command": "uvx", "args": ["b==1.2.3"]}"#, None),
        (r#"{"command": "docker", "args": ["run", "-i", "--rm", "-e", "X", "a/b"]}"#, Some("a/b | false")),
        (r#"{"command": "docker", "args": ["run", "-i", "a/b:1"]}"#, Some("a/b:1 | false")),
        (r#"{"command": "docker", "args": ["run", "-i", "a/b@sha256:00"]}"#, None),
        (r#"{"command": "node", "args": ["server.js"]}"#, None),
        (r#"{"command": "npx", "args": ["./server"]}"#, None),
        (r#"{"url": "https://a.example"}"#, None),
    ] {
        let expected: Vec<String> = expected.into_iter().map(|it| format!("Claude Code | s | {it}")).collect();
        assert_eq!(servers(&format!("{{\"mcpServers\": {{\"s\": {server}}}}}")), expected, "{server}");
    }
    assert_eq!(servers("{ // no JSON\n}"), ["Claude Code |  |  | null"]);
    assert_eq!(servers("{}"), [""; 0]);
}
