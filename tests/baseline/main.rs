//! The debts of day one: what is taken in does not block, and what is new or touched does.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::type_complexity,
    reason = "a repository that is not as it should be fails the test"
)]

mod adopt;
mod entries;
mod many;
mod prune;
#[path = "../support/mod.rs"]
mod support;
mod together;
mod touched;
mod trust;
mod unread;
#[path = "../support/zip.rs"]
mod zip;

use serde_json::Value;
use support::{Repo, Run};

/// Where the baseline lies.
pub(crate) const BASELINE: &str = ".gate/baseline.yaml";
/// The workflow of most tests.
pub(crate) const WORKFLOW: &str = ".github/workflows/ci.yml";

/// A workflow with several debts, two of which are the same but for their place.
pub(crate) const INDEBTED: &str = "name: ci
on: [push, issues]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@v4
      - run: echo ${{ github.event.issue.title }}
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: acme/twice@v1
      - uses: acme/twice@v1
";

/// Adopts what is open.
pub(crate) fn adopt(repo: &Repo) -> Run {
    repo.gate(&["init", "--adopt", "--owner", "@acme/platform", "--approver", "@acme/security"])
}

/// A repository whose debts are taken in.
pub(crate) fn adopted(files: &[(&str, &str)]) -> Repo {
    let repo = files.iter().fold(Repo::new(), |repo, (path, text)| repo.with(path, text));
    let run = adopt(&repo);
    assert_eq!(run.code, 0, "{}", run.text());
    repo
}

/// The text of the baseline.
pub(crate) fn baseline(repo: &Repo) -> String {
    std::fs::read_to_string(repo.path().join(BASELINE)).unwrap()
}

/// What is open in a run, as `policy path:line`, in the order of the report; what could not be judged as `unread path`.
pub(crate) fn open(run: &Run) -> Vec<String> {
    let report = run.json();
    let findings = report["findings"].as_array().unwrap().iter().filter(|it| it["disposition"]["state"] == "open");
    let findings = findings.map(|it| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!("{} {}:{}", text(&it["policy"]), text(&it["path"]), it["start"]["line"])
    });
    let unjudged = report["unjudged"].as_array().unwrap().iter();
    findings.chain(unjudged.map(|it| format!("unread {}", it["path"].as_str().unwrap_or("run")))).collect()
}
