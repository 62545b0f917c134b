//! A workflow that the real engine judges, with editions that are made up: there is only one so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use serde_json::json;

use super::super::super::edition::next::{Deciding, compared};
use super::set_aside;
use crate::cli::check::collected::Collected;
use crate::config::{Config, InForce};
use crate::engine::{Guards, Judge, Settings};
use crate::finding::{Coverage, Disposition, Finding, PolicyId, Severity, State};
use crate::input::{Context, FORMATS, Options, Parsed};
use crate::limits::LIMITS;
use crate::outcome::{Edge, Mode, Outcome, Provenance, RulesFrom, verdict};
use crate::policy::{Edition, EditionName, Policy, bundled, libraries};
use crate::report::{REPORTS, Style};
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

/// Violates CI001 (an action, and an image where images count), CI002 and CI004.
const WORKFLOW: &str = "name: ci
on: [pull_request]
permissions: write-all
jobs:
  test:
    runs-on: ubuntu-24.04
    container: node:20
    steps:
      - uses: actions/checkout@v4
      - run: echo \"${{ github.event.pull_request.title }}\"
";

fn id(text: &str) -> PolicyId {
    PolicyId::new(text).unwrap()
}

/// An edition as the policies are now, and one before it, in which CI002 is not, CI004 was medium, and images counted.
fn editions(policies: &[Policy]) -> Vec<Edition> {
    let newest = Edition::of(EditionName::new("2027-02").unwrap(), policies);
    let mut first = Edition { name: EditionName::new("2026-11").unwrap(), ..newest.clone() };
    first.policies.remove(&id("CI002"));
    first.policies.get_mut(&id("CI004")).unwrap().severity = Severity::Medium;
    let pinned = first.policies.get_mut(&id("CI001")).unwrap();
    pinned.parameters.insert("images".to_owned(), json!(true));
    vec![first, newest]
}

/// Judges the workflow under a configuration, on the day on which this was written.
fn judged(config: &str, mut policies: Vec<Policy>) -> Outcome {
    let config: Config = serde_yaml::from_str(config).unwrap();
    let editions = editions(&policies);
    let in_force = InForce::on(date(2026, 11, 28), &config, &policies.iter().collect::<Vec<_>>(), &editions);
    let path = RepoPath::new(".github/workflows/ci.yml").unwrap();
    let source = Source::from_text(path, WORKFLOW);
    let files = Memory::new([source.clone()]);
    let context = Context { files: &files, limits: &LIMITS, options: &Options::default() };
    let github = FORMATS.iter().find(|format| format.name() == "github").unwrap();
    let Parsed::Document(document) = github.parse(&Arc::new(source), &context) else { panic!("it is a workflow") };
    let settings = Settings {
        severities: in_force.severities.clone(),
        parameters: in_force.parameters.clone(),
        ..Settings::default()
    };
    policies.sort_by(|a, b| a.meta.id.cmp(&b.meta.id));
    let judge = Judge::new(policies.clone(), libraries().unwrap(), settings).with_guards(Guards::None);
    let judgement = judge.judge(&document);
    let mut collected = Collected::new(Vec::new(), Vec::new());
    (collected.cells, collected.findings) = (judgement.cells, judgement.findings);
    set_aside(&mut collected, &in_force, (Severity::High, Severity::High));
    outcome(collected, &config, policies)
}

fn outcome(collected: Collected, config: &Config, policies: Vec<Policy>) -> Outcome {
    let coverage = Coverage::new(collected.cells);
    let (fail_on, unjudged) = (Severity::High, Vec::new());
    Outcome {
        verdict: verdict(&coverage, &collected.findings, &unjudged, fail_on, fail_on),
        mode: Mode::Block,
        fail_on,
        fail_on_unknown: fail_on,
        fail_on_empty: true,
        findings: collected.findings,
        unjudged,
        skipped: Vec::new(),
        edge: Edge::default(),
        aside: collected.aside,
        emergencies: Vec::new(),
        unlisted: Vec::new(),
        compared: None,
        edition: config.edition.as_ref().map(ToString::to_string),
        coverage,
        policies: policies.into_iter().map(|policy| (policy.meta.id.clone(), policy)).collect(),
        documents: BTreeMap::new(),
        rules_from: RulesFrom::WorkingTree,
        notices: Vec::new(),
        judged_at: "2026-11-28T00:00:00Z".to_owned(),
        provenance: Provenance::default(),
    }
}

/// Policy, severity, line and what became of each finding.
fn facts(outcome: &Outcome) -> Vec<String> {
    let fact = |finding: &Finding| {
        let became = match &finding.disposition {
            Disposition::Open => "open".to_owned(),
            Disposition::Upcoming { from } => format!("from {from}"),
            Disposition::Noted { why } => format!("noted: {why}"),
            other => format!("{other:?}"),
        };
        format!("{} {} :{} {became}", finding.policy, finding.severity, finding.location.start.line)
    };
    outcome.findings.iter().map(fact).collect()
}

