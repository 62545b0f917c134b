//! Pipelines of ten thousand jobs: what is kept for them grows with their file.

use std::fmt::Write as _;

use super::super::{github, gitlab};
use super::{document, problems};
use crate::input::Document;
use crate::input::pipeline::model::Pipeline;
use crate::input::pipeline::needs::JOBS;

/// How many waits are kept for the jobs of a pipeline, and how many jobs there are.
fn size(document: &Document) -> (usize, usize) {
    let pipeline = document.content.model::<Pipeline>().unwrap();
    let order = pipeline.jobs.first().unwrap().ancestors.order();
    (order.edges(), pipeline.jobs.len())
}

fn jobs(of: impl Fn(usize) -> String) -> String {
    (0..JOBS).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", of(number)).unwrap();
        text
    })
}

#[test]
fn a_chain_layers_and_a_fan_of_jobs_cost_what_they_hold() {
    let chain = jobs(|n| {
        format!("j{n}: {{script: [a], needs: [{}]}}", if n > 0 { format!("j{}", n - 1) } else { String::new() })
    });
    let stages: Vec<String> = (0..100).map(|n| format!("s{n}")).collect();
    let layers =
        format!("stages: [{}]\n{}", stages.join(", "), jobs(|n| format!("j{n}: {{script: [a], stage: s{}}}", n % 100)));
    let fan = format!(
        "stages: [one, two]\n{}",
        jobs(|n| format!("j{n}: {{script: [a], stage: {}}}", if n % 2 == 0 { "one" } else { "two" }))
    );
    for (name, text) in [("chain", chain), ("layers", layers), ("fan", fan)] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
        assert_eq!(problems(&document), [""; 0], "{name}");
        let (edges, jobs) = size(&document);
        assert_eq!(jobs, JOBS, "{name}");
        assert!(edges <= 3 * JOBS, "{name}: {edges}");
    }
    let text = jobs(|n| {
        format!(
            "  j{n}: {{runs-on: x, needs: [{}], steps: [{{run: a}}]}}",
            if n > 0 { format!("j{}", n - 1) } else { String::new() }
        )
    });
    let text = format!("on: push\npermissions: {{}}\njobs:\n{text}");
    let document = document(&github::Workflow, &[(".github/workflows/a.yml", &text)]);
    assert_eq!((problems(&document), size(&document)), (Vec::new(), (JOBS - 1, JOBS)));
}

#[test]
fn the_last_of_ten_thousand_jobs_waits_for_the_approval_before_all() {
    let text = |needs: &str| {
        let ask = "ask: {stage: .pre, when: manual, allow_failure: false, script: [a]}\n";
        let rest = jobs(|n| format!("j{n}: {{script: [a], stage: test{}}}", if n > 0 { "" } else { needs }));
        let ship = "ship: {stage: deploy, environment: production, script: [terraform apply], needs: [j0]}\n";
        format!("{ask}{ship}{}", rest.lines().take(JOBS - 2).collect::<Vec<_>>().join("\n"))
    };
    for (needs, approver) in [("", "starter"), (", needs: []", "nobody")] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text(needs))]);
        let facts = document.content.facts()["deployments"].as_array().unwrap();
        assert_eq!((facts.len(), &facts[0]["approver"]), (1, &approver.into()), "{needs}");
    }
}

#[test]
fn one_job_more_is_said() {
    let text = format!("{}more: {{script: [a]}}\n", jobs(|n| format!("j{n}: {{script: [a]}}")));
    let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
    let line = JOBS + 1;
    assert_eq!(problems(&document), [format!("{line}:1 too many jobs; this and those after it are not judged")]);
}

#[test]
fn what_ends_before_each_job_is_listed_while_that_is_short() {
    let text = |count: usize| {
        (0..count)
            .map(|n| format!("j{n}: {{script: [a], stage: {}}}\n", if n == 0 { "build" } else { "test" }))
            .collect::<String>()
    };
    let few = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text(2_000))]);
    let many = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text(2_001))]);
    let last = |document: &Document| document.value()["jobs"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last(&few)["ancestors"], &last(&few)["unknown"]),
        (&serde_json::json!(["j0"]), &serde_json::json!({}))
    );
    let many = last(&many);
    assert_eq!(
        (&many["ancestors"], &many["unknown"]),
        (&serde_json::json!([]), &serde_json::json!({"ancestors": true}))
    );
}
