//! Resources with which records end.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use crate::input::terraform::facts::tests::{facts, said, with};

fn ended(entries: &Value) -> Vec<Value> {
    said(&facts(entries).weakenings, &["kind", "weaker", "about", "loss"])
}

fn entry(address: &str, before: Value, after: Value, more: Value) -> Value {
    with(json!({"address": address, "before": before, "after": after}), more)
}

fn loss(loss: &str) -> Vec<Value> {
    vec![json!([true, loss])]
}

/// What a plan loses that deletes a resource.
fn deleted(address: &str, before: Value, more: Value) -> Vec<Value> {
    said(&facts(&json!([entry(address, before, Value::Null, more)])).weakenings, &["weaker", "loss"])
}

#[test]
fn what_holds_records_is_lost_with_them() {
    let database = |skip: bool, days: u32| json!({"skip_final_snapshot": skip, "backup_retention_period": days});
    let lost = "a database with its backups, and without a last snapshot";
    for (address, before, expected) in [
        ("aws_cloudwatch_log_group.x", json!({"retention_in_days": 7}), loss("a log group with its records")),
        ("aws_cloudwatch_log_group.x", json!({"skip_destroy": true}), vec![]),
        ("aws_kms_key.x", json!({}), loss("a key without which nothing reads what it encrypted")),
        ("aws_kinesis_stream.x", json!({"retention_period": 24}), loss("a stream with its records")),
        ("aws_cloudtrail_event_data_store.x", json!({}), loss("a store of the trail with its records")),
        ("aws_backup_vault.x", json!({"name": "v"}), loss("a vault with its backups")),
        ("aws_db_snapshot.x", json!({}), loss("a snapshot that was kept")),
        ("aws_db_instance.x", database(true, 7), loss(lost)),
        ("aws_db_instance.x", database(true, 0), vec![]),
        ("aws_db_instance.x", database(false, 7), vec![]),
        ("aws_db_instance.x", with(database(true, 7), json!({"delete_automated_backups": false})), vec![]),
        (
            "aws_db_instance.x",
            with(database(false, 7), json!({"deletion_protection": true})),
            loss("a database that was protected from deletion"),
        ),
        ("aws_rds_cluster.x", database(true, 1), vec![]),
        ("aws_rds_cluster.x", database(true, 2), loss(lost)),
        (
            "aws_dynamodb_table.x",
            json!({"point_in_time_recovery": [{"enabled": true}]}),
            loss("a table with its point-in-time recovery"),
        ),
        ("aws_dynamodb_table.x", json!({"point_in_time_recovery": [{"enabled": false}]}), vec![]),
        (
            "aws_dynamodb_table.x",
            json!({"deletion_protection_enabled": true}),
            loss("a table that was protected from deletion"),
        ),
        ("aws_s3_bucket.x", json!({"bucket": "b"}), vec![]),
        ("aws_vpc.x", json!({}), vec![]),
        ("azurerm_log_analytics_workspace.x", json!({}), loss("a workspace with its records")),
        (
            "azurerm_storage_account.x",
            json!({"immutability_policy": [{"state": "Locked"}]}),
            loss("an account with locked records"),
        ),
        ("azurerm_storage_account.x", json!({"immutability_policy": [{"state": "Unlocked"}]}), vec![]),
        ("google_kms_crypto_key.x", json!({}), loss("a key without which nothing reads what it encrypted")),
    ] {
        assert_eq!(deleted(address, before.clone(), json!({})), expected, "{address} {before}");
        let forgotten = deleted(address, before.clone(), json!({"actions": ["forget"]}));
        assert_eq!(forgotten, [Value::Null; 0], "{address} {before}: it goes on to exist");
    }
}

#[test]
fn a_replacement_holds_nothing_of_what_was_there() {
    let replaced = json!({"actions": ["delete", "create"]});
    for (address, before, after, expected) in [
        (
            "aws_cloudwatch_log_group.x",
            json!({"name": "/a"}),
            json!({"name": "/b"}),
            vec![json!(["records", true, "aws_cloudwatch_log_group.x", "a log group with its records"])],
        ),
        (
            "aws_kms_key.x",
            json!({"multi_region": false}),
            json!({"multi_region": true}),
            vec![json!(["records", true, "aws_kms_key.x", "a key without which nothing reads what it encrypted"])],
        ),
        // A new trail goes on where the old one ends.
        ("aws_cloudtrail.x", json!({"name": "a"}), json!({"name": "b"}), vec![]),
    ] {
        assert_eq!(ended(&json!([entry(address, before, after, replaced.clone())])), expected, "{address}");
    }
}

#[test]
fn a_replacement_is_shown_at_what_asks_for_it() {
    let group = |name: &str| json!({"name": name, "retention_in_days": 7});
    let entry = entry("aws_cloudwatch_log_group.x", group("/a"), group("/b"), json!({"actions": ["create", "delete"]}));
    let place = |paths: Value| {
        let mut plan = facts_of(&entry, paths);
        plan.pop().unwrap()
    };
    assert_eq!(place(json!([["name"]])), json!([["name"]]));
    assert_eq!(place(json!([["arn"], ["name"]])), json!([["name"]]), "the code writes no ARN");
    assert_eq!(place(json!([])), json!([[]]));
    assert_eq!(place(json!("nothing that can be read")), json!([[]]));
}

/// The paths of what a plan of one entry weakens, with what it is replaced for.
fn facts_of(entry: &Value, replaced_for: Value) -> Vec<Value> {
    let entry = with(entry.clone(), json!({"replace_paths": replaced_for}));
    said(&facts(&json!([entry])).weakenings, &["path"])
}

#[test]
fn what_goes_on_under_another_address_has_not_ended() {
    let trail = |address: &str, name: &str| {
        entry(
            address,
            Value::Null,
            json!({"name": name, "enable_logging": true, "is_multi_region_trail": true}),
            json!({}),
        )
    };
    let gone = |regions: bool| {
        entry(
            "aws_cloudtrail.a",
            json!({"name": "a", "enable_logging": true, "is_multi_region_trail": regions}),
            Value::Null,
            json!({}),
        )
    };
    let lost = json!(["records", true, "aws_cloudtrail.a", "the trail of what is done in the account"]);
    let weaker =
        entry("aws_cloudtrail.b", Value::Null, json!({"name": "a", "is_multi_region_trail": false}), json!({}));
    for (entries, expected) in [
        (json!([gone(true)]), vec![lost]),
        (json!([gone(true), trail("aws_cloudtrail.b", "other")]), vec![]),
        (json!([gone(true), weaker]), vec![json!(["guard", true, "aws_cloudtrail.b", "records one region only"])]),
        (json!([entry("aws_cloudtrail.a", json!({"enable_logging": false}), Value::Null, json!({}))]), vec![]),
    ] {
        assert_eq!(ended(&entries), expected, "{entries}");
    }
}

#[test]
fn what_is_hidden_may_hold_records() {
    let before = json!({"skip_final_snapshot": true, "backup_retention_period": 7});
    for (hidden, expected) in [
        (
            json!({"backup_retention_period": true}),
            vec![json!([null, "a database with its backups, and without a last snapshot"])],
        ),
        (json!({"password": true}), loss("a database with its backups, and without a last snapshot")),
    ] {
        assert_eq!(deleted("aws_db_instance.x", before.clone(), json!({"before_sensitive": hidden})), expected);
    }
}
