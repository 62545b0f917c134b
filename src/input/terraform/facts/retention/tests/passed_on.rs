//! Protections that are deleted, and those that another resource goes on with.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use crate::input::terraform::facts::tests::{computed, facts, said, with};

fn found(entries: &[Value]) -> Vec<Value> {
    said(&facts(&json!(entries)).weakenings, &["kind", "weaker", "about", "subject", "loss"])
}

fn entry(address: &str, before: Value, after: Value) -> Value {
    json!({"address": address, "before": before, "after": after})
}

fn gone(address: &str, before: Value) -> Value {
    entry(address, before, Value::Null)
}

fn kept(address: &str, values: Value) -> Value {
    entry(address, values.clone(), values)
}

#[test]
fn a_protection_ends_with_what_it_protects() {
    let flow = || gone("aws_flow_log.f", json!({"vpc_id": "vpc-1", "subnet_id": "", "traffic_type": "ALL"}));
    let lost = |about: &str, subject: &str| vec![json!(["protection", true, about, subject, ""])];
    let vpc = || json!({"id": "vpc-1"});
    let next = |kind: &str| entry("aws_flow_log.g", Value::Null, json!({"vpc_id": "vpc-1", "traffic_type": kind}));
    let block = |on: bool| {
        gone(
            "aws_s3_bucket_public_access_block.p",
            json!({"bucket": "b", "block_public_acls": on, "block_public_policy": on}),
        )
    };
    let (bucket, lock) =
        (json!({"bucket": "b"}), || gone("azurerm_management_lock.l", json!({"scope": "/subscriptions/s/rg"})));
    let group = || json!({"id": "/subscriptions/s/rg"});
    for (entries, expected) in [
        (vec![flow(), kept("aws_vpc.v", vpc())], lost("aws_flow_log.f", "vpc-1")),
        (vec![flow()], lost("aws_flow_log.f", "vpc-1")),
        (vec![flow(), gone("aws_vpc.v", vpc())], vec![]),
        (vec![flow(), next("ALL")], vec![]),
        (
            vec![flow(), next("REJECT")],
            vec![json!(["guard", true, "aws_flow_log.g", "", "records a part of the traffic only"])],
        ),
        (vec![block(true), kept("aws_s3_bucket.b", bucket.clone())], lost("aws_s3_bucket_public_access_block.p", "b")),
        (vec![block(false), kept("aws_s3_bucket.b", bucket.clone())], vec![]),
        (vec![block(true), gone("aws_s3_bucket.b", bucket)], vec![]),
        (
            vec![lock(), kept("azurerm_resource_group.g", group())],
            lost("azurerm_management_lock.l", "/subscriptions/s/rg"),
        ),
        (vec![lock(), gone("azurerm_resource_group.g", group())], vec![]),
    ] {
        assert_eq!(found(&entries), expected, "{entries:?}");
    }
}

#[test]
fn a_protection_that_is_given_another_subject_is_gone_from_the_first() {
    let versioning = |before: &str, after: &str| {
        let of = |bucket: &str| json!({"bucket": bucket, "versioning_configuration": [{"status": "Enabled"}]});
        with(entry("aws_s3_bucket_versioning.v", of(before), of(after)), json!({"actions": ["delete", "create"]}))
    };
    let bucket = |name: &str| entry("aws_s3_bucket.b", json!({"bucket": name}), json!({"bucket": name}));
    let other = with(versioning("b", "a"), json!({"address": "aws_s3_bucket_versioning.w"}));
    let lost = json!(["protection", true, "aws_s3_bucket_versioning.v", "a", ""]);
    for (entries, expected) in [
        (vec![versioning("a", "b"), bucket("a")], vec![lost]),
        (vec![versioning("a", "b"), gone("aws_s3_bucket.b", json!({"bucket": "a"}))], vec![]),
        (
            vec![
                versioning("a", "b"),
                with(
                    entry("aws_s3_bucket.b", json!({"bucket": "a"}), json!({"bucket": "b"})),
                    json!({"actions": ["delete", "create"]}),
                ),
            ],
            vec![],
        ),
        (vec![versioning("a", "b"), other], vec![]),
    ] {
        assert_eq!(found(&entries), expected, "{entries:?}");
    }
}

#[test]
fn a_protection_is_shown_at_what_counts_it() {
    let block = |reason: &str| {
        let before = json!({"bucket": "b", "block_public_acls": true});
        with(gone("aws_s3_bucket_public_access_block.p", before), json!({"says": {"action_reason": reason}}))
    };
    for (reason, expected) in [
        ("delete_because_count_index", json!([["count"], "plan.json#2"])),
        ("delete_because_each_key", json!([["for_each"], "plan.json#2"])),
        ("delete_because_no_resource_config", json!([[], "plan.json#1"])),
    ] {
        let entries = json!([kept("aws_s3_bucket.b", json!({"bucket": "b"})), block(reason)]);
        assert_eq!(said(&facts(&entries).weakenings, &["path", "_loc"]), [expected], "{reason}");
    }
}

#[test]
fn what_is_left_of_an_earlier_replacement_protects_nothing() {
    let values = json!({"bucket": "b", "versioning_configuration": [{"status": "Enabled"}]});
    let left = with(gone("aws_s3_bucket_versioning.v", values.clone()), json!({"says": {"deposed": "1a2b3c4d"}}));
    assert_eq!(found(&[kept("aws_s3_bucket_versioning.v", values), left]), [Value::Null; 0]);
}

