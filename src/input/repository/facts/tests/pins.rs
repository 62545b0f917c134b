//! Commits with comments that cannot both be so.

use super::deployments::document;
use crate::input::pipeline::{github, gitlab};
use crate::input::repository::compose;
use crate::limits::LIMITS;
use crate::source::files::Memory;

const ONE: &str = "1111111111111111111111111111111111111111";
const TWO: &str = "2222222222222222222222222222222222222222";

/// What is said of the pins of these steps, each in a workflow of its own.
fn pins(steps: &[String]) -> Vec<String> {
    let text = |step: &String| format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {step}\n");
    let workflows = steps.iter().enumerate().map(|(at, step)| (format!(".github/workflows/{at}.yml"), text(step)));
    let documents: Vec<_> = workflows.map(|(path, text)| document(&github::Workflow, &path, &text)).collect();
    told(&documents)
}

fn told(documents: &[std::sync::Arc<crate::input::Document>]) -> Vec<String> {
    let repository = compose(documents, &Memory::default(), &LIMITS);
    let found = repository.content.facts()["pins"].as_array().unwrap().clone();
    let field = |fact: &serde_json::Value, name: &str| fact[name].as_str().unwrap().to_owned();
    found
        .iter()
        .map(|it| ["action", "differ", "commit", "said", "other"].map(|name| field(it, name)).join(" "))
        .collect()
}

#[test]
fn comments_that_cannot_both_be_so_are_said_once() {
    let uses = |action: &str, commit: &str, comment: &str| format!("uses: {action}@{commit}{comment}");
    for (steps, expected) in [
        ([("a/b", ONE, " # v1.0.0"), ("a/b", ONE, " # v1.1.0")], &["a/b versions 111111111111 v1.1.0 v1.0.0"][..]),
        ([("a/b", ONE, " # v1"), ("A/B", ONE, "  #v2.0.1")], &["a/b versions 111111111111 v2.0.1 v1"]),
        ([("a/b", ONE, " # v1.0.0"), ("a/b", TWO, " # 1.0.0")], &["a/b commits 222222222222 1.0.0 111111111111"]),
        ([("a/b", ONE, " # v1"), ("a/b", TWO, " # v1")], &[]),
        ([("a/b", ONE, " # v1"), ("a/b", ONE, " # v1.2.3")], &[]),
        ([("a/b/x", ONE, " # v1.0.0"), ("a/b/y", ONE, " # v1.1.0")], &[]),
        ([("a/b", ONE, " # v1.0.0"), ("c/b", ONE, " # v1.1.0")], &[]),
        ([("a/b", ONE, " # v1.0.0"), ("a/b", ONE, " # pinned")], &[]),
        ([("a/b", ONE, " # v1.0.0"), ("a/b", ONE, "")], &[]),
        ([("a/b", "v1", " # v1.0.0"), ("a/b", "v1", " # v1.1.0")], &[]),
    ] {
        let steps = steps.map(|(action, commit, comment)| uses(action, commit, comment));
        assert_eq!(pins(&steps), expected, "{steps:?}");
    }
    let many: Vec<String> = (0..5).map(|at| uses("a/b", ONE, &format!(" # v1.{}.0", at % 2))).collect();
    assert_eq!(pins(&many), ["a/b versions 111111111111 v1.1.0 v1.0.0"]);
}

#[test]
fn a_comment_stands_behind_its_value_on_the_same_line() {
    for (step, is_comment) in [
        (format!("uses: \"a/b@{TWO}\" # v1.0.0"), true),
        (format!("uses: 'a/b@{TWO}'\t# v1.0.0"), true),
        (format!("{{uses: a/b@{TWO}}} # v1.0.0"), false),
        (format!("uses: a/b@{TWO}\n        # v1.0.0"), false),
        (format!("uses: >-\n          a/b@{TWO}\n        # v1.0.0"), false),
    ] {
        let found = pins(&[format!("uses: a/b@{ONE} # v1.0.0"), step.clone()]);
        assert_eq!(found.len(), usize::from(is_comment), "{step} {found:?}");
    }
}

#[test]
fn what_gitlab_includes_is_pinned_too() {
    let text = |version: &str| {
        format!("include:\n  - project: a/b\n    ref: {ONE} # {version}\n    file: x.yml\nx: {{script: [ls]}}\n")
    };
    let documents = [
        document(&gitlab::Gitlab, ".gitlab-ci.yml", &text("v1.0.0")),
        document(&gitlab::Gitlab, "ci/x.gitlab-ci.yml", &text("v1.1.0")),
    ];
    assert_eq!(told(&documents), ["a/b versions 111111111111 v1.1.0 v1.0.0"]);
}
