//! Outcomes built from public types, as a run would make them.

use std::collections::{BTreeMap, BTreeSet};

use gate::finding::{
    Answer, Cell, Confidence, Coverage, Disposition, Finding, Kind, LineHashes, Location, PolicyId, Related, Severity,
    State, Text, fingerprint,
};
use gate::outcome::{Edge, Mode, Outcome, Provenance, RulesFrom, Skipped, Unjudged, verdict};
use gate::policy::{Authority, Control, Meta, Policy};
use gate::source::{Position, RepoPath, Source, Span};

/// A path of the judged tree.
pub(crate) fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

/// A policy with these controls, written `framework:id`.
pub(crate) fn policy(id: &str, slug: &str, severity: Severity, input: Kind, controls: &[&str]) -> Policy {
    let control = |text: &&str| {
        let (framework, id) = text.split_once(':').unwrap();
        Control { framework: framework.to_owned(), id: id.to_owned() }
    };
    Policy {
        meta: Meta {
            id: PolicyId::new(id).unwrap(),
            slug: slug.to_owned(),
            title: format!("the general statement of {slug}"),
            description: format!("Why {slug} matters, in two sentences. This is the second one."),
            severity,
            confidence: Confidence::High,
            input,
            facets: BTreeSet::new(),
            needs: BTreeSet::new(),
            controls: controls.iter().map(control).collect(),
            aliases: Vec::new(),
            remediation:
                "Pin to a full commit SHA and keep the tag in a comment, so that an update is a reviewed change."
                    .to_owned(),
            answers: Some("Plan again once the value is known, or write it into the code.".to_owned()),
            resources: vec!["https://docs.acme.test/pinning#why".to_owned()],
            parameters: BTreeMap::new(),
            adoptable: true,
        },
        authority: Authority::Bundled,
        package: format!("gate.policies.{input}.x"),
        file: format!("policies/{input}/{slug}/policy.rego"),
        text: String::new(),
    }
}

/// A finding of `policy` at the first occurrence of `value` in `source`.
pub(crate) fn finding(policy: &Policy, answer: Answer, source: &Source, value: &str, message: &str) -> Finding {
    let start = source.text().find(value).unwrap();
    let location = Location::new(source, Span::new(start, start + value.len()), &[]);
    let line = usize::try_from(location.start.line).unwrap() - 1;
    Finding {
        policy: policy.meta.id.clone(),
        answer,
        severity: policy.meta.severity,
        confidence: policy.meta.confidence,
        message: Text::new(message),
        fingerprint: fingerprint(&policy.meta.id, source.path(), message),
        acceptance: (answer == Answer::Unknown).then(|| "5eed5eed5eed5eed".to_owned()),
        line_hash: LineHashes::of(source.text()).get(line).unwrap(),
        location,
        related: Vec::new(),
        disposition: Disposition::Open,
        identity: None,
        once: None,
    }
}

/// Why something does not decide, with this text wherever one of gate's own files can put text.
pub(crate) fn set_aside_with(text: &str) -> [Disposition; 4] {
    let it = || text.to_owned();
    [
        Disposition::Adopted { owner: it(), reason: Text::new(text), expires: it() },
        Disposition::Before,
        Disposition::Upcoming { from: it() },
        Disposition::Emergency { emergency: it(), incident: it(), approver: it(), until: it() },
    ]
}

/// One cell of the matrix.
pub(crate) fn cell(path: &RepoPath, policy: &Policy, state: State, violations: usize, unknowns: usize) -> Cell {
    Cell { path: path.clone(), kind: policy.meta.input, policy: policy.meta.id.clone(), state, violations, unknowns }
}