#[test]
fn versions_that_a_resource_of_its_own_goes_on_to_keep() {
    let bucket = |before: bool, after: Value| {
        entry(
            "aws_s3_bucket.b",
            json!({"bucket": "b", "versioning": [{"enabled": before}]}),
            with(json!({"bucket": "b"}), after),
        )
    };
    let part = |status: &str| {
        entry(
            "aws_s3_bucket_versioning.v",
            Value::Null,
            json!({"bucket": "b", "versioning_configuration": [{"status": status}]}),
        )
    };
    let lost = |about: &str| json!(["guard", true, about, "", "stops keeping old versions"]);
    let (off, same) = (json!({"versioning": []}), json!({"versioning": [{"enabled": true}]}));
    for (entries, expected) in [
        (vec![bucket(true, off.clone())], vec![lost("aws_s3_bucket.b")]),
        (vec![bucket(true, off.clone()), part("Enabled")], vec![]),
        (vec![bucket(true, off), part("Suspended")], vec![lost("aws_s3_bucket.b"), lost("aws_s3_bucket_versioning.v")]),
        (vec![bucket(true, same), part("Suspended")], vec![lost("aws_s3_bucket_versioning.v")]),
        (vec![bucket(false, json!({"versioning": [{"enabled": false}]})), part("Suspended")], vec![]),
    ] {
        assert_eq!(found(&entries), expected, "{entries:?}");
    }
}

#[test]
fn a_guard_has_levels_and_may_hold_by_itself() {
    let vault = |immutability: Value| json!({"immutability": immutability});
    let table = |days: Value| json!({"point_in_time_recovery": [{"enabled": true, "recovery_period_in_days": days}]});
    let weaker = |loss: &str| vec![json!([true, loss])];
    for (address, before, after, expected) in [
        (
            "azurerm_recovery_services_vault.x",
            vault(json!("Locked")),
            vault(json!("Unlocked")),
            weaker("has weaker immutability"),
        ),
        (
            "azurerm_recovery_services_vault.x",
            vault(json!("Unlocked")),
            vault(json!("Disabled")),
            weaker("has weaker immutability"),
        ),
        (
            "azurerm_recovery_services_vault.x",
            vault(json!("Unlocked")),
            vault(json!(null)),
            weaker("has weaker immutability"),
        ),
        ("azurerm_recovery_services_vault.x", vault(json!("Unlocked")), vault(json!("Locked")), vec![]),
        ("azurerm_recovery_services_vault.x", vault(json!("Disabled")), vault(json!(null)), vec![]),
        ("aws_cloudtrail.x", json!({"kms_key_id": "k"}), json!({"kms_key_id": "other"}), vec![]),
        (
            "aws_cloudtrail.x",
            json!({"kms_key_id": "k"}),
            json!({"kms_key_id": ""}),
            weaker("writes its records without a key of its own"),
        ),
        ("aws_cloudtrail.x", json!({"enable_logging": true}), json!({}), vec![]),
        ("aws_cloudtrail.x", json!({}), json!({"enable_logging": false}), weaker("stops recording")),
        ("aws_db_instance.x", json!({"skip_final_snapshot": false}), json!({}), vec![]),
        ("aws_dynamodb_table.x", table(json!(35)), table(json!(7)), weaker("")),
        ("aws_dynamodb_table.x", table(json!(null)), table(json!(7)), weaker("")),
        ("aws_dynamodb_table.x", table(json!(7)), table(json!(null)), vec![]),
        (
            "azurerm_mssql_database.x",
            json!({"long_term_retention_policy": [{"weekly_retention": "P1Y"}]}),
            json!({"long_term_retention_policy": [{"weekly_retention": "P4W"}]}),
            weaker(""),
        ),
        (
            "google_kms_crypto_key.x",
            json!({"destroy_scheduled_duration": "2592000s"}),
            json!({"destroy_scheduled_duration": "86400s"}),
            weaker(""),
        ),
    ] {
        let entry = entry(address, before.clone(), after.clone());
        assert_eq!(
            said(&facts(&json!([entry])).weakenings, &["weaker", "loss"]),
            expected,
            "{address} {before} {after}"
        );
    }
}

#[test]
fn a_dynamic_block_with_a_value_that_comes_later_is_no_default() {
    let status = |status: &str| json!({"bucket": "b", "versioning_configuration": [{"status": status}]});
    // Nothing in the configuration says who writes the block.
    let entry = json!({
        "address": "aws_s3_bucket_versioning.v", "before": status("Enabled"), "actions": ["update"],
        "after": {"bucket": "b", "versioning_configuration": [{}]},
        "unknown": {"versioning_configuration": [{"status": true}]}, "code": {"bucket": computed()},
    });
    let found = said(&facts(&json!([entry])).weakenings, &["kind", "weaker"]);
    assert_eq!(found, [json!(["guard", null])]);
}

#[test]
fn an_attribute_that_comes_later_is_a_value_and_a_variable_may_be_none() {
    for (to, expected) in [("aws_kms_key.k.arn", vec![]), ("var.key", vec![json!(["aws_cloudtrail.t", null])])] {
        let trail = json!({
            "address": "aws_cloudtrail.t", "before": {"kms_key_id": "k"}, "after": {"name": "t"}, "actions": ["update"],
            "unknown": {"kms_key_id": true}, "code": {"kms_key_id": {"references": [to, to.rsplit_once('.').unwrap().0]}},
        });
        let entries = json!([trail, entry("aws_kms_key.k", Value::Null, json!({"description": "k"}))]);
        assert_eq!(said(&facts(&entries).weakenings, &["about", "weaker"]), expected, "{to}");
    }
}
