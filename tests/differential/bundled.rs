//! Every bundled policy over every fixture of its kind, and over the same documents with parts removed or changed.

use gate::engine::Rules;
use gate::policy::{Policy, libraries};
use serde_json::{Map, Value, json};

use super::compare::{Tally, gate};
use super::on_a_large_stack;
use super::oracle::{Job, Oracle};
use super::support::chance::Chance;
use super::support::documents::workbench;

/// Changed copies of each document.
const COPIES: u64 = 16;
/// Changes of one copy.
const CHANGES: usize = 3;

#[test]
fn every_bundled_policy_says_what_it_says_in_opa() {
    let mut oracle = match Oracle::start() {
        Ok(oracle) => oracle,
        Err(why) => return println!("skipped: {why}"),
    };
    on_a_large_stack(move || {
        let bench = workbench();
        let mut tally = Tally::default();
        for (policy, documents) in bench.documents().unwrap() {
            let mut inputs = Vec::new();
            for document in &documents {
                inputs.push(document.value().clone());
                for seed in 0..COPIES {
                    inputs.push(changed(document.value(), seed + 17 * inputs.len() as u64));
                }
            }
            policy_over(policy, &inputs, &mut oracle, &mut tally);
        }
        tally.finish("answers of bundled policies");
    });
}

fn policy_over(policy: &Policy, inputs: &[Value], oracle: &mut Oracle, tally: &mut Tally) {
    let mut modules = libraries().unwrap();
    modules.push((policy.file.clone(), policy.text.clone()));
    let defaults: Map<String, Value> =
        policy.meta.parameters.iter().map(|(name, parameter)| (name.clone(), parameter.default.clone())).collect();
    let data = json!({"gate": {"parameters": {policy.meta.slug.clone(): defaults}}});
    let names: Vec<String> = ["deny", "unknown"].map(|rule| format!("{}.{rule}", policy.package)).into();
    let asks: Vec<(&str, &Value)> =
        inputs.iter().flat_map(|input| names.iter().map(move |name| (name.as_str(), input))).collect();
    let said = oracle.ask(&Job { modules: &modules, data: &data, asks: asks.clone() });
    let said = said.unwrap_or_else(|why| panic!("{}: OPA does not take it: {why}", policy.file));
    let rules = Ok(Rules::load(&modules, &data).unwrap_or_else(|why| panic!("{}: {why}", policy.file)));
    for ((name, input), opa) in asks.iter().zip(&said) {
        let mine = gate(&rules, &format!("data.{name}"), input);
        let question = format!("{name} over {}", shortened(input));
        tally.compare(&question, opa, &mine);
    }
}

fn shortened(input: &Value) -> String {
    input.to_string().chars().take(300).collect()
}

/// A copy with leaves of its facts removed, made null or of another type: bundled policies read nothing else.
fn changed(input: &Value, seed: u64) -> Value {
    let mut chance = Chance::new(seed);
    let mut copy = input.clone();
    if let Some(facts) = copy.get_mut("facts").and_then(Value::as_object_mut) {
        let mut full: Vec<&mut Value> = facts.values_mut().filter(|list| *list != &json!([])).collect();
        for _ in 0..CHANGES {
            let count = full.len();
            if let Some(list) = full.get_mut(chance.below(count)) {
                change(list, &mut chance);
            }
        }
    }
    copy
}

/// Goes down at random and changes what it comes to.
fn change(value: &mut Value, chance: &mut Chance) {
    let stop = chance.once_in(5);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let keys: Vec<String> = fields.keys().filter(|key| !key.starts_with('_')).cloned().collect();
            if keys.is_empty() {
                return;
            }
            let key = &keys[chance.below(keys.len())];
            if stop && chance.once_in(2) {
                fields.remove(key);
            } else if let Some(below) = fields.get_mut(key) {
                if stop { replace(below, chance) } else { change(below, chance) }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = chance.below(items.len());
            if stop { drop(items.remove(at)) } else { change(&mut items[at], chance) }
        }
        other => replace(other, chance),
    }
}

fn replace(value: &mut Value, chance: &mut Chance) {
    let others = [json!(null), json!(""), json!("x"), json!(0), json!(true), json!(false), json!([]), json!({})];
    *value = others[chance.below(others.len())].clone();
}
