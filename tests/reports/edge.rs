//! What was seen and not judged, and what would answer it: every row of the table, every line that is to be copied.

use std::collections::BTreeSet;

use super::outcomes::{cell, finding, outcome, path, policy};
use gate::finding::{Answer, Kind, Severity, State, Text};
use gate::input::Outside;
use gate::outcome::{Accepted, Edge, Excluded, Listed, Outcome, Skipped, Unjudged};
use gate::report::{Style, accept_lines, by_name};
use gate::source::{Position, RepoPath, Source};

const PLAIN: Style = Style { color: false, links: None, width: 100, verbose: false, quiet: false };
const VERBOSE: Style = Style { verbose: true, ..PLAIN };

/// A command that is longer than any screen.
const COMMAND: &str = "terraform -chdir=infra/production/eu-central-1 plan -out=p -input=false -lock=false && terraform -chdir=infra/production/eu-central-1 show -json p > /tmp/plan.json";

fn outside(name: &str, pin: &str, line: Option<u32>) -> Outside {
    let position = line.map(|line| Position { line, column: 9, utf16: 9 });
    Outside { path: path(".github/workflows/ci.yml"), position, name: Text::new(name), pin: pin.to_owned() }
}

fn paths(names: &[&str]) -> BTreeSet<RepoPath> {
    names.iter().map(|name| path(name)).collect()
}