/// Puts an outcome together the way a run does.
pub(crate) fn outcome(
    policies: &[Policy],
    mut findings: Vec<Finding>,
    cells: Vec<Cell>,
    unjudged: Vec<Unjudged>,
) -> Outcome {
    findings.sort_by(Finding::order);
    let coverage = Coverage::new(cells);
    let mut documents: BTreeMap<Kind, usize> = BTreeMap::new();
    let read: BTreeSet<_> = coverage.cells().iter().map(|cell| (cell.kind, &cell.path)).collect();
    for (kind, _) in read {
        *documents.entry(kind).or_default() += 1;
    }
    Outcome {
        aside: Vec::new(),
        unlisted: Vec::new(),
        emergencies: Vec::new(),
        compared: None,
        edition: None,
        verdict: verdict(&coverage, &findings, &unjudged, Severity::High, Severity::High),
        mode: Mode::Block,
        fail_on: Severity::High,
        fail_on_unknown: Severity::High,
        fail_on_empty: true,
        findings,
        unjudged,
        skipped: vec![Skipped { path: path("vendor/x.yml"), reason: "excluded by the configuration".to_owned() }],
        edge: Edge::default(),
        coverage,
        policies: policies.iter().map(|policy| (policy.meta.id.clone(), policy.clone())).collect(),
        documents,
        rules_from: RulesFrom::Base {
            revision: "origin/main".to_owned(),
            commit: "3f2c1ab08c6903cd8c0fde910a37f88322edcfb5".to_owned(),
        },
        notices: vec!["the settings snapshot is not verified".to_owned()],
        judged_at: "2026-09-25T18:00:00Z".to_owned(),
        provenance: Provenance::default(),
    }
}

fn unpinned() -> Policy {
    let controls = ["soc2:CC8.1", "nist-800-53:CM-3", "nist-800-53:SR-3", "pci-dss:6.5.1", "iso-27001:A.8.32"];
    policy("CI001", "unpinned-action", Severity::High, Kind::Pipeline, &controls)
}

fn public_bucket() -> Policy {
    policy("TF004", "public-bucket", Severity::Critical, Kind::Terraform, &["soc2:CC6.1"])
}

fn top_level() -> Policy {
    policy("AF003", "top-level-io", Severity::Medium, Kind::Airflow, &[])
}

fn retention() -> Policy {
    policy("GIT009", "short-log-retention", Severity::Low, Kind::Forge, &["soc2:CC7.2"])
}

fn workflow(name: &str) -> Source {
    let text = "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-node@v4\n      - run: |\n          npm ci\n          npm test\n";
    Source::from_text(path(name), text)
}

/// A finding set aside by a waiver.
pub(crate) fn waived(finding: Finding) -> Finding {
    let disposition = Disposition::Waived {
        waiver: "W-2026-014".to_owned(),
        owner: "@acme/platform".to_owned(),
        reason: Text::new("the vendor signs its tags; migration in OPS-812"),
        expires: "2026-12-24".to_owned(),
    };
    Finding { disposition, ..finding }
}

/// Everything judged; one finding waived, one below the threshold.
pub(crate) fn passed() -> Outcome {
    let (ci, git) = (unpinned(), retention());
    let source = workflow(".github/workflows/ci.yml");
    let settings = Source::from_text(path(".forge/snapshot.json"), "{\n  \"retention_days\": 7\n}\n");
    let pinned = waived(finding(
        &ci,
        Answer::Violation,
        &source,
        "actions/checkout@v4",
        "actions/checkout@v4 can be moved to other code after review",
    ));
    let short = finding(&git, Answer::Violation, &settings, "7", "logs are kept for 7 days");
    let cells = vec![
        cell(source.path(), &ci, State::Judged, 1, 0),
        cell(settings.path(), &git, State::Judged, 1, 0),
        cell(&path(".github/workflows/release.yml"), &ci, State::Judged, 0, 0),
    ];
    outcome(&[ci, git], vec![pinned, short], cells, Vec::new())
}

/// A finding in the middle of a long line, with a name and related places.
fn made_public(tf: &Policy, source: &Source) -> Finding {
    let plan = Source::from_text(
        path("infra/plan.json"),
        &format!("{{\"a\":\"{}\",\"acl\":\"public-read\"}}", "x".repeat(600)),
    );
    let mut bucket =
        finding(tf, Answer::Violation, &plan, "public-read", "aws_s3_bucket.logs becomes readable by everyone");
    bucket.location = bucket.location.with_logical(Some("aws_s3_bucket.logs"));
    bucket.related = vec![
        Related {
            message: Text::new("its access block is removed here [click](https://evil.example) @acme"),
            location: Location::new(source, Span::new(0, 2), &[]),
        },
        Related { message: Text::new("and here"), location: Location::new(source, Span::new(0, 2), &[]) },
    ];
    bucket
}

