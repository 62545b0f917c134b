//! Every known way in which a policy or the Rego engine can go wrong, and what gate does about it.
//!
//! The numbers are those of the list in the architecture page about the engine. What upstream does today is asserted in
//! `src/engine/upstream.rs`, so that a fix there is noticed.

#![expect(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test without the standard harness")]

mod rows;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gate::engine::{Judge, Judgement, Linter, STACK_BYTES, Settings};
use gate::finding::{Kind, State};
use gate::input::{Document, Table};
use gate::policy::{Authority, Policy, libraries};
use gate::source::{RepoPath, Source, Span};
use libtest_mimic::{Arguments, Failed, Trial};
use rows::{Becomes, Incomplete, Judged, ROWS, Refused, SUPERVISED};
use serde_json::{Value, json};

/// What needs more than one policy or one judgement.
const OTHERS: &[(&str, fn())] = &[
    ("10 what may be absent is not negated", what_may_be_absent_is_not_negated),
    ("a typo in a reference into the input is refused", a_typo_is_refused),
    ("parameters cannot replace a rule", parameters_cannot_replace_a_rule),
    ("a document after a failure is judged as if nothing had happened", a_failure_leaves_nothing_behind),
    ("a policy in another one's package keeps its findings to itself", packages_are_kept_apart),
    ("a parse bomb is refused in no time", a_parse_bomb_is_refused_in_no_time),
    ("slow policies keep to themselves", slow_policies_keep_to_themselves),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let rows = ROWS.iter().map(|(name, rules, becomes)| trial(name, move || row(rules, *becomes)));
    let others = OTHERS.iter().map(|(name, run)| trial(name, run));
    let supervised = SUPERVISED.iter().map(|(name, rules)| Trial::test(*name, move || supervised(rules)));
    let trials: Vec<Trial> = rows.chain(others).chain(supervised).collect();
    let count = trials.len();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        println!("{count} regressions of the policy engine\n");
    }
    conclusion.exit_code()
}

/// Judges in the real child: the run is incomplete, names the file, and ends in time.
fn supervised(rules: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let write = |path: &str, text: &str| -> std::io::Result<()> {
        let path = folder.path().join(path);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, text)
    };
    let bomb = policy("BOMB", Authority::User, rules).text.replace("input: terraform", "input: pipeline");
    write(".gate/policies/bomb/policy.rego", &bomb)?;
    let job = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n";
    write(".github/workflows/ci.yml", job)?;
    let start = Instant::now();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gate")).arg("check").arg(folder.path()).output()?;
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(3) && shown.contains("ci.yml") && start.elapsed() < Duration::from_mins(1) {
        return Ok(());
    }
    Err(Failed::from(format!("{:?} after {:?}\n{shown}", output.status, start.elapsed())))
}

/// A test on a stack as large as those that judge.
fn trial(name: &str, run: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(run).expect("a thread");
        thread.join().map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            Failed::from(text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default())
        })
    })
}

/// Judges with a good policy on each side, which must not notice.
fn row(rules: &str, becomes: Becomes) {
    let author = if matches!(becomes, Refused(_)) { Authority::User } else { Authority::Bundled };
    let policies =
        vec![policy("A1", Authority::Bundled, GOOD), policy("M1", author, rules), policy("Z1", author, GOOD)];
    let judgement = judge(policies, &document());
    let [first, middle, last] = &judgement.cells[..] else { panic!("{:?}", judgement.cells) };
    for good in [first, last] {
        assert!((&good.state, good.violations) == (&State::Judged, 1), "a good policy noticed: {good:?}");
    }
    match (&middle.state, becomes) {
        (State::Judged, Judged(violations)) => assert!(middle.violations == violations, "{}", middle.violations),
        (State::Incomplete(why), Incomplete(part) | Refused(part)) => {
            assert!(why.raw().contains(part), "{}", why.raw());
        }
        (State::Incomplete(why), Judged(_)) => panic!("incomplete: {}", why.raw()),
        (state, _) => panic!("{state:?}, {} violations", middle.violations),
    }
}

const GOOD: &str = "deny contains finding if {\n\tsome resource in input.resources\n\tresource.values.name == \"a\"\n\tfinding := gate.finding(resource, [], \"m\")\n}";

fn judge(policies: Vec<Policy>, document: &Document) -> Judgement {
    let settings = Settings { now_ns: 42, ..Settings::default() };
    Judge::new(policies, libraries().expect("libraries"), settings).judge(document)
}

fn policy(id: &str, author: Authority, rules: &str) -> Policy {
    let slug = id.to_lowercase();
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: {id}\n#   severity: high\n#   confidence: high\n#   input: terraform\n#   remediation: r\npackage custom.{slug}\n\nimport data.gate\n\n{rules}\n"
    );
    let mut policy = Policy::from_text(&format!("{slug}/policy.rego"), &slug, &text).expect("metadata");
    policy.authority = author;
    policy
}

fn document() -> Document {
    plan(&[json!({"name": "a", "nothing": null}), json!({"name": "b"}), json!({"other": 1})])
}

