#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::{Labels, Name, Property, properties};
use crate::input::Fact;
use crate::input::terraform::facts::argument::{LATER, Resources, SENSITIVE, dotted};
use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::model::Plan;
use crate::knowledge::Knowledge;

/// What the table of encryption says of a plan.
fn found(plan: &Plan) -> Vec<Fact<Property>> {
    let knowledge = Knowledge::default();
    let all = properties(plan, &Resources::of(plan), &Labels::new(&knowledge), &knowledge);
    // The setting of the account has a row of its own.
    let is_asked = |fact: &Fact<Property>| !fact.about.starts_with("aws_ebs_encryption");
    all.into_iter().filter(|fact| fact.says.property == Name::EncryptedAtRest).filter(is_asked).collect()
}

/// What is not surely encrypted: the path, whether it is, and what that hangs on.
fn said(sample: Sample) -> Vec<(String, Option<bool>, String)> {
    let plan = sample.plan();
    let found = found(&plan);
    for fact in &found {
        assert_eq!(fact.says.holds.is_none(), !fact.why.is_empty(), "{fact:?}");
    }
    found.into_iter().map(|fact| (dotted(&fact.path), fact.says.holds, fact.says.only_if)).collect()
}

fn one(address: &str, after: Value) -> Vec<(String, Option<bool>, String)> {
    said(Sample::default().with(address, after))
}

fn off(path: &str) -> Vec<(String, Option<bool>, String)> {
    vec![(path.to_owned(), Some(false), String::new())]
}

fn open(path: &str, only_if: &str) -> Vec<(String, Option<bool>, String)> {
    vec![(path.to_owned(), None, only_if.to_owned())]
}

/// With a resource of which one argument is known only after apply.
fn later(address: &str, argument: &str, after: Value) -> Sample {
    let (mut unknown, mut expressions) = (json!({}), json!({}));
    unknown[argument] = json!(true);
    expressions[argument] = json!({"references": ["terraform_data.t.output", "terraform_data.t"]});
    Sample::default().resource(address, json!({"after": after, "after_unknown": unknown, "expressions": expressions}))
}

#[test]
fn a_switch_that_is_off_is_pointed_at_and_one_that_is_left_out_is_off() {
    assert_eq!(one("aws_rds_cluster.x", json!({"storage_encrypted": false})), off("storage_encrypted"));
    let nested = json!({"server_side_encryption": [{"enabled": false}]});
    assert_eq!(one("aws_dax_cluster.x", nested), off("server_side_encryption.0.enabled"));
    let asked = ["aws_efs_file_system", "azurerm_kusto_cluster", "aws_db_instance"];
    for kind in asked {
        assert_eq!(one(&format!("{kind}.x"), json!({})), off(""), "{kind}");
    }
    let left_to_the_provider = json!({"after": {}, "after_unknown": {"encrypted": true}});
    assert_eq!(said(Sample::default().resource("aws_efs_file_system.x", left_to_the_provider)), off(""));
}

#[test]
fn a_switch_that_is_on_is_enough() {
    assert_eq!(one("aws_ebs_volume.x", json!({"encrypted": true})), []);
    assert_eq!(one("aws_elasticache_replication_group.x", json!({"at_rest_encryption_enabled": "true"})), []);
    assert_eq!(one("aws_kinesis_stream.x", json!({"encryption_type": "KMS"})), []);
    assert_eq!(one("aws_kinesis_stream.x", json!({"encryption_type": "NONE"})), off("encryption_type"));
}

#[test]
fn a_switch_that_is_not_known_is_open() {
    for (address, argument, path) in [
        ("aws_ebs_volume.x", "encrypted", "encrypted"),
        ("aws_opensearch_domain.x", "encrypt_at_rest", "encrypt_at_rest.0.enabled"),
        ("aws_sqs_queue.x", "sqs_managed_sse_enabled", "sqs_managed_sse_enabled"),
        ("aws_instance.x", "ebs_block_device", "ebs_block_device"),
    ] {
        assert_eq!(said(later(address, argument, json!({}))), open(path, ""), "{address}");
    }
    for (after, hidden) in [
        (json!({"storage_encrypted": true}), json!({"storage_encrypted": true})),
        (json!({"storage_encrypted": false}), json!({"storage_encrypted": true})),
        (json!({"storage_encrypted": false}), json!(true)),
    ] {
        let says = json!({"after": after, "after_sensitive": hidden});
        let plan = Sample::default().resource("aws_db_instance.x", says).plan();
        let found = found(&plan);
        assert_eq!((found[0].says.holds, found[0].why.as_str(), found.len()), (None, SENSITIVE, 1), "{hidden}");
    }
    let plan = later("aws_ebs_volume.x", "encrypted", json!({})).plan();
    assert_eq!(found(&plan)[0].why, LATER);
    let password =
        json!({"after": {"storage_encrypted": true, "password": "x"}, "after_sensitive": {"password": true}});
    assert_eq!(said(Sample::default().resource("aws_db_instance.x", password)), []);
}

