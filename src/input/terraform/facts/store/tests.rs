//! Stores of three clouds: what they are for, how they are locked, and what their protection lacks.

use serde_json::{Value, json};

use crate::input::terraform::facts::tests::{computed, facts, facts_with, object, said, with};

const LOCK: &str = "aws_s3_bucket_object_lock_configuration";
const CONTAINER_POLICY: &str = "azurerm_storage_container_immutability_policy";

/// The locks and gaps of the stores of a plan: whether each is locked and for how long nobody can lift it; then each lock
/// as hard and days; then each gap as what it is about, whether it is open, and its path.
fn protection(entries: &Value) -> Vec<Value> {
    let stores = serde_json::to_value(facts(entries).stores).unwrap();
    let lock = |lock: &Value| json!([lock["hard"]["value"], lock["days"]["value"]]);
    let gap = |gap: &Value| json!([gap["of"], gap["open"], gap["path"]]);
    let all = |list: &Value, of: &dyn Fn(&Value) -> Value| list.as_array().unwrap().iter().map(of).collect::<Value>();
    let one = |store: &Value| {
        json!([store["locked"], store["held_days"], all(&store["locks"], &lock), all(&store["gaps"], &gap)])
    };
    stores.as_array().unwrap().iter().map(one).collect()
}

fn bucket(more: Value) -> Value {
    let after = with(json!({"bucket": "b", "object_lock_enabled": true}), more);
    json!({"address": "aws_s3_bucket.b", "after": after})
}

fn retention(mode: &str, days: Value, years: Value) -> Value {
    let retention = object([("mode", mode.into()), ("days", days), ("years", years)]);
    json!([{"default_retention": [retention]}])
}

/// A bucket, and a lock of it with this rule.
fn locked(more: Value, rule: Value, lock: Value) -> Value {
    let after = object([("bucket", "b".into()), ("rule", rule)]);
    let entry = object([("address", format!("{LOCK}.b").into()), ("after", after)]);
    json!([bucket(more), with(entry, lock)])
}

#[test]
fn locks_of_s3_beside_the_bucket_and_inside_it() {
    let at = |key: &str| json!(["rule", 0, "default_retention", 0, key]);
    let none = json!({});
    for (entries, expected) in [
        (json!([bucket(json!({}))]), json!([false, 0, [], [["store", true, []]]])),
        (
            locked(none.clone(), retention("COMPLIANCE", json!(2555), json!(null)), none.clone()),
            json!([true, 2555, [[true, 2555]], []]),
        ),
        (
            locked(none.clone(), retention("COMPLIANCE", json!(null), json!(7)), none.clone()),
            json!([true, 2555, [[true, 2555]], []]),
        ),
        (
            locked(none.clone(), retention("GOVERNANCE", json!(30), json!(null)), none.clone()),
            json!([true, 0, [[false, 30]], [["lock", true, at("mode")]]]),
        ),
        (locked(none.clone(), json!([]), none.clone()), json!([false, 0, [], [["store", true, []]]])),
        (
            json!([bucket(
                json!({"object_lock_configuration": [{"rule": retention("COMPLIANCE", json!(1), json!(0))}]})
            )]),
            json!([true, 1, [[true, 1]], []]),
        ),
    ] {
        assert_eq!(protection(&entries), [expected], "{entries}");
    }
}

#[test]
fn what_of_a_lock_cannot_be_known() {
    let at = |key: &str| json!(["rule", 0, "default_retention", 0, key]);
    let later = |key: &str| json!({"unknown": {"rule": [{"default_retention": [{key: true}]}]}, "code": {"rule": [{"default_retention": [{key: computed()}]}]}});
    let hidden = |what: Value| json!({"sensitive": what});
    let rule = retention("COMPLIANCE", json!(30), json!(null));
    let whole = json!([null, 0, [], [["store", null, []]]]);
    for (lock, expected) in [
        (
            hidden(json!({"rule": [{"default_retention": [{"mode": true}]}]})),
            json!([true, 0, [[null, 30]], [["lock", null, at("mode")]]]),
        ),
        (hidden(json!({"rule": [{"default_retention": [{"days": true}]}]})), json!([true, 0, [[true, null]], []])),
        (hidden(json!({"rule": [{"default_retention": true}]})), whole.clone()),
        (hidden(json!({"rule": true})), whole.clone()),
    ] {
        assert_eq!(protection(&locked(json!({}), rule.clone(), lock.clone())), [expected], "{lock}");
    }
    let without = |key: &str| {
        let mut rule = rule.clone();
        rule[0]["default_retention"][0][key] = Value::Null;
        rule
    };
    let mode = protection(&locked(json!({}), without("mode"), later("mode")));
    assert_eq!(mode, [json!([true, 0, [[null, 30]], [["lock", null, at("mode")]]])]);
    let days = protection(&locked(json!({}), without("days"), later("days")));
    assert_eq!(days, [json!([true, 0, [[true, null]], []])]);
    let all = json!({"unknown": {"rule": true}, "code": {"rule": computed()}});
    assert_eq!(protection(&locked(json!({}), Value::Null, all)), [whole]);
}

