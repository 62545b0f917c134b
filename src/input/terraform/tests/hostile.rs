//! Input that was made to exhaust the machine or to break the reader.

use std::fmt::Write as _;

use super::{document, parse_text, path, place, refs, resource};
use crate::input::{Document, Parsed};
use crate::source::Source;

const RESOURCE: &str = r#"{"address": "a_b.x", "type": "a_b", "name": "x", "mode": "managed",
    "change": {"actions": ["create"], "after": {"v": "w"}}}"#;

/// A plan of one resource whose argument `v` refers to `local.l0`, beside the given `.tf` text.
fn with_code(code: &str) -> Document {
    let plan = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [{RESOURCE}],
        "configuration": {{"root_module": {{"resources": [{{"mode": "managed", "type": "a_b", "name": "x",
        "expressions": {{"v": {{"references": ["local.l0"]}}}}}}]}}}}}}"#
    );
    document(vec![
        Source::from_text(path("infra/plan.json"), &plan),
        Source::from_text(path("infra/main.tf"), &format!("resource \"a_b\" \"x\" {{\n  v = local.l0\n}}\n{code}")),
    ])
}

#[test]
fn locals_that_refer_to_one_another_in_a_circle_end() {
    let document = with_code("locals {\n  l0 = local.l1\n  l1 = local.l0\n}\n");
    assert!(refs(&document, "a_b.x").iter().all(|reference| reference.ends_with('?')));
}

#[test]
fn locals_that_multiply_at_every_step_end() {
    let mut code = "locals {\n".to_owned();
    for level in 0..30 {
        let next = level + 1;
        writeln!(code, "  l{level} = [local.l{next}, local.l{next}, local.l{next}]").unwrap();
    }
    let document = with_code(&format!("{code}  l30 = var.end\n}}\n"));
    let references = refs(&document, "a_b.x");
    assert!(references.len() < 100 && !references.is_empty(), "{}", references.len());
}

