//! Every builtin that policies may call, over values that are hard for it.

use gate::engine::Rules;
use serde_json::json;

use super::compare::{Tally, gate};
use super::on_a_large_stack;
use super::oracle::{Job, Oracle, Said};
use super::support::chance::Chance;
use super::values::{CALLS, POOLS};

/// Calls of one builtin that are tried, when there are more.
const MOST: usize = 60;
/// Calls in one module.
const TOGETHER: usize = 60;

#[test]
fn every_builtin_gives_what_it_gives_in_opa() {
    let mut oracle = match Oracle::start() {
        Ok(oracle) => oracle,
        Err(why) => return println!("skipped: {why}"),
    };
    on_a_large_stack(move || {
        let mut chance = Chance::new(7);
        let calls: Vec<String> = CALLS.iter().flat_map(|call| variants(call, &mut chance)).collect();
        let mut tally = Tally::default();
        for calls in calls.chunks(TOGETHER) {
            ask(calls, &mut oracle, &mut tally);
        }
        tally.finish("calls of builtins");
    });
}

/// `lower(S)` with every text in place of `S`, or a choice of them.
fn variants(call: &str, chance: &mut Chance) -> Vec<String> {
    let mut made = vec![String::new()];
    for part in call.split_inclusive(|one: char| !one.is_ascii_alphanumeric() && one != '_' && one != '.') {
        let word = part.trim_end_matches(|one: char| !one.is_ascii_alphanumeric());
        let rest = part.strip_prefix(word).unwrap_or_default();
        let pool = POOLS.iter().find(|(name, _)| *name == word).map_or_else(
            || vec![word.to_owned()],
            // A function hides the value from OPA's compiler, which would refuse what does not fit.
            |(_, pool)| pool.iter().map(|value| format!("hidden({value})")).collect(),
        );
        let mut longer = Vec::new();
        for start in &made {
            longer.extend(pool.iter().map(|value| format!("{start}{value}{rest}")));
        }
        while longer.len() > MOST {
            longer.swap_remove(chance.below(longer.len()));
        }
        made = longer;
    }
    made
}

fn ask(calls: &[String], oracle: &mut Oracle, tally: &mut Tally) {
    let (none, input) = (json!({}), json!({}));
    let mine = Rules::load(&modules(calls), &none);
    for (n, (call, opa)) in calls.iter().zip(said(calls, oracle)).enumerate() {
        tally.compare(call, &opa, &gate(&mine, &format!("data.t.x{n}"), &input));
    }
}

fn modules(calls: &[String]) -> [(String, String); 1] {
    let rules: String = calls.iter().enumerate().map(|(n, call)| format!("\nx{n} := {call}\n")).collect();
    [("calls.rego".to_owned(), format!("package t\n\nhidden(x) := x\n{rules}"))]
}

/// What OPA says about each call: all in one evaluation, or in halves when one of them is an error.
fn said(calls: &[String], oracle: &mut Oracle) -> Vec<Said> {
    let (none, input) = (json!({}), json!({}));
    let modules = modules(calls);
    let whole = oracle.ask(&Job { modules: &modules, data: &none, asks: vec![("t", &input)] });
    match whole.map(|mut said| said.remove(0)) {
        Ok(Said::Value(all)) => {
            let rule = |n| all.get(format!("x{n}")).map_or(Said::Undefined, |value| Said::Value(value.clone()));
            (0..calls.len()).map(rule).collect()
        }
        Ok(Said::Error(why)) | Err(why) if calls.len() == 1 => vec![Said::Error(why)],
        _ if calls.len() == 1 => vec![Said::Undefined],
        _ => {
            let (left, right) = calls.split_at(calls.len() / 2);
            let mut said = self::said(left, oracle);
            said.extend(self::said(right, oracle));
            said
        }
    }
}
