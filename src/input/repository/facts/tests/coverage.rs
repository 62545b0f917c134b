//! Scans of a repository beside what it deploys.

use std::sync::Arc;

use serde_json::Value;

use super::deployments::document;
use crate::input::pipeline::{github, gitlab};
use crate::input::repository::compose;
use crate::limits::LIMITS;
use crate::source::files::Memory;

const DEPLOY: &str = "on: push\njobs: {ship: {runs-on: x, environment: production, steps: [{run: helm upgrade x}]}}";

/// The scans before each deployment, those elsewhere, and whether all is there.
fn coverage(workflows: &[&str]) -> Vec<String> {
    let named = workflows.iter().enumerate();
    let documents: Vec<_> =
        named.map(|(at, text)| document(&github::Workflow, &format!(".github/workflows/{at}.yml"), text)).collect();
    told(&documents)
}

fn told(documents: &[Arc<crate::input::Document>]) -> Vec<String> {
    let repository = compose(documents, &Memory::default(), &LIMITS);
    let found: Vec<Value> = repository.content.facts()["coverage"].as_array().unwrap().clone();
    found.iter().map(|fact| format!("{} {} {}", fact["before"], fact["elsewhere"], fact["whole"])).collect()
}

#[test]
fn scans_of_any_pipeline_that_looks_at_changes_count() {
    let scan = |on: &str, line: &str| format!("on: {on}\njobs: {{look: {{runs-on: x, steps: [{{run: \"{line}\"}}]}}}}");
    let cases = [
        (String::new(), "[] [] true"),
        (scan("pull_request", "semgrep scan --error"), "[] [\"sast\"] true"),
        (scan("push", "trivy image --exit-code 1 x"), "[] [\"image\",\"sca\",\"secret\"] true"),
        (scan("pull_request", "semgrep scan --error || true"), "[] [] true"),
        (scan("{schedule: [{cron: 0 5 * * 1}]}", "semgrep scan --error"), "[] [] true"),
        ("on: push\njobs: {look: {uses: acme/ci/.github/workflows/x.yml@v1}}".to_owned(), "[] [] null"),
        ("on: push\njobs: {look: {runs-on: x, steps: [{uses: acme/ci/snyk-scan@v1}]}}".to_owned(), "[] [] null"),
        ("on: push\njobs: {look: {runs-on: x, steps: [{uses: acme/setup-trivy@v1}]}}".to_owned(), "[] [] true"),
        ("on: push\njobs: {look: {runs-on: x, steps: [{uses: security/lint@v1}]}}".to_owned(), "[] [] true"),
        (
            "on: {schedule: [{cron: 0 5 * * 1}]}\njobs: {look: {uses: acme/ci/.github/workflows/x.yml@v1}}".to_owned(),
            "[] [] true",
        ),
    ];
    for (other, expected) in cases {
        let workflows: Vec<&str> = [DEPLOY, other.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        assert_eq!(coverage(&workflows), [expected], "{other}");
    }
}

#[test]
fn a_template_of_the_vendor_counts_unless_the_project_weakens_it() {
    let ship = "ship: {stage: deploy, script: [helm upgrade x], environment: production}\n";
    for (head, expected) in [
        ("include: [{template: Jobs/SAST.gitlab-ci.yml}]\n", "[\"sast\"] [\"sast\"] true"),
        ("include: [{template: Jobs/SAST.gitlab-ci.yml}]\nvariables: {SAST_DISABLED: 'true'}\n", "[] [] true"),
        ("include: [{project: acme/ci, file: x.yml}]\n", "[] [] null"),
    ] {
        assert_eq!(
            told(&[document(&gitlab::Gitlab, ".gitlab-ci.yml", &format!("{head}{ship}"))]),
            [expected],
            "{head}"
        );
    }
}

#[test]
fn a_repository_that_signs_its_images_says_so_for_every_deployment() {
    let signing = |line: &str| {
        let build = format!("on: push\njobs: {{image: {{runs-on: x, steps: [{{run: {line}}}]}}}}");
        let documents = [
            document(&github::Workflow, ".github/workflows/a.yml", DEPLOY),
            document(&github::Workflow, ".github/workflows/b.yml", &build),
        ];
        let found = compose(&documents, &Memory::default(), &LIMITS).content.facts()["coverage"].clone();
        (found[0]["signing"].clone(), found[0]["verified"].clone(), found[0]["ships"].clone())
    };
    let ships = serde_json::json!(["infrastructure", "workload"]);
    assert_eq!(signing("cosign sign x"), (true.into(), false.into(), ships.clone()));
    assert_eq!(signing("gpg --detach-sign x"), (false.into(), false.into(), ships));
}
