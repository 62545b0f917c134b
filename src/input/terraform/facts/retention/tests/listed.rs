//! Lists of what is recorded, and of what is not.

use serde_json::{Value, json};

use super::changed;
use crate::input::terraform::facts::tests::{computed, facts, said};

const CLUSTER: &str = "aws_eks_cluster.x";
const TRAIL: &str = "aws_cloudtrail.x";

fn lost(loss: &str) -> Vec<Value> {
    vec![json!(["guard", true, "", "", loss])]
}

fn logs(types: &[&str]) -> Value {
    json!({"name": "c", "enabled_cluster_log_types": types})
}

#[test]
fn what_is_recorded_must_not_become_less() {
    let fewer = || lost("writes fewer logs");
    let data = |buckets: &[&str]| json!({"event_selector": [{"data_resource": [{"type": "AWS::S3::Object", "values": buckets}]}]});
    let config =
        |types: &[&str], all: bool| json!({"recording_group": [{"all_supported": all, "resource_types": types}]});
    let sends = |kind: &str, names: &[&str]| json!({"enabled_log": names.iter().map(|name| json!({kind: name})).collect::<Vec<_>>()});
    let (one, both) = (["arn:aws:s3:::a/"], ["arn:aws:s3:::a/", "arn:aws:s3:::b/"]);
    let azure = "azurerm_monitor_diagnostic_setting.x";
    for (address, before, after, expected) in [
        (CLUSTER, logs(&["api", "audit"]), logs(&["audit"]), fewer()),
        (CLUSTER, logs(&["api", "audit"]), logs(&["audit", "api", "scheduler"]), vec![]),
        (CLUSTER, logs(&["api"]), json!({"name": "c"}), fewer()),
        (CLUSTER, logs(&[]), logs(&["api"]), vec![]),
        (TRAIL, data(&both), data(&one), lost("records fewer data events")),
        (TRAIL, data(&both), json!({"event_selector": []}), lost("records fewer data events")),
        (TRAIL, data(&both), data(&["arn:aws:s3"]), vec![]),
        (TRAIL, data(&["arn:aws:s3"]), data(&both), lost("records fewer data events")),
        (TRAIL, data(&both), json!({"event_selector": [], "advanced_event_selector": [{"name": "all"}]}), vec![]),
        (
            "aws_config_configuration_recorder.x",
            config(&["a", "b"], false),
            config(&["a"], false),
            lost("records fewer types of resources"),
        ),
        ("aws_config_configuration_recorder.x", config(&["a", "b"], false), config(&[], true), vec![]),
        (azure, sends("category", &["a", "b"]), sends("category", &["a"]), lost("sends fewer logs")),
        (azure, sends("category", &["a", "b"]), sends("category_group", &["allLogs"]), vec![]),
        (azure, sends("category_group", &["audit"]), sends("category_group", &["allLogs"]), vec![]),
    ] {
        assert_eq!(changed(address, before.clone(), after.clone(), json!({})), expected, "{before} {after}");
    }
}

#[test]
fn what_is_left_out_must_not_become_more() {
    let audit = |people: &[&str]| json!({"service": "s", "audit_log_config": [{"log_type": "DATA_READ", "exempted_members": people}]});
    let more = || lost("leaves out more people");
    for (before, after, expected) in [
        (audit(&[]), audit(&["user:a"]), more()),
        (audit(&["user:a"]), audit(&["user:a", "user:b"]), more()),
        (audit(&["user:a", "user:b"]), audit(&["user:a"]), vec![]),
    ] {
        let found = changed("google_project_iam_audit_config.x", before.clone(), after.clone(), json!({}));
        assert_eq!(found, expected, "{before} {after}");
    }
}

#[test]
fn what_is_deleted_need_not_be_backed_up() {
    let table = |after: Value| json!({"address": "aws_dynamodb_table.t", "before": {"arn": "arn:aws:t", "name": "t"}, "after": after});
    let selection = json!({"address": "aws_backup_selection.x", "before": {"plan_id": "p", "resources": ["arn:aws:t", "arn:aws:u"]}, "after": {"plan_id": "p", "resources": ["arn:aws:u"]}, "actions": ["delete", "create"]});
    let fewer = json!(["aws_backup_selection.x", "backs up fewer resources"]);
    for (table, expected) in
        [(table(Value::Null), vec![]), (table(json!({"arn": "arn:aws:t", "name": "t"})), vec![fewer])]
    {
        let found = said(&facts(&json!([table, selection])).weakenings, &["about", "loss"]);
        assert_eq!(found, expected, "{table}");
    }
}

#[test]
fn a_list_that_is_not_known() {
    let open = || json!(["guard", null, "", "", "writes fewer logs"]);
    let unknown = |code: Value| json!({"unknown": {"enabled_cluster_log_types": true}, "code": code});
    let set = || unknown(json!({"enabled_cluster_log_types": computed()}));
    let none = json!({"name": "c"});
    assert_eq!(changed(CLUSTER, logs(&["api"]), none.clone(), set()), [open()]);
    assert_eq!(changed(CLUSTER, logs(&["api"]), none.clone(), unknown(json!({}))), [Value::Null; 0]);
    let hide = json!({"enabled_cluster_log_types": true});
    for (after, expected) in [(logs(&["audit"]), vec![open()]), (logs(&["api"]), vec![])] {
        let more = json!({"actions": ["update"], "before_sensitive": hide, "sensitive": hide});
        assert_eq!(changed(CLUSTER, logs(&["api"]), after.clone(), more), expected, "{after}");
    }
}