#[test]
fn a_key_is_enough_for_a_topic_and_a_queue() {
    assert_eq!(one("aws_sns_topic.x", json!({"kms_master_key_id": "alias/aws/sns"})), []);
    // What a resource hands on may be nothing.
    let handed_on = said(later("aws_sns_topic.x", "kms_master_key_id", json!({})));
    assert_eq!(handed_on, open("kms_master_key_id", ""));
    assert_eq!(one("aws_sns_topic.x", json!({"kms_master_key_id": ""})), off("kms_master_key_id"));
    let queue = json!({"sqs_managed_sse_enabled": false, "kms_master_key_id": "alias/aws/sqs"});
    assert_eq!(one("aws_sqs_queue.x", queue), []);
}

#[test]
fn some_services_encrypt_unless_told_otherwise() {
    assert_eq!(one("aws_sqs_queue.x", json!({})), []);
    assert_eq!(one("azurerm_mssql_database.x", json!({})), []);
    let never = json!({"transparent_data_encryption_enabled": false});
    assert_eq!(one("azurerm_mssql_database.x", never), off("transparent_data_encryption_enabled"));
    assert_eq!(one("aws_elasticache_replication_group.x", json!({"engine": "valkey"})), []);
    assert_eq!(one("aws_elasticache_replication_group.x", json!({"engine": "redis"})), off(""));
    assert_eq!(one("aws_rds_cluster.x", json!({"engine_mode": "serverless"})), []);
}

#[test]
fn every_disk_of_a_machine_is_judged() {
    let disks = json!({"ebs_block_device": [{"encrypted": true}, {"encrypted": false}]});
    assert_eq!(one("aws_instance.x", disks), off("ebs_block_device.1.encrypted"));
    let mappings = json!([{"ebs": [{"encrypted": "false"}]}, {"ebs": null}, null, {"ebs": [{"encrypted": "true"}]}]);
    let template = one("aws_launch_template.x", json!({"block_device_mappings": mappings}));
    assert_eq!(template, off("block_device_mappings.0.ebs.0.encrypted"));
    let hidden = json!({"after": {"root_block_device": [{}]}, "after_sensitive": {"root_block_device": true}});
    assert_eq!(said(Sample::default().resource("aws_instance.x", hidden)), open("root_block_device", ""));
}

#[test]
fn the_default_of_the_account_holds_for_volumes_of_its_region() {
    let with = |address: &str, after: Value, enabled: bool| {
        let setting = json!({"enabled": enabled});
        Sample::default().with(address, after).with("aws_ebs_encryption_by_default.d", setting)
    };
    assert_eq!(said(with("aws_ebs_volume.x", json!({}), true)), []);
    assert_eq!(said(with("aws_ebs_volume.x", json!({}), false)), off(""));
    assert_eq!(said(with("aws_ebs_volume.x", json!({"encrypted": false}), true)), off("encrypted"));
    assert_eq!(said(with("aws_db_instance.x", json!({}), true)), off(""));
    // A volume that is there without encryption stays without.
    let there = json!({"after": {"encrypted": false}, "actions": ["no-op"], "expressions": {"encrypted": null}});
    let setting = json!({"enabled": true});
    let sample = Sample::default().resource("aws_ebs_volume.x", there).with("aws_ebs_encryption_by_default.d", setting);
    assert_eq!(said(sample).len(), 1);
    let by_default = "volumes of its region are by default";
    let unsure = later("aws_ebs_encryption_by_default.d", "enabled", json!({})).with("aws_ebs_volume.x", json!({}));
    assert_eq!(said(unsure), open("", by_default));
    let regions = json!({
        "provider_config": {"aws": {"name": "aws"}, "aws.us": {"name": "aws", "alias": "us"}},
        "root_module": {"resources": [{"mode": "managed", "type": "aws_ebs_volume", "name": "x", "address": "aws_ebs_volume.x"}]},
    });
    assert_eq!(said(with("aws_ebs_volume.x", json!({}), true).key("configuration", regions)), open("", by_default));
}

