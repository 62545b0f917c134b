//! Changes of one or two resources, and what they weaken.

mod ended;
mod listed;
mod passed_on;
mod ruled;
mod unchanged;

use serde_json::{Value, json};

use crate::input::terraform::facts::tests::{computed, facts, object, said, with};

const LOCK: &str = "aws_s3_bucket_object_lock_configuration.x";

/// Kind, whether weaker, about, path, and what was and is kept or lost.
fn weakenings(entries: &Value) -> Vec<Value> {
    said(&facts(entries).weakenings, &["kind", "weaker", "about", "path", "before", "after", "loss", "subject"])
}

/// The same of one resource that a plan changes: kind, whether weaker, before, after and loss.
fn changed(address: &str, before: Value, after: Value, more: Value) -> Vec<Value> {
    let entry = with(object([("address", address.into()), ("before", before), ("after", after)]), more);
    said(&facts(&json!([entry])).weakenings, &["kind", "weaker", "before", "after", "loss"])
}

fn lock(mode: &str, years: Value, days: Value) -> Value {
    let retention = object([("mode", mode.into()), ("years", years), ("days", days)]);
    json!({"bucket": "b", "rule": [{"default_retention": [retention]}]})
}

#[test]
fn a_length_that_becomes_shorter() {
    let logs = |days: Value| json!({"retention_in_days": days});
    let backups = |days: Value| json!({"backup_retention_period": days});
    let bucket = |seconds: Value| json!({"retention_policy": [{"retention_period": seconds}]});
    let shorter = |before: &str, after: &str| vec![json!(["retention", true, before, after, ""])];
    for (address, before, after, expected) in [
        ("aws_cloudwatch_log_group.x", logs(json!(90)), logs(json!(30)), shorter("90 days", "30 days")),
        ("aws_cloudwatch_log_group.x", logs(json!(0)), logs(json!(3653)), shorter("ever", "3653 days")),
        ("aws_cloudwatch_log_group.x", logs(json!(90)), logs(json!(0)), vec![]),
        ("aws_cloudwatch_log_group.x", logs(json!(90)), logs(json!(null)), vec![]),
        ("aws_cloudwatch_log_group.x", logs(json!(90)), logs(json!(365)), vec![]),
        ("aws_db_instance.x", backups(json!(7)), backups(json!(0)), shorter("7 days", "0 days")),
        ("aws_db_instance.x", backups(json!(0)), backups(json!(7)), vec![]),
        (
            "google_storage_bucket.x",
            bucket(json!("220752000")),
            bucket(json!("86400")),
            shorter("220752000 seconds", "86400 seconds"),
        ),
        ("google_storage_bucket.x", bucket(json!(86400)), bucket(json!("220752000")), vec![]),
        (
            "google_storage_bucket.x",
            bucket(json!(86400.5)),
            bucket(json!(86400)),
            shorter("86400.5 seconds", "86400 seconds"),
        ),
        (
            LOCK,
            lock("GOVERNANCE", json!(7), json!(0)),
            lock("GOVERNANCE", json!(null), json!(2554)),
            vec![json!(["lock", true, "2555 days", "2554 days", ""])],
        ),
        (LOCK, lock("GOVERNANCE", json!(0), json!(2555)), lock("GOVERNANCE", json!(10), json!(null)), vec![]),
    ] {
        assert_eq!(changed(address, before.clone(), after.clone(), json!({})), expected, "{before} {after}");
    }
}

#[test]
fn a_value_that_is_no_length_is_not_known_unless_it_stays() {
    let backups = |days: Value| json!({"backup_retention_period": days, "tags": {}});
    let found = changed("aws_db_instance.x", backups(json!(7)), backups(json!("a week")), json!({}));
    assert_eq!(found, [json!(["retention", null, "7 days", null, ""])]);
    let same = json!({"actions": ["update"]});
    assert_eq!(changed("aws_db_instance.x", backups(json!(-1)), backups(json!(-1)), same), [Value::Null; 0]);
}

#[test]
fn a_guard_that_is_lost() {
    let versions = |status: &str| json!({"bucket": "b", "versioning_configuration": [{"status": status}]});
    let account = |kept: bool| json!({"blob_properties": [{"versioning_enabled": kept}]});
    let lost = |loss: &str| vec![json!(["guard", true, "", "", loss])];
    for (address, before, after, expected) in [
        ("aws_s3_bucket_versioning.x", versions("Enabled"), versions("Suspended"), lost("stops keeping old versions")),
        ("aws_s3_bucket_versioning.x", versions("Suspended"), versions("Enabled"), vec![]),
        (
            LOCK,
            lock("COMPLIANCE", json!(7), json!(0)),
            lock("GOVERNANCE", json!(7), json!(0)),
            lost("leaves compliance mode"),
        ),
        (LOCK, lock("GOVERNANCE", json!(7), json!(0)), lock("COMPLIANCE", json!(7), json!(0)), vec![]),
        ("azurerm_storage_account.x", account(true), account(false), lost("stops keeping old versions")),
        (
            "azurerm_storage_account.x",
            account(true),
            json!({"blob_properties": []}),
            lost("stops keeping old versions"),
        ),
        ("azurerm_storage_account.x", account(false), account(true), vec![]),
    ] {
        assert_eq!(changed(address, before.clone(), after.clone(), json!({})), expected, "{before} {after}");
    }
}

