use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{TerraformPlan, model};
use super::{document, fixture, parse_text, path, refusal, resource};
use crate::input::{Claim, Format as _, Parsed};

#[test]
fn every_action_of_a_plan_has_one_word() {
    let document = document(fixture("change"));
    for (address, action, actions) in [
        ("terraform_data.kept", "no-op", json!(["no-op"])),
        ("terraform_data.updated", "update", json!(["update"])),
        ("terraform_data.replaced", "replace", json!(["create", "delete"])),
        ("terraform_data.deleted[0]", "no-op", json!(["no-op"])),
        ("terraform_data.deleted[1]", "delete", json!(["delete"])),
        ("terraform_data.forgotten", "forget", json!(["forget"])),
    ] {
        let resource = resource(&document, address);
        assert_eq!((&resource["action"], &resource["actions"]), (&action.into(), &actions), "{address}");
    }
    let deleted = resource(&document, "terraform_data.deleted[1]");
    assert_eq!(deleted["reason"], "delete_because_count_index");
    assert_eq!((&deleted["values"], &deleted["before"]["input"]), (&json!({}), &"old-1".into()));
}

#[test]
fn what_an_update_changes_is_listed_and_what_it_leaves_is_not() {
    let document = document(fixture("change"));
    let changed = |address: &str| resource(&document, address)["changed"].clone();
    assert_eq!(changed("terraform_data.kept"), json!({}));
    assert_eq!(changed("terraform_data.deleted[1]"), json!({}));
    let updated =
        json!({"input.env": true, "input.gone": true, "input.list.1": true, "input.list.2": true, "output": true});
    assert_eq!(changed("terraform_data.updated"), updated);
    assert_eq!(changed("terraform_data.replaced"), json!({"id": true, "output": true, "triggers_replace": true}));
}

#[test]
fn what_is_known_only_after_apply_is_absent_and_listed() {
    let document = document(fixture("secrets"));
    let mixed = resource(&document, "terraform_data.mixed");
    assert_eq!(mixed["values"]["input"]["holes"], json!([null, "known"]));
    assert_eq!(mixed["unknown"], json!({"id": true, "input.holes.0": true, "output": true}));
    assert_eq!(mixed["values"].get("id"), None);
}

#[test]
fn the_lifecycle_comes_from_the_tf_file() {
    let document = document(fixture("modules"));
    let bucket = resource(&document, r#"module.region["eu.west-1"].module.bucket[0].terraform_data.bucket["c.d"]"#);
    let lifecycle = json!({"prevent_destroy": true, "ignore_changes": ["input", "triggers_replace"]});
    assert_eq!(bucket["lifecycle"], lifecycle);
    assert_eq!(bucket["file"], "infra/region/bucket/main.tf");
}

#[test]
fn constants_are_arguments_that_are_written_out() {
    let document = document(fixture("buckets"));
    assert_eq!(
        resource(&document, "aws_s3_bucket_server_side_encryption_configuration.archive")["constants"],
        json!({"bucket": true, "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm": true})
    );
}

#[test]
fn the_indexes_hold_every_resource_once() {
    for case in ["buckets", "change", "modules", "network", "secrets"] {
        let document = document(fixture(case));
        let resources = document.value()["resources"].as_array().unwrap();
        let by_type = document.value()["by_type"].as_object().unwrap();
        assert_eq!(by_type.values().map(|list| list.as_array().unwrap().len()).sum::<usize>(), resources.len());
        for resource in resources {
            assert!(by_type[resource["type"].as_str().unwrap()].as_array().unwrap().contains(resource));
        }
        assert_eq!(document.value()["by_address"].as_object().unwrap().len(), resources.len());
        assert_eq!(document.facets.iter().collect::<BTreeSet<_>>(), by_type.keys().collect::<BTreeSet<_>>());
        assert!(document.problems.is_empty(), "{case}: {:?}", document.problems);
    }
}

/// Checks a value against the part of JSON Schema that the derived schema uses.
fn conforms(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        return conforms(value, &root["$defs"][name], root, at);
    }
    if let Some(types) = schema.get("type") {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let allowed = |kind: &str| types == kind || types.as_array().is_some_and(|types| types.contains(&kind.into()));
        // Every integer is a number.
        assert!(allowed(kind) || kind == "integer" && allowed("number"), "{at}: {kind}");
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(required.as_str().unwrap()).is_some(), "{at}: no {required}");
    }
    for (key, member) in value.as_object().into_iter().flatten() {
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(schema), _) => conforms(member, schema, root, &format!("{at}.{key}")),
            (None, additional @ Value::Object(_)) => conforms(member, additional, root, &format!("{at}.{key}")),
            (None, additional) => {
                assert!(schema.get("properties").is_none() || *additional == true, "{at}: {key} is not in the schema");
            }
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        conforms(item, &schema["items"], root, &format!("{at}[{index}]"));
    }
}