#[test]
fn a_lock_of_s3_needs_versions() {
    let hard = retention("COMPLIANCE", json!(2555), json!(null));
    let lost = |path: Value| json!([true, 2555, [[true, 2555]], [["versions", true, path]]]);
    let kept = json!([true, 2555, [[true, 2555]], []]);
    let status = json!(["versioning_configuration", 0, "status"]);
    let versioning = |status: &str, sensitive: Value| {
        let after = json!({"bucket": "b", "versioning_configuration": [{"status": status}]});
        json!({"address": "aws_s3_bucket_versioning.b", "after": after, "sensitive": sensitive})
    };
    let hidden = json!({"versioning_configuration": [{"status": true}]});
    for (more, part, expected) in [
        (json!({"object_lock_enabled": false}), None, lost(json!(["object_lock_enabled"]))),
        (json!({"object_lock_enabled": false, "versioning": [{"enabled": true}]}), None, kept.clone()),
        (json!({}), Some(versioning("Enabled", json!({}))), kept),
        (json!({}), Some(versioning("Suspended", json!({}))), lost(status.clone())),
        (
            json!({}),
            Some(versioning("Enabled", hidden)),
            json!([true, 2555, [[true, 2555]], [["versions", null, status]]]),
        ),
    ] {
        let mut entries = locked(more, hard.clone(), json!({}));
        entries.as_array_mut().unwrap().extend(part);
        assert_eq!(protection(&entries), [expected], "{entries}");
    }
}

#[test]
fn locks_of_azure_and_google() {
    let container = json!({"address": "azurerm_storage_container.c", "after": {"name": "c"}});
    let policy = |values: Value| {
        let code = json!({"storage_container_resource_manager_id": {"references": ["azurerm_storage_container.c.resource_manager_id", "azurerm_storage_container.c"]}});
        json!({"address": format!("{CONTAINER_POLICY}.p"), "after": values, "code": code})
    };
    let log_bucket = |locked: bool| json!([{"address": "google_logging_project_bucket_config.l", "after": {"bucket_id": "l", "locked": locked, "retention_days": 2555}}]);
    let google = |policy: Value| json!([{"address": "google_storage_bucket.g", "after": {"name": "g", "retention_policy": policy}}]);
    for (entries, expected) in [
        (json!([container]), json!([false, 0, [], [["store", true, []]]])),
        (
            json!([container, policy(json!({"locked": true, "immutability_period_in_days": 30}))]),
            json!([true, 30, [[true, 30]], []]),
        ),
        (
            json!([container, policy(json!({"locked": false, "immutability_period_in_days": 30}))]),
            json!([true, 0, [[false, 30]], [["lock", true, ["locked"]]]]),
        ),
        (
            google(json!([{"is_locked": true, "retention_period": "220752000"}])),
            json!([true, 2555, [[true, 2555]], []]),
        ),
        (google(json!([{"retention_period": 43200}])), json!([true, 0, [[false, 0.5]], [["lock", true, []]]])),
        (google(json!([])), json!([false, 0, [], [["store", true, []]]])),
        (log_bucket(true), json!([true, 2555, [[true, 2555]], []])),
        (log_bucket(false), json!([true, 0, [[false, 2555]], [["lock", true, ["locked"]]]])),
    ] {
        assert_eq!(protection(&entries), [expected], "{entries}");
    }
}

#[test]
fn the_policy_of_an_azure_account_holds_for_its_containers() {
    let account = |state: &str| json!({"address": "azurerm_storage_account.a", "after": {"name": "acmestore", "immutability_policy": [{"state": state, "period_since_creation_in_days": 30}]}});
    let container = json!({"address": "azurerm_storage_container.c", "after": {"name": "c"}, "code": {"storage_account_id": {"references": ["azurerm_storage_account.a.id", "azurerm_storage_account.a"]}}});
    let state = json!(["immutability_policy", 0, "state"]);
    // The account is judged by its container.
    assert_eq!(protection(&json!([account("Locked"), container])), [json!([true, 30, [[true, 30]], []])]);
    let weak = json!([true, 0, [[false, 30]], [["lock", true, state]]]);
    assert_eq!(protection(&json!([account("Unlocked"), container])), std::slice::from_ref(&weak));
    assert_eq!(protection(&json!([account("Unlocked")])), [weak]);
    let names = said(&facts(&json!([account("Locked"), container])).stores, &["names"]);
    assert_eq!(names, [json!([["a", "acmestore", "c"]])]);
}

