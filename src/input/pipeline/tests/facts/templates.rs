//! What a project makes of the jobs of GitLab's templates.

use super::*;

const SCANS: &str = "include:\n  - template: Jobs/SAST.gitlab-ci.yml\n  - template: Security/Secret-Detection.gitlab-ci.yml\n  - template: Jobs/Container-Scanning.gitlab-ci.yml\n";

/// The scans of a pipeline that lose their result, beside a job of its own.
fn lost(text: &str) -> Vec<String> {
    let facts = of_gitlab("scans", &format!("{text}\nown: {{script: [make]}}\n"));
    shown(&facts, &["about", "tool", "stops", "lost", "detail"])
}

#[test]
fn a_template_as_it_is_says_nothing() {
    let harmless = [
        "",
        "semgrep-sast: {stage: test, tags: [docker], needs: []}",
        "sast: {variables: {SAST_EXCLUDED_PATHS: vendor}}",
        "variables: {SAST_DISABLED: 'false', SECRET_DETECTION_DISABLED: ''}",
        "semgrep-sast: {rules: [{if: $CI_PIPELINE_SOURCE == \"merge_request_event\"}]}",
        "secret_detection: {allow_failure: false}",
        "container_scanning: {before_script: [docker login], script: [./prepare.sh, gtcs scan]}",
        "secret_detection: {script: [git fetch, /analyzer run]}",
        "secret_detection: {allow_failure: {exit_codes: [7]}}",
        // Without the rules of the template its variables switch nothing.
        "variables: {SECRET_DETECTION_DISABLED: '1'}\nsecret_detection: {rules: [{when: always}]}",
        // A variable of another scan.
        "variables: {DAST_DISABLED: 'true'}",
    ];
    for text in harmless {
        assert_eq!(lost(&format!("{SCANS}{text}")), [""; 0], "{text}");
    }
    assert_eq!(lost("sast: {allow_failure: true, script: [make]}"), [""; 0]);
    let fuzz =
        "include: {template: Security/Coverage-Fuzzing.gitlab-ci.yml}\nfuzz: {extends: .fuzz_base, script: [./fuzz]}";
    assert_eq!(lost(fuzz), [""; 0]);
}

#[test]
fn what_weakens_a_scan_of_a_template_is_said_once() {
    let sast = |about: &str, detail: &str| format!("{about} | GitLab SAST | false | template | {detail}");
    let secret = |detail: &str| format!("secret_detection | GitLab secret detection | false | template | {detail}");
    let cases = [
        ("sast: {allow_failure: true}", sast("sast", "`allow_failure` is `true`")),
        ("semgrep-sast: {allow_failure: yes}", sast("semgrep-sast", "`allow_failure` is `true`")),
        (".sast-analyzer: {allow_failure: true}", sast("semgrep-sast", "`allow_failure` is `true`")),
        ("mine: {extends: semgrep-sast, when: manual}", sast("mine", "`when` is `manual`")),
        ("secret_detection: {when: never}", secret("`when` is `never`")),
        ("secret_detection: {allow_failure: {exit_codes: [1, 3]}}", secret("`allow_failure` has the exit code 1")),
        ("secret_detection: {rules: [{when: never}]}", secret("its rules never start it")),
        (
            "secret_detection: {rules: [{if: $A, when: manual}, {when: never}]}",
            secret("its rules start it only by hand"),
        ),
        ("secret_detection: {rules: [{if: $A, allow_failure: true}]}", secret("a rule has `allow_failure: true`")),
        ("secret_detection: {script: ['true', echo done]}", secret("`script` runs no scan")),
        ("variables: {SECRET_DETECTION_DISABLED: 1}", secret("`SECRET_DETECTION_DISABLED` switches it off")),
        (
            "secret_detection: {variables: {SECRET_DETECTION_DISABLED: {value: 'true'}}}",
            secret("`SECRET_DETECTION_DISABLED` switches it off"),
        ),
        ("variables: {SAST_DISABLED: 'true'}", sast("semgrep-sast", "`SAST_DISABLED` switches it off")),
    ];
    for (text, expected) in cases {
        let found = lost(&format!("{SCANS}{text}"));
        assert!(found.contains(&expected), "{text}: {found:?}");
        // `mine` has the place of its own; whatever else is made of the same template says nothing more.
        assert_eq!(found.len(), 1, "{text}: {found:?}");
    }
}

#[test]
fn what_another_program_does_is_not_known() {
    let found = lost(&format!("{SCANS}secret_detection: {{script: [./scan.sh]}}"));
    assert_eq!(found, ["secret_detection | GitLab secret detection | null | template | `script` runs something else"]);
    // A scanner of one's own is judged like any other.
    let own = format!("{SCANS}secret_detection: {{allow_failure: false, script: [gitleaks detect --exit-code 0]}}");
    assert_eq!(lost(&own).len(), 1);
    assert!(lost(&own)[0].contains("| call |"), "{:?}", lost(&own));
}

#[test]
fn a_deployment_of_a_template_starts_as_the_file_says() {
    let approver = |text: &str| {
        let facts = of_gitlab("deployments", text);
        shown(&facts, &["about", "approver", "written"]).into_iter().next().unwrap_or_default()
    };
    let terraform = "include: {template: Terraform.gitlab-ci.yml}\ndeploy: {environment: production}\n";
    assert_eq!(approver(terraform), "deploy | starter | production");
    let alone = format!("{terraform}variables: {{TF_AUTO_DEPLOY: 'true'}}\n");
    assert_eq!(approver(&alone), "deploy | nobody | production");
    let changed =
        "include: {template: Terraform.gitlab-ci.yml}\ndeploy: {environment: production, rules: [{if: $A}]}\n";
    assert_eq!(approver(changed), "deploy | nobody | production");
    let base = "include: {template: Terraform/Base.gitlab-ci.yml}\nship: {extends: .terraform:deploy, environment: production}\n";
    assert_eq!(approver(base), "ship | starter | production");
    let component =
        "include: {component: $CI_SERVER_FQDN/components/opentofu/full-pipeline@2.0, inputs: {auto_apply: true}}\n";
    assert_eq!(approver(component), "apply | nobody | $TF_STATE_NAME");
    let devops = |variables: &str| {
        let text = format!("include: {{template: Auto-DevOps.gitlab-ci.yml}}\nvariables: {{{variables}}}\n");
        let facts = of_gitlab("deployments", &text);
        let production = shown(&facts, &["about", "approver", "written"]).into_iter();
        production.filter(|it| it.ends_with("production") && it.contains("nobody")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(devops(""), "production | nobody | production");
    assert_eq!(devops("STAGING_ENABLED: '1'"), "");
    assert_eq!(devops("INCREMENTAL_ROLLOUT_MODE: timed").matches("timed rollout").count(), 4);
}