/// Violations of every level in several files, with text that attacks every sink.
pub(crate) fn blocked() -> Outcome {
    let (ci, tf, af, git) = (unpinned(), public_bucket(), top_level(), retention());
    let source = workflow(".github/workflows/ci.yml");
    let hostile = Source::from_text(
        path("dags/a\n::error file=x::forged\u{1b}[2J\u{202e}, b:c%0A.py"),
        "x = 1\n\ty = Variable.get('##[set-output name=verdict]pass \u{1b}[31m \u{202e}`@all`')  # ::stop-commands::x\n",
    );
    let mut findings = vec![
        made_public(&tf, &source),
        finding(
            &ci,
            Answer::Violation,
            &source,
            "actions/checkout@v4",
            "actions/checkout@v4 can be moved to other code after review",
        ),
        finding(
            &ci,
            Answer::Violation,
            &source,
            "actions/setup-node@v4",
            "actions/setup-node@v4 can be moved to other code after review",
        ),
        finding(
            &git,
            Answer::Violation,
            &source,
            "run: |\n          npm ci\n          npm test",
            "a step of several lines",
        ),
        finding(
            &af,
            Answer::Violation,
            &hostile,
            "Variable.get('##[set-output name=verdict]pass \u{1b}[31m \u{202e}`@all`')",
            "  ::error::Variable `x` ##[error] | <img src=https://evil.example/p.png> ![p](https://evil.example) @all",
        ),
    ];
    for number in 0..7 {
        let other = workflow(&format!(".github/workflows/service-{number}.yml"));
        findings.push(finding(
            &ci,
            Answer::Violation,
            &other,
            "actions/checkout@v4",
            "actions/checkout@v4 can be moved to other code after review",
        ));
    }
    let cells = findings.iter().map(|finding| {
        let policy = [&ci, &tf, &af, &git].into_iter().find(|policy| policy.meta.id == finding.policy).unwrap();
        cell(&finding.location.path, policy, State::Judged, 1, 0)
    });
    let cells = cells.collect();
    outcome(&[ci, tf, af, git], findings, cells, Vec::new())
}

/// A file that cannot be read, a policy that did not finish, a value that cannot be known, and a violation.
pub(crate) fn incomplete() -> Outcome {
    let (ci, tf) = (unpinned(), public_bucket());
    let source = workflow(".github/workflows/ci.yml");
    let main = Source::from_text(path("infra/main.tf"), "resource \"aws_s3_bucket\" \"logs\" {\n  acl = var.acl\n}\n");
    let violation = finding(
        &ci,
        Answer::Violation,
        &source,
        "actions/checkout@v4",
        "actions/checkout@v4 can be moved to other code after review",
    );
    let unknown =
        finding(&tf, Answer::Unknown, &main, "var.acl", "who may read aws_s3_bucket.logs is known only after apply");
    let unjudged = vec![
        Unjudged {
            position: Some(Position { line: 34, column: 7, utf16: 7 }),
            ..Unjudged::of(
                &path(".github/workflows/release.yml"),
                Text::new("nesting deeper than 255; GitHub refuses such a file too"),
            )
        },
        Unjudged { policy: PolicyId::new("CUSTOM001"), ..Unjudged::of_run(Text::new("took longer than 500 ms")) },
    ];
    let cells = vec![
        cell(source.path(), &ci, State::Judged, 1, 0),
        cell(&path("infra/plan.json"), &tf, State::Judged, 0, 1),
        cell(&path(".github/workflows/odd.yml"), &ci, State::Incomplete(Text::new("took longer than 500 ms")), 0, 0),
    ];
    outcome(&[ci, tf], vec![violation, unknown], cells, unjudged)
}

/// No file that gate judges.
pub(crate) fn nothing() -> Outcome {
    outcome(&[unpinned()], Vec::new(), Vec::new(), Vec::new())
}

/// The same outcome in a run that only observes.
pub(crate) fn observed(outcome: Outcome) -> Outcome {
    Outcome { mode: Mode::Observe, ..outcome }
}

/// `number` findings, each in a file of its own.
pub(crate) fn many(number: usize) -> Outcome {
    let (ci, af) = (unpinned(), top_level());
    let findings: Vec<Finding> = (0..number)
        .map(|number| {
            let source = Source::from_text(path(&format!("w/{number}.yml")), "uses: x\n");
            let policy = if number % 2 == 0 { &af } else { &ci };
            finding(policy, Answer::Violation, &source, "x", &format!("thing {number} can be moved"))
        })
        .collect();
    let cells = findings.iter().map(|finding| cell(&finding.location.path, &ci, State::Judged, 1, 0)).collect();
    outcome(&[ci, af], findings, cells, Vec::new())
}

/// The outcomes of the snapshots, by name.
pub(crate) fn canonical() -> [(&'static str, Outcome); 3] {
    [("pass", passed()), ("blocked", blocked()), ("incomplete", incomplete())]
}
