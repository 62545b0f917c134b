//! What never is a weakening, whatever the type.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::input::terraform::facts::retention::Known;
use crate::input::terraform::facts::tests::{facts, said};
use crate::knowledge::{Knowledge, bundled};

/// A value that stands at a dotted path.
fn nested(path: &[String], value: Value) -> Value {
    path.iter().rev().fold(value, |inner, step| match step.parse::<usize>() {
        Ok(_) => json!([inner]),
        Err(_) => json!({step.as_str(): inner}),
    })
}

/// Every type of the tables with every argument that they name, each with several values.
fn states() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for table in ["guards", "lengths", "lists", "rules"] {
        let file = format!("policies/knowledge/terraform/retention-{table}.tsv");
        let (_, text) = bundled().find(|(name, _)| *name == file).unwrap();
        for row in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let (kind, argument) = match table {
                "lengths" => (cells[1], cells[2].split(['+', '*']).next().unwrap().to_owned()),
                "rules" => (cells[0], format!("{}.0.{}", cells[1], cells[5].split([':', ',']).next().unwrap())),
                _ => (cells[0], cells[1].replace("[]", ".0").trim_end_matches(".0").to_owned()),
            };
            let path: Vec<String> = argument.split('.').map(str::to_owned).collect();
            let strong = serde_json::from_str(cells[2]).unwrap_or_else(|_| json!(cells[2]));
            for value in [strong, json!(7), json!(0), json!(""), json!("P1Y"), json!(true), json!(false), json!(["a"])]
            {
                found.push((kind.to_owned(), nested(&path, value)));
            }
        }
    }
    found
}

/// What the changes of one plan weaken, by the number of the change.
fn weakened<'a>(
    changes: impl Iterator<Item = (&'a str, &'a Value, &'a Value)>,
    action: &str,
) -> BTreeMap<String, Vec<Value>> {
    let entries = changes.enumerate().map(|(at, (kind, before, after))| {
        json!({"address": format!("{kind}.x{at}"), "before": before, "after": after, "actions": [action]})
    });
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for fact in said(&facts(&entries.collect()).weakenings, &["about", "kind", "weaker", "loss", "path"]) {
        found.entry(fact[0].as_str().unwrap().to_owned()).or_default().push(fact);
    }
    found
}

#[test]
fn a_state_is_no_weaker_than_itself_or_than_nothing() {
    let states = states();
    assert!(states.len() > 1_500, "{}", states.len());
    let same = states.iter().map(|(kind, state)| (kind.as_str(), state, state));
    assert_eq!(weakened(same, "update"), BTreeMap::new());
    let new = states.iter().map(|(kind, state)| (kind.as_str(), &Value::Null, state));
    assert_eq!(weakened(new, "create"), BTreeMap::new());
}

#[test]
fn a_way_there_and_back_weakens_an_argument_once_at_most() {
    let states = states();
    let pairs: Vec<_> = states.windows(2).filter(|pair| pair[0].0 == pair[1].0).collect();
    let there = weakened(pairs.iter().map(|pair| (pair[0].0.as_str(), &pair[0].1, &pair[1].1)), "update");
    let back = weakened(pairs.iter().map(|pair| (pair[0].0.as_str(), &pair[1].1, &pair[0].1)), "update");
    assert!(there.len() > 300 && back.len() > 300, "{} {}", there.len(), back.len());
    for (about, facts) in there {
        // What deletes a part of the same thing is compared by its length, and a list by each of its texts.
        let certain = facts.iter().filter(|fact| fact[2] == true && (fact[1] == "retention" || fact[1] == "guard"));
        for fact in certain {
            let again = back
                .get(&about)
                .is_some_and(|back| back.iter().any(|other| [1, 3].iter().all(|at| other[*at] == fact[*at])));
            assert!(!again, "{about}: {fact}");
        }
    }
}

#[test]
fn every_row_is_one_that_can_be_told_by_its_type() {
    let known = Known::of(&Knowledge::default());
    assert!(known.types().len() > 50 && known.heirs().len() > 20 && known.records.len() > 40);
    // Who goes on is the same for all rows of a type.
    for (kind, rows) in known.records.iter() {
        assert!(rows.iter().all(|row| row.heir == rows[0].heir), "{kind}");
    }
}