#[test]
fn a_lock_without_its_rule_locks_nothing() {
    for rule in [json!([]), json!(null)] {
        let after = json!({"bucket": "b", "rule": rule});
        let expected = [
            json!(["lock", true, "2555 days", "0 days", ""]),
            json!(["guard", true, "", "", "leaves compliance mode"]),
        ];
        assert_eq!(changed(LOCK, lock("COMPLIANCE", json!(7), json!(0)), after, json!({})), expected);
    }
}

#[test]
fn what_comes_after_apply_is_not_known_and_what_the_code_leaves_out_stays() {
    let more = |code: Value| json!({"unknown": {"retention_in_days": true}, "code": code});
    let [set, left] = [more(json!({"retention_in_days": computed()})), more(json!({}))];
    let logs = |days: u32| json!({"retention_in_days": days});
    let later = [json!(["retention", null, "90 days", null, ""])];
    assert_eq!(changed("aws_cloudwatch_log_group.x", logs(90), json!({"name": "x"}), set.clone()), later);
    assert_eq!(changed("aws_cloudwatch_log_group.x", logs(90), json!({"name": "x"}), left), [Value::Null; 0]);
    let none = changed("aws_db_instance.x", json!({"backup_retention_period": 0}), json!({}), set);
    assert_eq!(none, [Value::Null; 0], "there was nothing to shorten");
    let status = json!({"versioning_configuration": [{"status": computed()}]});
    let more = json!({"unknown": {"versioning_configuration": [{"status": true}]}, "code": status});
    for (before, expected) in
        [("Enabled", vec![json!(["guard", null, "", "", "stops keeping old versions"])]), ("Suspended", vec![])]
    {
        let before = json!({"versioning_configuration": [{"status": before}]});
        let after = json!({"versioning_configuration": [{"mfa_delete": "Disabled"}]});
        assert_eq!(changed("aws_s3_bucket_versioning.x", before, after, more.clone()), expected);
    }
}

#[test]
fn what_is_sensitive_is_not_known_but_what_stays_the_same_does() {
    let backups = |days: u32, tag: &str| json!({"backup_retention_period": days, "identifier": tag});
    let unknown = |before: Option<&str>, after: Option<&str>| vec![json!(["retention", null, before, after, ""])];
    let argument = json!({"backup_retention_period": true});
    for (before, after, before_sensitive, sensitive, expected) in [
        (30, 0, &argument, &json!({}), unknown(None, Some("0 days"))),
        (30, 1, &json!({}), &argument, unknown(Some("30 days"), None)),
        (30, 1, &argument, &argument, unknown(None, None)),
        (30, 1, &json!(true), &json!(true), unknown(None, None)),
        (30, 30, &argument, &argument, vec![]),
        (30, 30, &json!(true), &json!(true), vec![]),
        (0, 1, &json!({}), &argument, vec![]),
    ] {
        let more = json!({"before_sensitive": before_sensitive, "sensitive": sensitive});
        let found = changed("aws_db_instance.x", backups(before, "a"), backups(after, "b"), more);
        assert_eq!(found, expected, "{before} {after} {before_sensitive} {sensitive}");
    }
}

#[test]
fn a_sensitive_lock_is_one_fact_at_the_lock() {
    let year = lock("COMPLIANCE", json!(null), json!(365));
    let day = lock("COMPLIANCE", json!(null), json!(1));
    let days = json!(["rule", 0, "default_retention", 0, "days"]);
    for (before_sensitive, sensitive) in
        [(json!({"rule": true}), json!({})), (json!({}), json!({"rule": [{"default_retention": [{"days": true}]}]}))]
    {
        let entry = json!({"address": LOCK, "before": year, "after": day, "before_sensitive": before_sensitive, "sensitive": sensitive});
        let found = said(&facts(&json!([entry])).weakenings, &["kind", "weaker", "path"]);
        assert!(found.contains(&json!(["lock", null, days])), "{found:?}");
        assert!(!found.iter().any(|fact| fact[1] == true), "{found:?}");
    }
}

#[test]
fn what_is_new_or_does_not_change_is_not_weaker() {
    let logs = json!({"retention_in_days": 1});
    for entry in [json!({"after": logs}), json!({"before": logs, "after": logs})] {
        let mut entry = entry;
        entry["address"] = json!("aws_cloudwatch_log_group.x");
        assert_eq!(weakenings(&json!([entry])), [Value::Null; 0]);
    }
}