fn edge() -> Edge {
    Edge {
        outside: vec![
            outside("acme/ci/.github/workflows/scan.yml@main", "branch", Some(7)),
            outside("actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "sha", Some(12)),
            outside("registry.acme.test/build@sha256:0a1b", "digest", None),
        ],
        listed: vec![
            Listed {
                form: "helm".to_owned(),
                title: "Helm chart".to_owned(),
                paths: paths(&["charts/pay/Chart.yaml"]),
            },
            Listed {
                form: "kubernetes".to_owned(),
                title: "Kubernetes manifest".to_owned(),
                paths: paths(&["k8s/a.yml", "k8s/b.yml"]),
            },
        ],
        excluded: vec![Excluded {
            patterns: vec!["vendor/**".to_owned(), "docs/**/*.yml".to_owned()],
            reason: Text::new("taken in from elsewhere, never run"),
            owner: Text::new("@acme/platform"),
            paths: paths(&["docs/a/ci.yml", "vendor/x/ci.yml"]),
        }],
        accepted: vec![Accepted {
            path: path("Jenkinsfile"),
            what: Text::new("Jenkins pipeline, for which gate has no reader"),
            waiver: Text::new("W-7"),
            owner: Text::new("@acme/build"),
            expires: "2026-12-24".to_owned(),
        }],
    }
}

/// Unknowns of one policy above and of another one below the threshold, files without a reader, a file that is broken.
pub(crate) fn at_the_edge() -> Outcome {
    let tf = policy("TF004", "public-bucket", Severity::Critical, Kind::Terraform, &["soc2:CC6.1"]);
    let af = policy("AF003", "top-level-io", Severity::Medium, Kind::Airflow, &[]);
    let bucket = |name: &str| {
        let text = format!("resource \"aws_s3_bucket\" \"{name}\" {{\n  acl = var.acl\n}}\n");
        let main = Source::from_text(path(&format!("infra/{name}.tf")), text.as_str());
        let message = format!("who may read aws_s3_bucket.{name} is known only after apply");
        finding(&tf, Answer::Unknown, &main, "var.acl", &message)
    };
    let dag = Source::from_text(path("dags/a.py"), "x = load()\n");
    let below = finding(&af, Answer::Unknown, &dag, "load()", "what load() reads cannot be followed");
    let fix = |path: &str| {
        ["- id: W-1", "  policy: EDGE", &format!("  where: {path}"), "  answer: unread"].map(Text::new).to_vec()
    };
    let unread = |path_: &str| Unjudged {
        unread: true,
        fix: fix(path_),
        ..Unjudged::of(&path(path_), "CircleCI pipeline: gate has no reader for it")
    };
    let unplanned = |file: &str| Unjudged {
        fix: vec![Text::new(COMMAND)],
        ..Unjudged::of(&path(file), "no plan speaks for its folder")
    };
    let unjudged = vec![
        unread(".circleci/config.yml"),
        unread("service/.circleci/config.yml"),
        unplanned("infra/a.tf"),
        unplanned("infra/b/b.tf"),
    ];
    let cells =
        vec![cell(&path("infra/plan.json"), &tf, State::Judged, 0, 2), cell(dag.path(), &af, State::Judged, 0, 1)];
    let mut outcome = outcome(&[tf.clone(), af], vec![bucket("logs"), bucket("exports"), below], cells, unjudged);
    outcome.edge = edge();
    outcome.skipped = vec![Skipped { path: path("link"), reason: "a link out of the tree".to_owned() }];
    outcome
}

fn human(style: &Style) -> String {
    by_name("human").unwrap().render(&at_the_edge(), style).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn the_edge_as_people_see_it() {
    insta::assert_snapshot!("human-edge", human(&PLAIN));
    insta::assert_snapshot!("human-edge-verbose", human(&VERBOSE));
    let markdown = by_name("markdown").unwrap().render(&at_the_edge(), &PLAIN);
    insta::assert_snapshot!("markdown-edge", markdown.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn an_unknown_is_said_once_with_what_would_answer_it() {
    for style in [PLAIN, VERBOSE] {
        let text = human(&style);
        for said in ["who may read aws_s3_bucket.logs", "who may read aws_s3_bucket.exports", "what load() reads"] {
            assert_eq!(text.matches(said).count(), 1, "{said} in\n{text}");
        }
        let (before, section) = text.split_once("could not be judged\n").unwrap();
        assert!(section.contains("unknown[TF004] critical  public-bucket:"), "{section}");
        assert!(section.contains("= fix   Plan again once the value is known"), "{section}");
        assert!(!text.contains("Pin to a full commit SHA"), "the fix of a violation answers nothing\n{text}");
        assert!(before.contains("unknown[AF003] medium") && before.contains("below \"high\""), "{before}");
    }
}

#[test]
fn what_is_to_be_copied_is_neither_folded_nor_said_for_the_wrong_file() {
    for width in [40, 100] {
        let [plain, verbose] = [false, true].map(|verbose| human(&Style { width, verbose, ..PLAIN }));
        for text in [&plain, &verbose] {
            assert_eq!(text.matches(&format!("\n    {COMMAND}\n")).count(), 1, "{text}");
        }
        let lines =
            |file: &str| format!("    - id: W-1\n      policy: EDGE\n      where: {file}\n      answer: unread\n");
        assert!(plain.contains(&lines(".circleci/config.yml")) && !plain.contains("where: service/"), "{plain}");
        for file in [".circleci/config.yml", "service/.circleci/config.yml"] {
            assert!(verbose.contains(&lines(file)), "{verbose}");
        }
    }
}

#[test]
fn the_lines_that_accept_an_unknown_stand_once_or_behind_each_block() {
    let outcome = at_the_edge();
    let first = outcome.undecided().next().unwrap();
    let lines: String = accept_lines(first).iter().map(|line| format!("    {line}\n")).collect();
    for style in [PLAIN, VERBOSE] {
        let text = human(&style);
        assert_eq!(text.matches(&lines).count(), 1, "{lines}\n{text}");
        assert!(text.contains(".gate/waivers.yaml"), "{text}");
    }
    for finding in outcome.undecided() {
        assert!(human(&VERBOSE).contains(finding.acceptance.as_ref().unwrap()), "the owner needs its name");
    }
}

#[test]
fn every_row_has_its_count_and_every_list_its_items() {
    let rows = [
        "judged     2 documents: 1 Terraform plan, 1 Airflow file — 2 policies\n",
        "outside    3 references to other repositories: 2 pinned, 1 not pinned\n",
        "unread     2 files without a reader · 2 other things that could not be read\n",
        "excluded   2 files by 1 entry of the configuration\n",
        "accepted   1 file without a reader, by the owner (next expiry 2026-12-24)\n",
        "not judged 3 files that no policy is about: Helm chart (1), Kubernetes manifest (2)\n",
        "skipped    1 path on purpose\n",
    ];
    let text = human(&PLAIN);
    for row in rows {
        assert!(text.contains(row), "{row} is missing in\n{text}");
    }
    let mut bare = at_the_edge();
    bare.edge = Edge::default();
    bare.unjudged.clear();
    bare.skipped.clear();
    let bare = by_name("human").unwrap().render(&bare, &PLAIN);
    for row in &rows[1..] {
        let name = row.split("  ").next().unwrap();
        assert!(!bare.lines().any(|line| line.starts_with(name)), "{name}: nothing where there is nothing\n{bare}");
    }
    let items = [
        "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8  at .github/workflows/ci.yml:12",
        "acme/ci/.github/workflows/scan.yml@main  (branch)  at .github/workflows/ci.yml:7",
        "registry.acme.test/build@sha256:0a1b  at .github/workflows/ci.yml",
        "Kubernetes manifest  k8s/a.yml, k8s/b.yml",
        "vendor/**, docs/**/*.yml  2 files — @acme/platform: taken in from elsewhere, never run",
        "docs/a/ci.yml",
        "vendor/x/ci.yml",
        "Jenkinsfile  Jenkins pipeline, for which gate has no reader — W-7 until 2026-12-24, @acme/build",
        "link  a link out of the tree",
    ];
    let verbose = human(&Style { width: 200, ..VERBOSE });
    let markdown = by_name("markdown").unwrap().render(&at_the_edge(), &PLAIN);
    for item in items {
        assert!(verbose.lines().any(|line| line.trim() == item), "{item} is missing in\n{verbose}");
        assert!(markdown.contains(&format!("- `{item}`\n")), "{item} is missing in\n{markdown}");
    }
    assert!(verbose.find("outside, pinned").unwrap() < verbose.find("outside, not pinned").unwrap());
}
