//! Rules that keep or delete: what is shorter, begins, reaches further or goes.

use serde_json::{Value, json};

use super::changed;
use crate::input::terraform::facts::Facts;
use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::facts::tests::{computed, facts, said};
use crate::knowledge::Knowledge;

const LIFECYCLE: &str = "aws_s3_bucket_lifecycle_configuration.x";

/// A rule about old versions.
fn old(id: &str, prefix: &str, days: u32) -> Value {
    json!({"id": id, "status": "Enabled", "filter": [{"prefix": prefix}], "noncurrent_version_expiration": [{"noncurrent_days": days}]})
}

fn rules(rules: &[Value]) -> Value {
    json!({"bucket": "b", "rule": rules})
}

fn with(mut rule: Value, pointer: &str, value: Value) -> Value {
    *rule.pointer_mut(pointer).unwrap() = value;
    rule
}

fn shorter(before: &str, after: &str) -> Vec<Value> {
    vec![json!(["retention", true, before, after, ""])]
}

#[test]
fn a_rule_that_deletes_sooner_or_more() {
    let year = || old("a", "", 365);
    let few = |count: Value| {
        let mut rule = year();
        rule["noncurrent_version_expiration"][0]["newer_noncurrent_versions"] = count;
        rule
    };
    let objects = |days: u32| json!({"id": "o", "status": "Enabled", "filter": [{}], "expiration": [{"days": days}]});
    let marker = json!({"id": "m", "status": "Enabled", "filter": [{}], "expiration": [{"days": 0, "expired_object_delete_marker": true}]});
    let idle = json!({"id": "t", "status": "Enabled", "filter": [{}], "transition": [{"days": 30}], "abort_incomplete_multipart_upload": [{"days_after_initiation": 1}]});
    for (before, after, expected) in [
        (vec![year()], vec![old("a", "", 30)], shorter("365 days", "30 days")),
        (vec![year()], vec![old("a", "", 730)], vec![]),
        (vec![year()], vec![], vec![]),
        (vec![year()], vec![old("renamed", "", 365)], vec![]),
        (vec![year()], vec![old("renamed", "", 30)], shorter("365 days", "30 days")),
        (vec![year(), old("b", "tmp/", 1)], vec![old("b", "tmp/", 1), year()], vec![]),
        (vec![], vec![old("a", "", 30)], shorter("ever", "30 days")),
        (vec![old("a", "tmp/", 1)], vec![old("a", "", 1)], shorter("ever", "1 days")),
        (vec![old("a", "", 1)], vec![old("a", "tmp/", 1)], vec![]),
        (vec![with(year(), "/status", json!("Disabled"))], vec![year()], shorter("ever", "365 days")),
        (vec![year()], vec![with(year(), "/status", json!("Disabled"))], vec![]),
        (vec![few(json!(9))], vec![few(json!(2))], shorter("9 newer versions", "2 newer versions")),
        (vec![few(json!(9))], vec![few(json!(null))], shorter("9 newer versions", "0 newer versions")),
        (vec![few(json!(null))], vec![few(json!(9))], vec![]),
        (vec![objects(90)], vec![objects(30)], shorter("90 days", "30 days")),
        (vec![], vec![objects(30)], shorter("ever", "30 days")),
        (vec![], vec![marker, idle], vec![]),
    ] {
        let found = changed(LIFECYCLE, rules(&before), rules(&after), json!({"actions": ["update"]}));
        assert_eq!(found, expected, "{before:?} {after:?}");
    }
}

#[test]
fn a_rule_that_keeps_goes_or_becomes_shorter() {
    let rule = |name: &str, days: Value| json!({"rule_name": name, "lifecycle": [{"delete_after": days}]});
    let plan = |rules: &[Value]| json!({"name": "p", "rule": rules});
    for (before, after, expected) in [
        (vec![rule("day", json!(35))], vec![rule("day", json!(7))], shorter("35 days", "7 days")),
        (vec![rule("day", json!(35))], vec![rule("day", json!(90))], vec![]),
        (vec![rule("day", json!(35))], vec![rule("day", json!(0))], vec![]),
        (vec![rule("day", json!(null))], vec![rule("day", json!(35))], shorter("ever", "35 days")),
        (
            vec![rule("day", json!(35)), rule("year", json!(3650))],
            vec![rule("day", json!(35))],
            shorter("3650 days", "0 days"),
        ),
        (
            vec![rule("day", json!(35)), rule("year", json!(3650))],
            vec![rule("long", json!(3650)), rule("day", json!(35))],
            vec![],
        ),
        (vec![rule("day", json!(35))], vec![rule("night", json!(7))], shorter("35 days", "0 days")),
        (vec![], vec![rule("day", json!(1))], vec![]),
    ] {
        let found = changed("aws_backup_plan.x", plan(&before), plan(&after), json!({"actions": ["update"]}));
        assert_eq!(found, expected, "{before:?} {after:?}");
    }
}