fn bucket(before: Value, after: Value) -> Value {
    object([("address", "aws_s3_bucket.b".into()), ("before", before), ("after", after)])
}

fn named(locked: bool) -> Value {
    json!({"bucket": "b", "object_lock_enabled": locked})
}

#[test]
fn a_protection_that_is_deleted_while_its_subject_stays() {
    let removed = json!({"address": LOCK, "before": lock("COMPLIANCE", json!(7), json!(0)), "after": null});
    let gone = |loss: Value, subject: &str| json!(["protection", loss, LOCK, [], "", "", "", subject]);
    let records = json!(["records", true, "aws_s3_bucket.b", [], "", "", "a bucket with locked records", ""]);
    let moved = |years: u32| json!({"address": "aws_s3_bucket_object_lock_configuration.y", "after": lock("COMPLIANCE", json!(years), json!(0))});
    let shorter = json!([
        "lock",
        true,
        "aws_s3_bucket_object_lock_configuration.y",
        ["rule", 0, "default_retention", 0, "years"],
        "2555 days",
        "365 days",
        "",
        ""
    ]);
    for (others, expected) in [
        (vec![], vec![gone(json!(true), "b")]),
        (vec![bucket(named(true), named(true))], vec![gone(json!(true), "b")]),
        (vec![bucket(named(true), Value::Null)], vec![records]),
        (vec![moved(7)], vec![]),
        (vec![moved(1)], vec![shorter]),
    ] {
        let mut entries = others;
        entries.push(removed.clone());
        assert_eq!(weakenings(&json!(entries)), expected, "{entries:?}");
    }
    // It is shown at the bucket that loses it, or at itself where that is elsewhere.
    for (entries, loc) in
        [(json!([removed, bucket(named(true), named(true))]), "plan.json#2"), (json!([removed]), "plan.json#1")]
    {
        assert_eq!(said(&facts(&entries).weakenings, &["_loc"]), [json!([loc])]);
    }
}

#[test]
fn names_that_are_sensitive_could_be_the_same_or_not() {
    let hide = json!({"bucket": true});
    let removed = |sensitive: &Value| json!({"address": LOCK, "before": lock("COMPLIANCE", json!(7), json!(0)), "after": null, "before_sensitive": sensitive});
    let gone = |name: &str, sensitive: &Value| json!({"address": "aws_s3_bucket.c", "before": {"bucket": name}, "after": null, "before_sensitive": sensitive});
    let open = json!({});
    for (entries, expected) in [
        (json!([removed(&hide)]), json!([true, ""])),
        (json!([removed(&hide), gone("c", &open)]), json!([null, ""])),
        (json!([removed(&hide), gone("c", &hide)]), json!([null, ""])),
        (json!([removed(&open), gone("c", &hide)]), json!([null, "b"])),
        (json!([removed(&open), gone("c", &open)]), json!([true, "b"])),
    ] {
        assert_eq!(said(&facts(&entries).weakenings, &["weaker", "subject"]), [expected], "{entries}");
    }
}

#[test]
fn versions_that_were_not_kept_protected_nothing() {
    let versioning = |status: &str, sensitive: Value| {
        let before = json!({"bucket": "b", "versioning_configuration": [{"status": status}]});
        json!([{"address": "aws_s3_bucket_versioning.v", "before": before, "after": null, "before_sensitive": sensitive}])
    };
    let hidden = json!({"versioning_configuration": true});
    for (status, sensitive, expected) in [
        ("Enabled", json!({}), vec![json!([true])]),
        ("Suspended", json!({}), vec![]),
        ("Enabled", hidden, vec![json!([null])]),
    ] {
        let found = said(&facts(&versioning(status, sensitive)).weakenings, &["weaker"]);
        assert_eq!(found, expected, "{status}");
    }
}

#[test]
fn locked_records_that_are_deleted() {
    let google = |locked: bool| json!({"retention_policy": [{"retention_period": 86400, "is_locked": locked}]});
    for (entry, expected) in [
        (bucket(named(true), Value::Null), vec![json!(["records", true])]),
        (bucket(named(false), Value::Null), vec![]),
        (
            json!({"address": "google_storage_bucket.b", "before": google(true), "after": null}),
            vec![json!(["records", true])],
        ),
        (json!({"address": "google_storage_bucket.b", "before": google(false), "after": null}), vec![]),
        (
            json!({"address": "aws_s3_bucket.b", "before": named(true), "after": null, "before_sensitive": true}),
            vec![json!(["records", null])],
        ),
        (
            json!({"address": "aws_s3_bucket.b", "before": named(true), "after": named(true), "actions": ["delete", "create"]}),
            vec![json!(["records", true])],
        ),
    ] {
        assert_eq!(said(&facts(&json!([entry])).weakenings, &["kind", "weaker"]), expected, "{entry}");
    }
}