/// A volume and a setting of its account that is on, each made by the configuration of a provider with this key.
fn by_providers(volume: &str, setting: &str, configurations: Value) -> Vec<(String, Option<bool>, String)> {
    let resource = |kind: &str, key: &str| json!({"mode": "managed", "type": kind, "name": "x", "address": format!("{kind}.x"), "provider_config_key": key});
    let resources = json!([resource("aws_ebs_volume", volume), resource("aws_ebs_encryption_by_default", setting),]);
    let configuration = json!({"provider_config": configurations, "root_module": {"resources": resources}});
    let sample = Sample::default().with("aws_ebs_volume.x", json!({}));
    said(sample.with("aws_ebs_encryption_by_default.x", json!({"enabled": true})).key("configuration", configuration))
}

#[test]
fn the_default_of_an_account_holds_where_its_provider_works() {
    let by_default = "volumes of its region are by default";
    let provider = |more: Value| {
        let mut provider = json!({"name": "aws", "expressions": {}});
        provider["expressions"] = more;
        provider
    };
    let region = |region: &str| json!({"region": {"constant_value": region}});
    let computed = json!({"region": {"references": ["var.region"]}});
    let role = json!({"region": {"constant_value": "eu"}, "assume_role": [{"role_arn": {"constant_value": "r"}}]});
    let tags = json!({"region": {"constant_value": "eu"}, "default_tags": [{"tags": {"constant_value": {"a": "b"}}}]});
    for (volume, main, other, expected) in [
        ("aws", region("eu"), region("us"), vec![]),
        ("aws.other", region("eu"), region("us"), off("")),
        ("aws.other", region("eu"), region("eu"), vec![]),
        ("aws.other", region("eu"), tags, vec![]),
        ("aws.other", region("eu"), role, open("", by_default)),
        ("aws.other", computed.clone(), region("eu"), open("", by_default)),
        ("aws.other", region("eu"), computed, open("", by_default)),
    ] {
        let configurations = json!({"aws": provider(main.clone()), "aws.other": provider(other.clone())});
        assert_eq!(by_providers(volume, "aws", configurations), expected, "{volume} {main} {other}");
    }
}

#[test]
fn a_copy_is_what_its_original_is() {
    let origin = "what it is copied from is";
    assert_eq!(one("aws_db_instance.x", json!({"snapshot_identifier": "payments-2024"})), open("", origin));
    assert_eq!(
        one("aws_db_instance.x", json!({"restore_to_point_in_time": [{"use_latest_restorable_time": true}]})),
        open("", origin)
    );
    assert_eq!(one("aws_db_instance.x", json!({"restore_to_point_in_time": []})), off(""));
    let said_no = json!({"snapshot_identifier": "payments", "storage_encrypted": false});
    assert_eq!(one("aws_db_instance.x", said_no), off("storage_encrypted"));
    let with_key = json!({"replicate_source_db": "arn:aws:rds:x", "kms_key_id": "arn:aws:kms:y"});
    assert_eq!(one("aws_db_instance.x", with_key), []);
    let replica = |encrypted: bool| {
        let says = json!({"after": {"replicate_source_db": "main"}, "expressions": {
            "replicate_source_db": {"references": ["aws_db_instance.main.identifier", "aws_db_instance.main"]}}});
        let main = json!({"identifier": "main", "storage_encrypted": encrypted});
        said(Sample::default().resource("aws_db_instance.x", says).with("aws_db_instance.main", main))
    };
    assert_eq!(replica(true), []);
    assert!(replica(false).contains(&(String::new(), None, origin.to_owned())));
}

#[test]
fn what_is_deleted_is_not_judged() {
    let gone = json!({"actions": ["delete"], "before": {"encrypted": false}, "after": null});
    assert_eq!(said(Sample::default().resource("aws_ebs_volume.x", gone)), []);
}