#[test]
fn rules_of_azure_and_google() {
    let policy = |days: i32, prefixes: Value| {
        json!({"rule": [{"name": "r", "enabled": true, "filters": [{"blob_types": ["blockBlob"], "prefix_match": prefixes}],
        "actions": [{"base_blob": [{"delete_after_days_since_modification_greater_than": days, "delete_after_days_since_creation_greater_than": -1}], "snapshot": [], "version": []}]}]})
    };
    let bucket = |condition: Value| json!({"name": "b", "lifecycle_rule": [{"action": [{"type": "Delete"}], "condition": [condition]}]});
    let (azure, google) = ("azurerm_storage_management_policy.x", "google_storage_bucket.x");
    for (address, before, after, expected) in [
        (azure, policy(365, json!(["a/"])), policy(30, json!(["a/"])), shorter("365 days", "30 days")),
        (azure, policy(30, json!(["a/"])), policy(30, json!(["a/", "b/"])), shorter("ever", "30 days")),
        (azure, policy(30, json!(["a/", "b/"])), policy(30, json!(["b/x"])), vec![]),
        (azure, policy(30, json!(["a/"])), policy(-1, json!(["a/"])), vec![]),
        (azure, policy(-1, json!(["a/"])), policy(0, json!(["a/"])), shorter("ever", "0 days")),
        (google, bucket(json!({"age": 365})), bucket(json!({"age": 30})), shorter("365 days", "30 days")),
        (
            google,
            bucket(json!({"num_newer_versions": 9})),
            bucket(json!({"num_newer_versions": 3})),
            shorter("9 newer versions", "3 newer versions"),
        ),
        (
            google,
            bucket(json!({"age": 30, "with_state": "ARCHIVED"})),
            bucket(json!({"age": 30})),
            shorter("ever", "30 days"),
        ),
        (google, bucket(json!({"age": 30})), bucket(json!({"age": 30, "with_state": "ARCHIVED"})), vec![]),
    ] {
        assert_eq!(changed(address, before.clone(), after.clone(), json!({})), expected, "{before} {after}");
    }
}

#[test]
fn rules_that_are_not_known() {
    let days = json!({"rule": [{"noncurrent_version_expiration": [{"noncurrent_days": true}]}]});
    let unnamed = |rule: Value| with(rule, "/noncurrent_version_expiration/0", json!({}));
    let code = json!({"rule": [{"noncurrent_version_expiration": [{"noncurrent_days": computed()}]}]});
    let later = || json!(["retention", null, null, null, ""]);
    let (before, after) = (rules(&[old("a", "", 365)]), rules(&[unnamed(old("a", "", 1))]));
    let more = json!({"actions": ["update"], "unknown": days, "code": code});
    assert_eq!(changed(LIFECYCLE, before.clone(), after, more), [later()]);
    // What a `dynamic` block makes leaves no trace in the configuration.
    let more = json!({"actions": ["update"], "unknown": {"rule": true}, "code": {"rule": computed()}});
    assert_eq!(changed(LIFECYCLE, before.clone(), json!({"bucket": "b"}), more)[..1], [later()]);
    let hidden = json!({"rule": true});
    for (days, expected) in [(30, vec![later(), later()]), (365, vec![])] {
        let more = json!({"actions": ["update"], "before_sensitive": hidden, "sensitive": hidden});
        assert_eq!(changed(LIFECYCLE, before.clone(), rules(&[old("a", "", days)]), more), expected, "{days}");
    }
}

