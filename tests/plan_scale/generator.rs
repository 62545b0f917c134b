//! Plans of any size, made of real ones: a set of plans that Terraform wrote, repeated under other names, with the code
//! that fits them.

use serde_json::{Map, Value, json};

use crate::support::{Repo, project};

/// A real plan, and the words of it that name its things.
struct Unit {
    folder: &'static str,
    words: &'static [&'static str],
}

/// Object storage, networks, rights, keys, databases and modules; the second one holds violations.
const UNITS: &[Unit] = &[
    Unit {
        folder: "public-object-storage/good/blocked",
        words: &["private", "tls_only", "ledger", "exports", "buckets"],
    },
    Unit { folder: "public-object-storage/bad/public-acl", words: &["statements", "marketing"] },
    Unit { folder: "open-admin-port/good/public-web", words: &["web", "https", "ping", "out"] },
    Unit { folder: "administrator-wildcard/good/attached", words: &["reviewer", "audit", "queue"] },
    Unit {
        folder: "unencrypted-storage/good/own-key",
        words: &["payments", "training", "fraud_alerts", "refunds", "clicks"],
    },
    Unit { folder: "audit-bucket-not-write-once/good/compliance", words: &["audit", "ledger"] },
];

/// The code of the module that the last unit calls.
const MODULE: &str = "worm-bucket/main.tf";

/// Writes the plan of `copies` of all units and its code; returns how many resources it has and how long it is.
pub(crate) fn write(repo: &Repo, copies: usize) -> (usize, usize) {
    let (mut plan, mut code) = (Value::Null, String::new());
    for (number, unit) in UNITS.iter().enumerate() {
        let folder = project().join("policies/terraform").join(unit.folder);
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let (provider, text) =
            read("main.tf").split_once("}\n").map(|(a, b)| (format!("{a}}}\n"), b.to_owned())).unwrap();
        assert!(provider.starts_with("provider"), "{}", unit.folder);
        let planned = read("plan.json");
        if plan.is_null() {
            plan = empty(&serde_json::from_str(&planned).unwrap());
            code.push_str(&provider);
        }
        for copy in 0..copies {
            let suffix = format!("_{number}_{copy}");
            code.push_str(&renamed(&text, unit.words, &suffix));
            add(&mut plan, &serde_json::from_str(&renamed(&planned, unit.words, &suffix)).unwrap());
        }
        if folder.join(MODULE).exists() {
            repo.write(MODULE, read(MODULE));
        }
    }
    let resources = plan["resource_changes"].as_array().unwrap().len();
    let text = plan.to_string();
    repo.write("main.tf", code);
    repo.write("plan.json", &text);
    (resources, text.len())
}

/// A plan without its resources.
fn empty(plan: &Value) -> Value {
    let mut plan = plan.clone();
    plan["resource_changes"] = json!([]);
    plan["relevant_attributes"] = json!([]);
    plan["planned_values"]["root_module"] = json!({"resources": [], "child_modules": []});
    plan["configuration"]["root_module"] = json!({"resources": [], "module_calls": {}});
    plan
}

/// Adds what another plan lists.
fn add(plan: &mut Value, other: &Value) {
    for pointer in [
        "/resource_changes",
        "/relevant_attributes",
        "/planned_values/root_module/resources",
        "/planned_values/root_module/child_modules",
        "/configuration/root_module/resources",
    ] {
        let more = other.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
        plan.pointer_mut(pointer).unwrap().as_array_mut().unwrap().extend(more);
    }
    let calls = "/configuration/root_module/module_calls";
    let more: Map<String, Value> = other.pointer(calls).and_then(Value::as_object).cloned().unwrap_or_default();
    plan.pointer_mut(calls).unwrap().as_object_mut().unwrap().extend(more);
}

/// A text in which each of the words has a suffix.
fn renamed(text: &str, words: &[&str], suffix: &str) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        renamed.push_str(&word);
        if words.contains(&word.as_str()) {
            renamed.push_str(suffix);
        }
        word.clear();
        renamed.push(letter);
    }
    renamed
}