fn plan(values: &[Value]) -> Document {
    let path = RepoPath::new("plan.json").expect("a path");
    let source = Arc::new(Source::from_text(path.clone(), "{ }\n"));
    let mut table = Table::new(&path);
    let resources: Vec<Value> = values
        .iter()
        .map(|values| json!({"_loc": table.add(&source, Span::new(0, 4), None), "values": values}))
        .collect();
    Document {
        kind: Kind::Terraform,
        format: "terraform-plan",
        path,
        content: gate::input::Content::new(json!({ "resources": resources })),
        facets: std::collections::BTreeSet::new(),
        problems: Vec::new(),
        notices: Vec::new(),
        outside: Vec::new(),
        runs: std::collections::BTreeSet::new(),
        known: gate::source::secret::Known::default(),
        locator: Box::new(table),
    }
}

/// Names in the configuration that no metadata declares never reach `data`.
fn parameters_cannot_replace_a_rule() {
    let evil = BTreeMap::from([("deny".to_owned(), json!([])), ("x".to_owned(), json!(1))]);
    for slug in ["a1", "../custom", "custom.a1", "finding"] {
        let parameters = BTreeMap::from([(slug.to_owned(), evil.clone())]);
        let settings = Settings { parameters, ..Settings::default() };
        let policies = vec![policy("A1", Authority::Bundled, GOOD)];
        let judgement = Judge::new(policies, libraries().expect("libraries"), settings).judge(&document());
        assert!(judgement.findings.len() == 1, "{slug}: {:?}", judgement.cells);
    }
}

/// The lints of a policy about the forge, whose schema is known.
fn lints(body: &str) -> String {
    let rules = format!(
        "deny contains finding if {{\n\tsome branch in input.branches\n\t{body}\n\tfinding := gate.finding(branch, [], \"m\")\n}}"
    );
    let mut policy = policy("A1", Authority::User, &rules);
    policy.meta.input = Kind::Forge;
    let lints = Linter::new(&libraries().expect("libraries")).policy(&policy);
    lints.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn what_may_be_absent_is_not_negated() {
    assert!(lints("not branch.layers[0].source == \"x\"").contains("`not` over a value that may be absent"));
    assert!(lints("not branch.name == \"x\"").is_empty(), "{}", lints("not branch.name == \"x\""));
}

fn a_typo_is_refused() {
    assert!(lints("branch.nmae == \"x\"").contains("there is no field `nmae` here; did you mean `name`?"));
    assert!(lints("branch.name == \"x\"").is_empty());
}

/// An engine that failed keeps the loop that it left, and would find nothing in the next document.
fn a_failure_leaves_nothing_behind() {
    let rules = "deny contains finding if {\n\tsome resource in input.resources\n\twalk(resource.values, [_, part])\n\tlower(part.name) == \"a\"\n\tfinding := gate.finding(resource, [], \"m\")\n}";
    let policies = vec![policy("A1", Authority::Bundled, rules)];
    let judge = Judge::new(policies, libraries().expect("libraries"), Settings::default());
    let failed = judge.judge(&plan(&[json!({"name": 1})]));
    assert!(matches!(failed.cells[..], [ref cell] if matches!(cell.state, State::Incomplete(_))));
    assert!(judge.judge(&plan(&[json!({"name": "A"})])).findings.len() == 1);
}

fn packages_are_kept_apart() {
    let mut twin = policy("B1", Authority::User, &GOOD.replace("\"a\"", "\"nobody\""));
    twin.text = twin.text.replace("custom.b1", "custom.a1");
    "custom.a1".clone_into(&mut twin.package);
    let judgement = judge(vec![policy("A1", Authority::User, GOOD), twin], &document());
    let counts: Vec<usize> = judgement.cells.iter().map(|cell| cell.violations).collect();
    assert!(counts == [1, 0], "{:?}", judgement.cells);
}

fn a_parse_bomb_is_refused_in_no_time() {
    let start = Instant::now();
    let bomb = format!("deny := {}", "[{\"a\": ".repeat(20_000));
    let judgement = judge(vec![policy("A1", Authority::User, &bomb)], &document());
    assert!(matches!(judgement.cells[..], [ref cell] if matches!(cell.state, State::Incomplete(_))));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

/// A policy that does not end costs no other its answer, however many there are: each has a budget of its own.
fn slow_policies_keep_to_themselves() {
    let slow = "deny contains x if {\n\tx := count([1 | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); a == b])\n}";
    let slow = (0..4).map(|n| policy(&format!("A{n}"), Authority::Bundled, slow));
    let judgement = judge(slow.chain([policy("Z1", Authority::Bundled, GOOD)]).collect(), &document());
    let (last, ended) = judgement.cells.split_last().expect("cells");
    assert!((&last.state, last.violations) == (&State::Judged, 1), "{last:?}");
    assert!(ended.iter().all(|cell| matches!(&cell.state, State::Incomplete(why) if why.raw().contains("more steps"))));
}