#[test]
fn what_is_newer_than_the_edition_does_not_decide() {
    let cases: [(&str, &[&str]); 6] = [
        ("", &["CI002 critical :10 open", "CI004 high :3 open", "CI001 high :9 open"]),
        ("edition: 2027-02", &["CI002 critical :10 open", "CI004 high :3 open", "CI001 high :9 open"]),
        (
            "edition: 2026-11",
            &[
                "CI002 critical :10 from edition 2027-02",
                "CI001 high :7 open",
                "CI001 high :9 open",
                "CI004 medium :3 from edition 2027-02",
            ],
        ),
        (
            "{ edition: 2026-11, policies: { severity: { CI004: high }, parameters: { unpinned-action: { images: false } } } }",
            &["CI002 critical :10 from edition 2027-02", "CI004 high :3 open", "CI001 high :9 open"],
        ),
        (
            "{ policies: { schedule: [
                { from: 2027-01-15, decide: [CI001, CI004], reason: r, owner: o },
                { from: 2027-01-10, severity: { CI004: low } },
                { from: 2027-01-10, severity: { CI002: low } } ] } }",
            &[
                "CI002 critical :10 open",
                "CI004 high :3 noted: CI004 decides from 2027-01-15 on",
                "CI001 high :9 from 2027-01-15",
            ],
        ),
        (
            "{ policies: { severity: { CI001: medium, CI004: low }, schedule: [{ from: 2027-01-10, severity: { CI001: critical } }] } }",
            &["CI002 critical :10 open", "CI001 medium :9 from 2027-01-10", "CI004 low :3 open"],
        ),
    ];
    for (config, expected) in cases {
        assert_eq!(facts(&judged(config, bundled().unwrap())), expected, "{config}");
    }
}

#[test]
fn a_policy_that_does_not_decide_and_breaks_is_set_aside() {
    let broken = || {
        let mut policies = bundled().unwrap();
        let policy = policies.iter_mut().find(|policy| policy.meta.id == id("CI002")).unwrap();
        policy.text = policy.text.replace("deny contains", "deny contains x if { x := 1/0 }\n\ndeny contains");
        policies
    };
    let states = |outcome: &Outcome| {
        let cell = outcome.coverage.cells().iter().find(|cell| cell.policy == id("CI002")).unwrap();
        (matches!(cell.state, State::Incomplete(_)), matches!(cell.state, State::SetAside(_)), outcome.aside.len())
    };
    assert_eq!(states(&judged("", broken())), (true, false, 0));
    assert_eq!(states(&judged("edition: 2027-02", broken())), (true, false, 0));
    let aside = judged("edition: 2026-11", broken());
    assert_eq!(states(&aside), (false, true, 1));
    assert_eq!(aside.aside[0].disposition, Disposition::Upcoming { from: "edition 2027-02".to_owned() });
    // It is said all the same, by people's report as by programs'.
    for report in REPORTS.iter().filter(|report| ["human", "json", "markdown"].contains(&report.name())) {
        let style = Style { color: false, links: None, width: 100, verbose: false, quiet: false };
        let text = report.render(&aside, &style);
        assert!(text.contains("edition 2027-02"), "{}: {text}", report.name());
    }
}

#[test]
fn every_report_says_what_will_block() {
    let outcome = judged("edition: 2026-11", bundled().unwrap());
    let style = Style { color: false, links: None, width: 100, verbose: false, quiet: false };
    for report in REPORTS {
        let text = report.render(&outcome, &style);
        let expected: &[&str] = match report.name() {
            "human" => &[
                "will block from edition 2027-02\n  CI002 script-injection critical: ",
                "\n    .github/workflows/ci.yml:10:24\n",
                "2 that will block later",
                "edition 2026-11",
            ],
            "json" => &["\"state\": \"upcoming\"", "\"from\": \"edition 2027-02\"", "\"edition\": \"2026-11\""],
            "sarif" => {
                &["\"noted\": \"will block from edition 2027-02\"", "\"level\": \"note\"", "\"edition\": \"2026-11\""]
            }
            "markdown" => &["| `edition 2027-02` | `CI002 script-injection` | 1 | `.github/workflows/ci.yml:10:24` |"],
            _ => &["::notice file=.github/workflows/ci.yml,line=10,", "::will block from edition 2027-02: "],
        };
        for part in expected {
            assert!(text.contains(part), "{}: no {part:?} in\n{text}", report.name());
        }
        // An edition is no day: the same files give the same bytes, but for the time of the record.
        assert!(report.name() == "json" || !text.contains("2026-11-28"), "{}", report.name());
    }
}

#[test]
fn the_next_edition_is_compared_with_the_one_that_decides() {
    let policies = bundled().unwrap();
    let editions = editions(&policies);
    let slugs = policies.iter().map(|policy| (policy.meta.id.clone(), policy.meta.slug.clone())).collect();
    let [before, after] = ["edition: 2026-11", "edition: 2027-02"].map(|config| judged(config, bundled().unwrap()));
    let [before, after] = [&before, &after].map(Deciding::of);
    let lines = compared(&editions[0], &editions[1], &before, &after, &slugs);
    let text: Vec<String> = lines.iter().map(|line| format!("{}{}", " ".repeat(line.0), line.1)).collect();
    assert_eq!(
        text,
        [
            "edition 2026-11 decides here, 2027-02 is the newest",
            "CI001 unpinned-action has another default of images: false, and no more true",
            "  1 would no longer block:",
            "    .github/workflows/ci.yml:7:16  node:20 is pinned to a tag, which can be moved",
            "CI002 script-injection is new, critical",
            "  1 would block:",
            "    .github/workflows/ci.yml:10:24  github.event.pull_request.title, which anybody can write, becomes part of a script",
            "CI004 excessive-permissions is raised from medium to high",
            "  1 would block:",
            "    .github/workflows/ci.yml:3:14  the token of every job may write everything",
            "gate: with `edition: 2027-02` 2 more things would block here, and 1 that block now would not",
        ]
    );
}