#[test]
fn rules_that_are_created_for_a_bucket_that_was_there() {
    let bucket = |before: Value| json!({"address": "aws_s3_bucket.b", "before": before, "after": {"bucket": "b"}, "actions": ["no-op"]});
    let itself = |days: u32| json!({"bucket": "b", "versioning": [{"enabled": true}], "lifecycle_rule": [{"id": "i", "enabled": true, "noncurrent_version_expiration": [{"days": days}]}]});
    let kept = json!({"bucket": "b", "versioning": [{"enabled": true}], "lifecycle_rule": []});
    let versioning = |before: Value| json!({"address": "aws_s3_bucket_versioning.v", "before": before, "after": {"bucket": "b", "versioning_configuration": [{"status": "Enabled"}]}});
    let status = |status: &str| json!({"bucket": "b", "versioning_configuration": [{"status": status}]});
    let begins = |before: &str| vec![json!(["retention", true, LIFECYCLE, before, "90 days"])];
    for (others, expected) in [
        (vec![bucket(kept)], begins("ever")),
        (vec![bucket(itself(365))], begins("365 days")),
        (vec![bucket(itself(90))], vec![]),
        (vec![bucket(json!({"bucket": "b"}))], vec![]),
        (vec![bucket(json!({"bucket": "b"})), versioning(Value::Null)], vec![]),
        (vec![bucket(json!({"bucket": "b"})), versioning(status("Suspended"))], begins("ever")),
        (vec![bucket(Value::Null)], vec![]),
        (vec![], vec![]),
    ] {
        let mut entries = others;
        entries.push(json!({"address": LIFECYCLE, "before": null, "after": rules(&[old("a", "", 90)])}));
        let found = said(&facts(&json!(entries)).weakenings, &["kind", "weaker", "about", "before", "after"]);
        assert_eq!(found, expected, "{entries:?}");
    }
}

#[test]
fn rules_under_another_address_are_compared_with_those_that_they_replace() {
    let gone = json!({"address": "aws_s3_bucket_lifecycle_configuration.old", "before": rules(&[old("a", "", 365)]), "after": null});
    for (days, expected) in [(30, vec![json!([LIFECYCLE, "365 days", "30 days"])]), (365, vec![])] {
        let new = json!({"address": LIFECYCLE, "before": null, "after": rules(&[old("a", "", days)])});
        let found = said(&facts(&json!([gone, new])).weakenings, &["about", "before", "after"]);
        assert_eq!(found, expected, "{days}");
    }
}

#[test]
fn a_rule_is_shown_at_what_makes_it_act() {
    let place = |rule: &[&str]| {
        let mut path = vec![json!("rule"), json!(0)];
        path.extend(rule.iter().map(|step| step.parse::<usize>().map_or_else(|_| json!(step), |index| json!(index))));
        json!([path])
    };
    for (before, expected) in [
        (old("a", "", 365), place(&["noncurrent_version_expiration", "0", "noncurrent_days"])),
        (with(old("a", "", 30), "/status", json!("Disabled")), place(&["status"])),
        (old("a", "tmp/", 30), json!([[]])),
        (with(old("a", "", 30), "/filter/0/prefix", json!("tmp/")), json!([[]])),
    ] {
        let entry = json!({"address": LIFECYCLE, "before": rules(&[before]), "after": rules(&[old("a", "", 30)])});
        let found = said(&facts(&json!([entry])).weakenings, &["path"]);
        if expected == json!([[]]) {
            assert_eq!(found, [place(&["filter", "0", "prefix"])]);
        } else {
            assert_eq!(found, [expected]);
        }
    }
}

#[test]
fn a_rule_of_a_dynamic_block_is_shown_there() {
    let code = r#"
        resource "aws_s3_bucket_lifecycle_configuration" "x" {
          bucket = "b"
          dynamic "rule" {
            for_each = local.rules
            content {
              id = rule.value.id
              noncurrent_version_expiration {
                noncurrent_days = rule.value.days
              }
            }
          }
        }
        locals {
          rules = [{ id = "a", days = 365 }, { id = "t", days = 1 }]
        }
    "#;
    let says = json!({
        "actions": ["update"], "bare": true, "expressions": {"bucket": {"constant_value": "b"}},
        "before": rules(&[old("a", "", 365), old("t", "tmp/", 7)]), "after": rules(&[old("a", "", 365), old("t", "tmp/", 1)]),
    });
    let plan = Sample::default().resource(LIFECYCLE, says).code(code).plan();
    let found = said(&Facts::of(&plan, &Knowledge::default()).weakenings, &["before", "after", "path"]);
    let place = json!(["rule", 1, "noncurrent_version_expiration", 0, "noncurrent_days"]);
    assert_eq!(found, [json!(["7 days", "1 days", place])]);
}
