//! How long judging takes. Run it by hand, in a release build, on a quiet machine:
//! `cargo test --release --test engine_speed -- --ignored --nocapture`.

#![expect(clippy::unwrap_used, reason = "a test without input from outside")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use gate::engine::{Judge, Settings};
use gate::finding::Kind;
use gate::input::{Document, Table};
use gate::policy::{Authority, Policy, libraries};
use gate::source::{RepoPath, Source, Span};
use serde_json::json;

/// Policies that judge each document.
const POLICIES: u32 = 60;
/// Documents judged.
const DOCUMENTS: u32 = 200;
/// Jobs and steps per job of a document.
const JOBS: u64 = 2;
/// The most that one policy may take on one small document.
const CELL: Duration = Duration::from_micros(30);

#[test]
#[ignore = "a measurement, which means something only in a release build on a quiet machine"]
fn a_small_document_takes_thirty_microseconds_for_each_policy() {
    let policies = (0..POLICIES).map(policy).collect();
    let judge = Judge::new(policies, libraries().unwrap(), Settings::default());
    let document = document();
    let start = Instant::now();
    let first = judge.judge(&document);
    println!("first document, with loading: {:?}, {} findings", start.elapsed(), first.findings.len());
    let start = Instant::now();
    for _ in 0..DOCUMENTS {
        assert_eq!(judge.judge(&document).cells.len(), first.cells.len());
    }
    let cell = start.elapsed() / DOCUMENTS / POLICIES;
    println!("one document and policy: {cell:?}");
    assert!(cell <= CELL, "{cell:?}");
}

fn policy(number: u32) -> Policy {
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A{number}\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.a{number}\n\nimport data.gate\n\ndeny contains finding if {{\n\tsome job in input.jobs\n\tsome step in job.steps\n\tstartswith(step.uses, \"owner/name{number}@\")\n\tnot regex.match(`@[0-9a-f]{{40}}$`, step.uses)\n\tfinding := gate.finding(step, [\"uses\"], sprintf(\"%s is not pinned\", [step.uses]))\n}}\n\nunknown contains finding if {{\n\tsome job in input.jobs\n\tjob.image == \"?{number}\"\n\tfinding := gate.finding(job, [\"image\"], \"m\")\n}}\n"
    );
    let mut policy = Policy::from_text(&format!("a{number}/policy.rego"), &format!("a{number}"), &text).unwrap();
    policy.authority = Authority::Bundled;
    policy
}

fn document() -> Document {
    let path = RepoPath::new(".github/workflows/ci.yml").unwrap();
    let source = Arc::new(Source::from_text(path.clone(), "jobs:\n"));
    let mut table = Table::new(&path);
    let mut entity = || table.add(&source, Span::new(0, 4), None);
    let jobs: Vec<_> = (0..JOBS)
        .map(|job| {
            let step =
                |step: u64, loc: String| json!({"_loc": loc, "uses": format!("owner/name{}@v4", job * 15 + step)});
            let steps: Vec<_> = (0..JOBS).map(|number| step(number, entity())).collect();
            json!({"_loc": entity(), "id": format!("job{job}"), "image": "node:20", "steps": steps})
        })
        .collect();
    Document {
        kind: Kind::Pipeline,
        format: "github",
        path,
        content: gate::input::Content::new(json!({ "jobs": jobs })),
        facets: std::collections::BTreeSet::new(),
        problems: Vec::new(),
        notices: Vec::new(),
        outside: Vec::new(),
        runs: std::collections::BTreeSet::new(),
        known: gate::source::secret::Known::default(),
        locator: Box::new(table),
    }
}
