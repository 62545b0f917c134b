//! What gate and OPA say side by side, counted.

use std::collections::BTreeMap;

use gate::engine::Rules;
use serde_json::Value;

use super::explained::EXPLAINED;
use super::oracle::Said;

/// How many comparisons came to what.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<String, usize>,
    unexplained: Vec<String>,
}

impl Tally {
    /// Counts something that was not compared, with its reason.
    pub(crate) fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    /// Compares the answers to one question.
    pub(crate) fn compare(&mut self, question: &str, opa: &Said, gate: &Said) {
        let outcome = match (opa, gate) {
            (Said::Value(opa), Said::Value(gate)) if same(opa, gate) => "equal",
            (Said::Undefined, Said::Undefined) => "equal",
            // The library stops at an error of a builtin; OPA by itself goes on with undefined.
            (Said::Error(_), Said::Error(_) | Said::Undefined) => "an error in both",
            // An incomplete cell, never a pass.
            (_, Said::Error(_)) => "stopped by gate",
            _ => {
                if let Some(row) = EXPLAINED.iter().find(|row| row.fits(question, opa, gate)) {
                    row.why
                } else {
                    self.unexplained.push(format!("{question}\n    OPA:  {opa:?}\n    gate: {gate:?}"));
                    "UNEXPLAINED"
                }
            }
        };
        self.count(outcome);
    }

    /// Prints the figures and fails when a difference is not explained.
    pub(crate) fn finish(self, title: &str) {
        println!("{title}:");
        for (what, count) in &self.counts {
            println!("{count:>8}  {what}");
        }
        let shown: Vec<&str> = self.unexplained.iter().map(String::as_str).take(40).collect();
        assert!(shown.is_empty(), "{} unexplained:\n{}", self.unexplained.len(), shown.join("\n"));
    }
}

/// What gate says about a rule.
pub(crate) fn gate(rules: &Result<Rules, String>, rule: &str, input: &Value) -> Said {
    match rules.as_ref().map_err(Clone::clone).and_then(|rules| rules.ask(rule, input)) {
        Ok(Some(value)) => Said::Value(value),
        Ok(None) => Said::Undefined,
        Err(why) => Said::Error(why),
    }
}

/// Whether two values are equal. OPA computes with decimals of any length, the engine with 64 bits; both are read as 64.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or_default(), b.as_f64().unwrap_or_default());
            (a - b).abs() <= 1e-14 * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            let of =
                |key: &String| b.get(key).or_else(|| b.iter().find(|(other, _)| same_key(key, other)).map(|(_, b)| b));
            a.len() == b.len() && a.iter().all(|(key, a)| of(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Whether two keys that were no text, and so come as the JSON of a list or number, are equal.
fn same_key(a: &str, b: &str) -> bool {
    let read = |key: &str| serde_json::from_str::<Value>(key).ok();
    read(a).zip(read(b)).is_some_and(|(a, b)| same(&a, &b))
}