#[test]
fn names_and_tags_say_what_a_store_is_for() {
    let later = json!({"unknown": {"bucket": true}, "code": {"bucket": computed()}});
    let left = json!({"unknown": {"bucket": true}});
    let hidden = |what: Value| json!({"sensitive": what});
    let purpose = |path: Value| vec![json!(["purpose", null, path])];
    for (after, more, names, gaps) in [
        (json!({"bucket": "acme"}), json!({}), json!(["acme", "b"]), vec![]),
        (json!({"bucket_prefix": "acme-"}), json!({}), json!(["acme-", "b"]), vec![]),
        (
            json!({"bucket": "acme", "tags": {"Data_Type": "trades", "Owner": "audit"}}),
            json!({}),
            json!(["acme", "b", "trades"]),
            vec![],
        ),
        (json!({}), later.clone(), json!(["b"]), purpose(json!(["bucket"]))),
        (json!({"tags": {"Purpose": "web"}}), later, json!(["web"]), vec![]),
        (json!({}), left, json!(["b"]), vec![]),
        (json!({"bucket": "acme"}), hidden(json!({"bucket": true})), json!(["b"]), purpose(json!(["bucket"]))),
        (
            json!({"bucket": "acme", "tags": {"Purpose": "audit"}}),
            hidden(json!({"tags": {"Purpose": true}})),
            json!(["acme", "b"]),
            purpose(json!(["tags"])),
        ),
        (
            json!({"bucket": "acme", "tags": {"Purpose": "audit"}}),
            hidden(json!({"tags": true})),
            json!(["acme", "b"]),
            purpose(json!(["tags"])),
        ),
        (
            json!({"bucket": "acme", "tags": {"Owner": "x"}}),
            hidden(json!({"tags": {"Owner": true}})),
            json!(["acme", "b"]),
            vec![],
        ),
    ] {
        let entry = with(json!({"address": "aws_s3_bucket.b", "after": after}), more);
        let found = serde_json::to_value(facts(&json!([entry])).stores).unwrap();
        assert_eq!(found[0]["names"], names, "{entry}");
        let unknown = found[0]["gaps"].as_array().unwrap().iter().filter(|gap| gap["of"] == "purpose");
        let unknown: Vec<Value> = unknown.map(|gap| json!([gap["of"], gap["open"], gap["path"]])).collect();
        assert_eq!(unknown, gaps, "{entry}");
    }
}

#[test]
fn a_purpose_of_its_own_counts_for_more_than_a_name() {
    for (after, names) in [
        (json!({"bucket": "audit", "tags": {"Purpose": "web", "Name": "audit"}}), json!(["web"])),
        // But not for more than what else is said of the data, and an empty one says nothing.
        (json!({"bucket": "acme", "tags": {"usage": "web", "Data": "audit"}}), json!(["audit", "web"])),
        (json!({"bucket": "acme", "tags": {"purpose": " - "}}), json!([" - ", "acme", "b"])),
        // What the provider says of everything adds to the name.
        (
            json!({"bucket": "acme", "tags_all": {"Purpose": "audit", "Name": "x", "Owner": "y"}}),
            json!(["acme", "audit", "b"]),
        ),
        (
            json!({"bucket": "acme", "tags": {"Purpose": "web"}, "tags_all": {"Usage": "audit", "Purpose": "web"}}),
            json!(["web"]),
        ),
    ] {
        let entry = json!([{"address": "aws_s3_bucket.b", "after": after}]);
        assert_eq!(said(&facts(&entry).stores, &["names"]), [json!([names])], "{entry}");
    }
}

#[test]
fn the_tags_of_a_provider_are_read_where_the_plan_does_not_merge_them() {
    let entry = json!([{"address": "aws_s3_bucket.b", "after": {"bucket": "acme"}, "provider": "aws.archive"}]);
    let tags = |purpose: &str| json!([{"tags": {"constant_value": {"Purpose": purpose}}}]);
    let providers = json!({
        "aws": {"name": "aws", "expressions": {"default_tags": tags("platform")}},
        "aws.archive": {"name": "aws", "alias": "archive", "expressions": {"default_tags": tags("audit")}},
    });
    assert_eq!(said(&facts_with(&entry, &providers).stores, &["names"]), [json!([["acme", "audit", "b"]])]);
}

#[test]
fn what_is_deleted_is_no_store() {
    assert_eq!(
        protection(&json!([{"address": "aws_s3_bucket.b", "before": {"bucket": "audit"}, "after": null}])),
        [Value::Null; 0]
    );
}
