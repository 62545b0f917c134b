//! What deployments ship, and what runs before them.

use super::*;

/// A job that builds with some lines, and one behind it that deploys with others.
fn shipped(before: &str, lines: &str) -> String {
    let run = |lines: &str| {
        lines.split(';').map(|line| format!("{{run: \"{}\"}}", line.trim())).collect::<Vec<_>>().join(", ")
    };
    let text = format!(
        "on: push\njobs:\n  build: {{runs-on: x, steps: [{}]}}\n  ship: {{needs: build, runs-on: x, environment: production, steps: [{}]}}",
        run(before),
        run(lines)
    );
    shown(&of_github("deployments", &text), &["ships"]).join(" ")
}

#[test]
fn a_deployment_ships_what_its_pipeline_builds_and_applies() {
    for (before, lines, expected) in [
        ("make", "make", "[]"),
        ("npm ci; npm test", "make", "[\"code\"]"),
        ("docker build -t x .; docker push x", "helm upgrade x .", "[\"image\",\"infrastructure\",\"workload\"]"),
        ("docker build -t x .", "helm rollback x", "[\"workload\"]"),
        ("make", "terraform apply", "[\"infrastructure\"]"),
        ("make", "terraform destroy", "[]"),
        ("make", "kubectl set image deployment/x x=y", "[\"workload\"]"),
        ("make", "kubectl apply -f x", "[\"infrastructure\",\"workload\"]"),
        ("terraform apply", "make", "[\"infrastructure\"] []"),
        ("docker buildx build --push .", "aws ecs update-service", "[\"image\"]"),
    ] {
        assert_eq!(shipped(before, lines), expected, "{before}; {lines}");
    }
}

#[test]
fn one_that_comes_before_production_is_told_by_its_name() {
    for (name, more, expected) in [
        ("environment: staging", "helm upgrade x", "true"),
        ("environment: pre-prod-eu", "helm upgrade x", "true"),
        ("environment: latest", "helm upgrade x", "false"),
        ("environment: prod-us", "helm upgrade x", "false"),
        ("environment: production", "helm upgrade staging", "false"),
        ("name: Deploy to QA", "helm upgrade x", "true"),
        ("name: Test", "make", "false"),
    ] {
        let text = format!(
            "on: push\njobs:\n  before: {{{name}, runs-on: x, steps: [{{run: {more}}}]}}\n  ship: {{needs: before, runs-on: x, environment: production, steps: [{{run: helm upgrade x}}]}}"
        );
        let found = shown(&of_github("deployments", &text), &["about", "rehearsed"]);
        assert_eq!(found.last().map(String::as_str), Some(format!("ship | {expected}").as_str()), "{name}");
    }
}

#[test]
fn a_signature_counts_as_checked_where_the_job_fails_without_it() {
    for (line, expected) in [
        ("cosign verify x", "true"),
        ("gh attestation verify oci://x --repo a/b", "true"),
        ("cosign verify x || true", "false"),
        ("cosign sign x", "false"),
    ] {
        let text = format!(
            "on: push\njobs: {{ship: {{runs-on: x, environment: production, steps: [{{run: {line}}}, {{run: helm upgrade x}}]}}}}"
        );
        assert_eq!(shown(&of_github("deployments", &text), &["verified"]), [expected], "{line}");
    }
}

#[test]
fn what_runs_before_a_deployment_is_listed_by_name() {
    let steps = |text: &str| shown(&of_github("deployments", text), &["steps"]).join(" ");
    let text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: acme/scan@v1\n      - uses: acme/soft@v1\n        continue-on-error: true\n      - run: ./check.sh\n  b: {runs-on: x, steps: [{uses: acme/beside@v1}]}\n  ship:\n    needs: a\n    runs-on: x\n    steps:\n      - run: trivy fs --exit-code 1 .\n      - run: helm upgrade x .\n      - run: grype x\n";
    assert_eq!(steps(text), "[\"acme/scan@v1\",\"check.sh\",\"trivy\"]");
    let called = "on: push\njobs:\n  a: {uses: acme/ci/.github/workflows/scan.yml@v1}\n  ship: {needs: a, runs-on: x, steps: [{run: helm upgrade x .}]}";
    assert_eq!(steps(called), "[\"acme/ci/.github/workflows/scan.yml@v1\"]");
}

#[test]
fn a_build_behind_a_scan_of_another_build_is_a_rebuild() {
    let text = |scan: &str, publish: &str| {
        let run = |lines: &str| {
            lines.split(';').map(|line| format!("{{run: \"{}\"}}", line.trim())).collect::<Vec<_>>().join(", ")
        };
        format!(
            "on: push\njobs:\n  look: {{runs-on: x, steps: [{}]}}\n  publish: {{needs: look, runs-on: x, steps: [{}]}}",
            run(scan),
            run(publish)
        )
    };
    let scan = "docker build -t x . ; trivy image --exit-code 1 x";
    for (scan, publish, expected) in [
        (scan, "docker build -t y . ; docker push y", true),
        (scan, "docker build -t y -f ./Dockerfile ./ ; docker push y", true),
        (scan, "docker buildx build --push -t y .", true),
        (scan, "docker build -t y -f Dockerfile.web . ; docker push y", false),
        (scan, "docker build -t y web ; docker push y", false),
        (scan, "docker load -i x.tar ; docker push y", false),
        (scan, "docker build -t y .", false),
        (scan, "docker build -t y . ; grype y ; docker push y", false),
        ("trivy image --exit-code 1 x", "docker build -t y . ; docker push y", false),
        ("docker build -t x . ; trivy image x ; docker push x", "docker build -t y . ; docker push y", false),
    ] {
        let found = shown(&of_github("rebuilds", &text(scan, publish)), &["about", "scanned_in", "scanner"]);
        let wanted = expected.then(|| "publish | look | trivy".to_owned());
        assert_eq!(found, wanted.into_iter().collect::<Vec<_>>(), "{scan} / {publish}");
    }
}
