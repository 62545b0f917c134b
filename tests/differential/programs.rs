//! Random programs: refused by the lint, or the same in both engines.

use gate::engine::{Linter, Rules};
use gate::policy::{Authority, Policy, libraries};
use serde_json::{Value, json};

use super::compare::{Tally, gate};
use super::generator::{RULES, program};
use super::on_a_large_stack;
use super::oracle::{Job, Oracle, Said};

const PROGRAMS: u64 = 2000;

/// What makes a program a policy. `d` is a part of the input that no schema describes.
const POLICY: &str = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: T1\n#   severity: low\n#   confidence: low\n#   input: terraform\n#   remediation: r\npackage custom.t\n\nd := object.get(input.resources[0], \"values\", {})\n\ndeny contains finding if {\n\tsome finding in []\n}\n\n";

#[test]
fn random_programs_mean_what_they_mean_in_opa() {
    let mut oracle = match Oracle::start() {
        Ok(oracle) => oracle,
        Err(why) => return println!("skipped: {why}"),
    };
    on_a_large_stack(move || {
        let (mut tally, mut programs) = (Tally::default(), Tally::default());
        let linter = Linter::new(&libraries().unwrap());
        let input = input();
        for seed in 0..count() {
            let text = format!("{POLICY}{}\n", program(seed));
            let mut policy = Policy::from_text("t.rego", "t1", &text).unwrap();
            policy.authority = Authority::User;
            let lints = linter.policy(&policy);
            match lints.first() {
                Some(lint) => programs.count(&format!("refused: {}", kind(&lint.what))),
                None => programs.count(one(seed, &text, &input, &mut oracle, &mut tally)),
            }
        }
        programs.finish("random programs");
        tally.finish("rules of random programs");
    });
}

/// How many programs; more when somebody looks for new differences.
fn count() -> u64 {
    std::env::var("GATE_OPA_PROGRAMS").ok().and_then(|count| count.parse().ok()).unwrap_or(PROGRAMS)
}

fn input() -> Value {
    json!({"resources": [{"values": {
        "n": 3, "s": "abc", "l": [3, 1, 2], "o": {"a": 1, "b": 2}, "e": [], "z": null, "b": false,
        "w": ["x", "y", "x"], "t": {"a": ["x"], "b": []}
    }}]})
}

/// The kind of a lint: what it says without the names in it.
fn kind(what: &str) -> String {
    what.split('`').step_by(2).collect::<Vec<_>>().join("…")
}

/// Compares one program, and says what became of it.
fn one(seed: u64, text: &str, input: &Value, oracle: &mut Oracle, tally: &mut Tally) -> &'static str {
    let modules = [("t.rego".to_owned(), text.to_owned())];
    let none = json!({});
    let names: Vec<String> = (0..RULES).map(|n| format!("custom.t.x{n}")).collect();
    let asks: Vec<(&str, &Value)> = names.iter().map(|name| (name.as_str(), input)).collect();
    let opa = oracle.ask(&Job { modules: &modules, data: &none, asks });
    let mine = Rules::load(&modules, &none);
    let refused = |said: &Said| matches!(said, Said::Error(why) if why.contains("bundle activation failed"));
    match (&opa, &mine) {
        (Err(_), _) => return "not Rego in OPA",
        (Ok(all), _) if all.iter().any(refused) => {
            let why = all.iter().find_map(|said| match said {
                Said::Error(why) => Some(why.clone()),
                _ => None,
            });
            let why = why.unwrap_or_default();
            return ["rego_type_error", "rego_unsafe_var", "unused", "conflict", "recursi"]
                .into_iter()
                .find(|kind| why.contains(kind))
                .map_or(
                    "refused by OPA's compiler",
                    |_| "refused by OPA's compiler (types, unsafe or unused variables)",
                );
        }
        (Ok(_), Err(_)) => return "not loaded by gate",
        (Ok(_), Ok(_)) => {}
    }
    for (name, opa) in names.iter().zip(opa.unwrap_or_default()) {
        let rule = name.rsplit('.').next().unwrap_or_default();
        let shown: Vec<&str> = text
            .split("\n\n")
            .filter(|part| part.contains(rule) || part.contains("h0(") || part.contains("h1(") || part.contains("h2("))
            .collect();
        tally.compare(
            &format!("seed {seed} {rule}\n{}", shown.join("\n")),
            &opa,
            &gate(&mine, &format!("data.{name}"), input),
        );
    }
    "compared"
}