#[test]
fn what_the_code_comes_to_is_evaluated_in_bounded_steps() {
    // Each local holds the one behind it nine times, as what stands in objects, texts and calls.
    let mut code = "locals {\n".to_owned();
    for level in 0..24 {
        let next = level + 1;
        let one = format!("local.l{next}, {{ a = local.l{next} }}, \"${{local.l{next}}}-${{local.l{next}}}\"");
        writeln!(code, "  l{level} = toset([{one}, {one}, {one}])").unwrap();
    }
    let started = std::time::Instant::now();
    let document = with_code(&format!("{code}  l24 = \"x\"\n}}\n"));
    assert_eq!(document.problems.iter().filter(|it| it.message.raw().starts_with("stale")).count(), 0);
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_credential_behind_more_values_than_are_looked_at_is_in_doubt() {
    let search = |levels: usize| {
        let mut code = "locals {\n  l0 = { a = local.l1, password = \"Granite-otter-77\" }\n".to_owned();
        for level in 1..=levels {
            let next = vec![format!("local.l{}", level + 1); 8];
            writeln!(code, "  l{level} = [{}]", next.join(", ")).unwrap();
        }
        let document = with_code(&format!("{code}  l{} = \"x\"\n}}\n", levels + 1));
        let literals = document.value()["facts"]["literals"].as_array().unwrap().clone();
        literals.iter().map(|literal| (literal["credential"].clone(), literal["why"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(search(2), [(true.into(), "".into())]);
    let [(credential, why)] = &search(6)[..] else { panic!("one doubt") };
    assert!(credential.is_null() && why.as_str().unwrap().contains("200000"), "{why}");
}

#[test]
fn a_deeply_nested_file_costs_only_its_own_places() {
    let nested = format!("locals {{\n  l0 = {}1{}\n}}\n", "[".repeat(5_000), "]".repeat(5_000));
    let document = with_code(&nested);
    let found = place(&document, &resource(&document, "a_b.x")["_loc"], "v");
    assert_eq!(found, "infra/main.tf:1:1 resource \"a_b\" \"x\"");
    let within = format!("locals {{\n  l0 = {}local.l1{}\n}}\n", "(".repeat(60), ")".repeat(60));
    assert_eq!(refs(&with_code(&within), "a_b.x"), ["v -> local.l1?"]);
}

#[test]
fn a_module_that_calls_itself_is_followed_as_far_as_the_plan_goes() {
    let mut module = r#"{"resources": [{"mode": "managed", "type": "a_b", "name": "x"}]}"#.to_owned();
    for _ in 0..20 {
        module = format!(r#"{{"module_calls": {{"m": {{"source": "./", "module": {module}}}}}}}"#);
    }
    let address = format!("{}a_b.x", "module.m.".repeat(20));
    let inner = address.trim_end_matches(".a_b.x");
    let plan = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [{{"address": "{address}",
        "module_address": "{inner}", "type": "a_b", "name": "x", "mode": "managed",
        "change": {{"actions": ["create"], "after": {{}}}}}}], "configuration": {{"root_module": {module}}}}}"#
    );
    let code = "module \"m\" {\n  source = \"./\"\n}\nresource \"a_b\" \"x\" {\n}\n";
    let document = document(vec![
        Source::from_text(path("infra/plan.json"), &plan),
        Source::from_text(path("infra/main.tf"), code),
    ]);
    let found = place(&document, &resource(&document, &address)["_loc"], "");
    assert_eq!(found, "infra/main.tf:4:1 resource \"a_b\" \"x\"");
    assert_eq!(document.value()["modules"].as_array().unwrap().len(), 20);
}

#[test]
fn many_references_to_many_instances_are_said_with_one_address() {
    let instance = |kind: &str, index: usize| {
        format!(
            r#"{{"address": "{kind}.x[{index}]", "type": "{kind}", "name": "x", "index": {index}, "mode": "managed",
            "change": {{"actions": ["create"], "after": {{}}}}}}"#
        )
    };
    let instances: Vec<String> = (0..500).flat_map(|index| [instance("a_b", index), instance("c_d", index)]).collect();
    let plan = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [{}],
        "configuration": {{"root_module": {{"resources": [{{"mode": "managed", "type": "a_b", "name": "x"}},
        {{"mode": "managed", "type": "c_d", "name": "x", "expressions": {{
            "all": {{"references": ["a_b.x"]}}, "own": {{"references": ["a_b.x", "count.index"]}}}}}}]}}}}}}"#,
        instances.join(",")
    );
    let document = document(vec![Source::from_text(path("infra/plan.json"), &plan)]);
    assert_eq!(refs(&document, "c_d.x[7]"), ["all -> a_b.x?", "own -> a_b.x[7]"]);
}

#[test]
fn text_that_only_looks_like_an_address_breaks_nothing() {
    for address in
        ["", ".", "module.", "module.m[", "x[\\\"", "a.b[99999999999999999999]", "\\u0000", "module.m.module"]
    {
        let plan = format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [
            {{"address": "{address}.{address}.x", "module_address": "{address}", "type": "{address}", "name": "x",
            "mode": "managed",
            "change": {{"actions": ["no-op"]}}}}], "configuration": {{"root_module": {{"resources": [
            {{"mode": "{address}", "type": "{address}", "name": "{address}",
            "expressions": {{"v": {{"references": ["{address}", "{address}.x"]}}}}}}]}}}}}}"#
        );
        match parse_text(&plan) {
            Parsed::Document(document) => {
                assert_eq!(document.value()["resources"].as_array().unwrap().len(), 1, "{address}");
            }
            Parsed::Failed(problem) => {
                assert!(address.is_empty() && problem.message.raw().contains("its type"), "{address}: {problem:?}");
            }
            other @ Parsed::NotMine(_) => panic!("{address}: {other:?}"),
        }
    }
}