#[test]
fn every_document_conforms_to_the_schema() {
    let schema = model::schema();
    for case in ["buckets", "change", "modules", "network", "secrets"] {
        conforms(document(fixture(case)).value(), &schema, &schema, case);
    }
}

const START: &str = r#"{"format_version": "1.2", "terraform_version": "1.11.4""#;

#[test]
fn a_plan_that_cannot_be_judged_is_refused_with_the_reason() {
    let deep = format!("{START}, \"variables\": {{\"x\": {{\"value\": {}1{}}}}}}}", "[".repeat(200), "]".repeat(200));
    let packed = format!(
        "{START}, \"resource_changes\": [{{\"address\": \"a.b\", \"change\": {{\"actions\": [\"create\"], \"after\": {{\"x\": {}1{}}}}}}}]}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let change =
        |rest: &str| format!("{START}, \"resource_changes\": [{{\"address\": \"a.b\", \"change\": {{{rest}}}}}]}}");
    for (text, reason) in [
        (r#"{"format_version": "2.0", "resource_changes": []}"#.to_owned(), "which gate does not know"),
        (r#"{"format_version": "x", "resource_changes": []}"#.to_owned(), "which gate does not know"),
        (r#"{"terraform_version": "1.11.4", "resource_changes": []}"#.to_owned(), "no format_version"),
        (format!("{START}, \"values\": {{\"root_module\": {{}}}}}}"), "a state, not a plan"),
        (
            format!(
                "{START}, \"planned_values\": {{\"root_module\": {{\"resources\": [{{\"address\": \"a.b\"}}]}}}}}}"
            ),
            "no resource_changes",
        ),
        (format!("{START}, \"resource_changes\": ["), "cut off"),
        (format!("{START}, \"resource_changes\": [}}"), "not valid JSON"),
        (format!("{START}, \"resource_changes\": {{}}}}"), "not shaped like a plan"),
        (deep, "nested deeper"),
        (packed, "a.b: its values are nested deeper"),
        (format!("{START}, \"format_version\": \"1.2\"}}"), "a key occurs twice"),
        (
            format!("{START}, \"variables\": {{\"x\": {{\"value\": 1}}, \"x\": {{\"value\": 2}}}}}}"),
            "a key occurs twice",
        ),
        (
            change(r#""actions": ["create"], "after": {"acl": "private", "acl": "public-read"}"#),
            "a.b: a key occurs twice",
        ),
        (change(r#""actions": ["explode"], "after": {}"#), "a.b: its action is not one that gate knows"),
        ("PK\u{3}\u{4}…".to_owned(), "not valid JSON"),
        (String::new(), "cut off"),
    ] {
        let message = refusal(&text);
        assert!(message.contains(reason), "{message:?} for {text:.120}");
    }
}

/// A plan of one resource of which `key` (a JSON pointer) is set to a value, or removed.
fn altered(pointer: &str, value: Option<Value>) -> String {
    let mut plan = json!({"format_version": "1.2", "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"child_modules": [{"address": "module.m", "resources": [
            {"address": "module.m.a.b[0]", "mode": "managed", "type": "a", "name": "b", "values": {"acl": "x"}},
            {"address": "module.m.data.a.c", "mode": "data", "type": "a", "name": "c", "values": {}}]}]}},
        "resource_changes": [{"address": "module.m.a.b[0]", "module_address": "module.m", "mode": "managed", "type": "a",
            "name": "b", "index": 0, "change": {"actions": ["update"], "before": {"acl": "y"}, "after": {"acl": "x"},
            "after_unknown": {}, "before_sensitive": false, "after_sensitive": {}}}], "configuration": {}});
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = plan.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
    plan.to_string()
}

#[test]
fn a_plan_that_leaves_something_out_is_refused_and_never_judged_as_empty() {
    assert!(matches!(parse_text(&altered("/errored", None)), Parsed::Document(_)));
    let entry = "/resource_changes/0";
    for (pointer, (key, value), reason) in [
        ("", ("resource_changes", json!([])), "leaves out a resource planned (of 1): module.m.a.b[0]"),
        ("", ("resource_changes", Value::Null), "no resource_changes"),
        ("", ("planned_values", json!("x")), "not shaped like a plan"),
        (entry, ("type", Value::Null), "not shaped like a plan"),
        (entry, ("type", json!(7)), "not shaped like a plan"),
        (entry, ("type", json!("")), "its type or its name is missing"),
        (entry, ("type", json!("c")), "contradict each other"),
        (entry, ("name", json!("b[0")), "contradict each other"),
        (entry, ("module_address", json!("module.n")), "contradict each other"),
        (entry, ("mode", json!("manage")), "neither `managed` nor `data`"),
        (entry, ("address", json!("module.m.a.z")), "leaves out"),
        ("/resource_changes/0/change", ("before", json!("x")), "`before` is neither"),
        ("/resource_changes/0/change", ("after", Value::Null), "values after the change are missing"),
        ("/resource_changes/0/change", ("after", json!("x")), "values after the change are missing"),
        ("/resource_changes/0/change", ("after", json!([])), "values after the change are missing"),
        ("/resource_changes/0/change", ("actions", json!("create")), "not shaped like a plan"),
        ("/resource_changes/0/change", ("actions", json!(["no-op"])), ""),
        ("/resource_changes/0/change", ("after_unknown", json!("x")), "marks as unknown or sensitive"),
        ("/resource_changes/0/change", ("after_sensitive", json!([1])), "marks as unknown or sensitive"),
    ] {
        let text = altered(&format!("{pointer}/{key}"), Some(value.clone()));
        if reason.is_empty() {
            assert!(matches!(parse_text(&text), Parsed::Document(_)), "{key}: {value}");
        } else {
            let message = refusal(&text);
            assert!(message.contains(reason), "{message:?} for {key}: {value}");
        }
    }
    for (key, reason) in [
        ("type", "its type or its name is missing"),
        ("name", "its type or its name is missing"),
        ("mode", "neither `managed` nor `data`"),
        ("address", "not shaped like a plan"),
        ("change", "not shaped like a plan"),
        ("change/after", "values after the change are missing"),
        ("change/actions", "its action is not one"),
    ] {
        let message = refusal(&altered(&format!("{entry}/{key}"), None));
        assert!(message.contains(reason), "{message:?} without {key}");
    }
}

#[test]
fn a_refusal_shows_where_and_nothing_of_the_content() {
    let text = format!("{START},\n \"complete\": \"hunter2-not-a-flag\"}}");
    let Parsed::Failed(problem) = parse_text(&text) else { panic!("read") };
    assert_eq!(problem.position.map(|at| at.line), Some(2));
    assert!(!problem.message.raw().contains("hunter2"));
    let cut: String = document_text().chars().take(3_000).collect();
    let Parsed::Failed(problem) = parse_text(&cut) else { panic!("read") };
    assert!(problem.position.is_some());
}

fn document_text() -> String {
    let plan = fixture("buckets").into_iter().find(|source| source.path().as_str() == "infra/plan.json").unwrap();
    plan.text().to_owned()
}

#[test]
fn a_real_plan_cut_off_anywhere_is_refused_and_never_a_panic() {
    let text = document_text();
    for length in (0..text.trim_end().len()).step_by(97) {
        let (cut, _) = text.split_at(text.floor_char_boundary(length));
        assert!(matches!(parse_text(cut), Parsed::Failed(_)), "read although cut at {length}");
    }
}

#[test]
fn a_partial_plan_is_judged_and_its_gaps_are_problems() {
    for (member, words) in [
        (r#""complete": false, "configuration": {}, "planned_values": {}"#, "only a part"),
        (r#""errored": true, "configuration": {}, "planned_values": {}"#, "failed half-way"),
        (r#""complete": true, "planned_values": {}"#, "no configuration"),
        (r#""complete": true, "configuration": {}"#, "no planned_values"),
        (
            r#""configuration": {}, "planned_values": {}, "prior_state": {"values": {"root_module": {"resources": [{"address": "a.b", "mode": "managed"}]}}}"#,
            "(of 1): a.b; plan again",
        ),
    ] {
        let Parsed::Document(document) = parse_text(&format!("{START}, {member}}}")) else { panic!("not read") };
        assert_eq!(document.problems.len(), 1, "{member}");
        assert!(document.problems[0].message.raw().contains(words), "{member}");
    }
}

#[test]
fn a_plan_is_told_from_other_json_by_its_first_bytes() {
    let claim = |name: &str| TerraformPlan.claims(&path(name));
    assert_eq!(claim("a/plan.json"), Claim::Maybe);
    assert_eq!(claim("a/x.tfplan"), Claim::Yes);
    assert_eq!(claim("tfplan.json"), Claim::Yes);
    assert_eq!(claim("a/main.tf"), Claim::No);
    assert_eq!((claim("a/plan.JSON"), claim("plan.out"), claim("a.out")), (Claim::Maybe, Claim::Maybe, Claim::No));
    assert_eq!((claim("X.TFPLAN"), claim("TfPlan.Json")), (Claim::Yes, Claim::Yes));
    let blank = " ".repeat(4_096);
    let head: String = document_text().chars().take(4_096).collect();
    for (head, expected) in [
        (head.as_str(), true),
        (START, true),
        ("\n {\n \"format_version\" : \"1.0\",\n \"planned_values\": {", true),
        (r#"{"applyable":true,"checks":[],"complete":true,"configuration":{"provider_config":{"aws":"#, true),
        (&blank, true),
        (&format!("{{{blank}"), true),
        (&format!("{{\"{}", "x".repeat(4_094)), true),
        (&format!("{{\"format_version\": \"1.2\", {blank}"), true),
        (r#"{"planned_values": {"#, true),
        (r#"{"resource_changes": [{"#, true),
        (r#"{"prior_state": {"#, true),
        (r#"{"terraform_version": "1.11.4", "#, true),
        ("{\n \"variables\": {\n \"env\": {\n \"value\": \"prod\"", true),
        (r#"{"checks":[{"address":{"kind":"check","to_display":"#, true),
        (r#"{"variables": {"env": "prod"}, "stages": "#, false),
        (r#"{"checks": [{"name": "lint"}]}"#, false),
        (r#"{"format_version": "1.20.0", "minecraft:entity": {"#, false),
        (r#"{"version": 4, "terraform_version": "1.11.4", "resources": []}"#, false),
        ("{}", false),
        (r#"{"name": "x", "version": "1.0.0", "terraform_version": "1"}"#, false),
        (r#"{"format_version": "1.0", "provider_schemas": {}}"#, false),
        (r#"{"format_version": "1.0", "valid": true, "diagnostics": []}"#, false),
        (r#"{"a": {"format_version": "1.2", "terraform_version": "1"}}"#, false),
        (r#"["format_version", "terraform_version"]"#, false),
        ("", false),
    ] {
        assert_eq!(TerraformPlan.confirms(head), expected, "{head:.80}");
    }
}
