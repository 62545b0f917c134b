//! The guards of bundled policies are those that their text gives (`UPDATE=1 cargo test --test guards` rewrites them),
//! and no policy that a guard keeps from running would have found anything.

#![expect(
    clippy::disallowed_methods,
    reason = "this test compares and rewrites a file of the project, and says how much it compared"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gate::engine::{Guard, Guards, Judge, Judgement, Linter, Settings};
use gate::finding::State;
use gate::input::Document;
use gate::policy::{Policy, bundled, libraries};
use gate::source::Source;
use serde_json::Value;
use support::chance::Chance;
use support::documents::{Anywhere, documents, with_content};

/// Changed documents for each that is read.
const MUTANTS: usize = 4;

#[test]
fn the_guards_follow_from_the_policies() {
    let linter = Linter::new(&libraries().unwrap());
    let of = |policy: &Policy| (policy.meta.id.to_string(), linter.guard(policy).unwrap());
    let guards: BTreeMap<String, Guard> = bundled().unwrap().iter().map(of).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/guards.json");
    let derived = serde_json::to_string_pretty(&guards).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, &derived).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == derived, "policies/guards.json is not up to date; run UPDATE=1 cargo test --test guards");
}

#[test]
fn no_guard_hides_what_a_policy_finds() {
    let judges = [Guards::BuiltIn, Guards::None]
        .map(|guards| Judge::new(bundled().unwrap(), libraries().unwrap(), Settings::default()).with_guards(guards));
    let mut seen = (0, 0, 0);
    let mut seed = 0;
    for document in &documents() {
        for _ in 0..MUTANTS {
            seed += 1;
            compare(&judges, &mutant(document, seed), &mut seen);
        }
        compare(&judges, document, &mut seen);
    }
    let (documents, cells, decided) = seen;
    println!("{documents} documents, {cells} cells compared, {decided} of them decided without the engine");
    assert!(documents > 500 && decided * 2 > cells, "{seen:?}");
}

/// Judges both ways.
fn compare(judges: &[Judge; 2], document: &Document, seen: &mut (usize, usize, usize)) {
    let [guarded, asked] = judges.each_ref().map(|judge| judge.judge(document));
    seen.0 += 1;
    for (one, other) in guarded.cells.iter().zip(&asked.cells) {
        seen.1 += 1;
        seen.2 += usize::from(says_nothing(one));
        // Where a type is wrong, the engine stops; a guard that does not hold says why it need not have begun.
        let stopped = matches!(other.state, State::Incomplete(_)) && other.violations == 0 && other.unknowns == 0;
        let counts = |cell: &gate::finding::Cell| (cell.violations, cell.unknowns);
        assert!(stopped || counts(one) == counts(other), "{document:?}\n{one:?}\n{other:?}");
    }
    let shown = |judgement: &Judgement| {
        let findings = judgement.findings.iter();
        findings.map(|finding| (finding.fingerprint.clone(), finding.location.start)).collect::<BTreeSet<_>>()
    };
    assert!(shown(&guarded).is_superset(&shown(&asked)), "{document:?}");
}

fn says_nothing(cell: &gate::finding::Cell) -> bool {
    cell.state == State::Judged && cell.violations == 0 && cell.unknowns == 0
}

/// A document with some leaves taken out, made null or of another type.
fn mutant(document: &Document, seed: u64) -> Document {
    let mut value = document.value().clone();
    change(&mut value, &mut Chance::new(seed), 0);
    with_content(document, value, Anywhere(Arc::new(Source::from_text(document.path.clone(), "x\n"))))
}

/// Changes about one of forty values below the top.
fn change(value: &mut Value, chance: &mut Chance, depth: usize) {
    match value {
        Value::Array(items) => {
            for item in items.iter_mut() {
                change(item, chance, depth + 1);
            }
            if depth > 1 && chance.once_in(40) {
                items.clear();
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields.iter_mut().filter(|(key, _)| *key != "_loc") {
                match chance.below(40) {
                    0 if depth > 1 && !item.is_array() => *item = Value::Null,
                    1 if depth > 1 && item.is_string() => *item = Value::from(key.as_str()),
                    2 if item.is_boolean() => *item = Value::Bool(chance.once_in(2)),
                    _ => change(item, chance, depth + 1),
                }
            }
        }
        _ => {}
    }
}
