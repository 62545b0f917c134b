//! What is written into which store, through the whole reader.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::facts::tests::facts;

/// What a plan says of its stores: the address of each, what is surely written into it as kind and writer, and the reasons
/// why more may be. Those without either are left out.
fn written(sample: Sample) -> Vec<(String, Vec<String>, Vec<String>)> {
    let facts = sample.plan().facts;
    let stores = facts.stores.iter().map(|store| {
        let records = store.says.records.iter().map(|record| format!("{:?} {}", record.kind, record.by)).collect();
        assert_eq!(store.via.len(), store.says.records.len(), "{store:?}");
        let gaps = store.says.gaps.iter().filter(|gap| gap.of == super::Of::Records);
        (store.about.clone(), records, gaps.map(|gap| gap.why.to_owned()).collect())
    });
    stores.filter(|(_, records, gaps): &(_, Vec<_>, Vec<_>)| !records.is_empty() || !gaps.is_empty()).collect()
}

fn sure(store: &str, records: &[&str]) -> (String, Vec<String>, Vec<String>) {
    (store.to_owned(), records.iter().map(|record| (*record).to_owned()).collect(), vec![])
}

fn open(store: &str, why: &str) -> (String, Vec<String>, Vec<String>) {
    (store.to_owned(), vec![], vec![why.to_owned()])
}

const LATER: &str = "it is known only after apply";
const ONE_OF: &str = "it is one of several, and the plan does not say which";

/// With a resource of which one argument refers to something and is known only after apply.
fn refers(sample: Sample, address: &str, argument: &str, references: Value, more: Value) -> Sample {
    let (mut unknown, mut expressions) = (json!({}), json!({}));
    unknown[argument] = json!(true);
    expressions[argument] = json!({"references": references});
    sample.resource(address, json!({"after": more, "after_unknown": unknown, "expressions": expressions}))
}

/// Two buckets that are created, of which everybody knows the names.
fn buckets() -> Sample {
    let bucket = |name: &str| json!({"after": {"bucket": name}, "after_unknown": {"id": true, "arn": true}});
    Sample::default().resource("aws_s3_bucket.a", bucket("acme-a")).resource("aws_s3_bucket.b", bucket("acme-b"))
}

#[test]
fn a_store_is_named_in_many_ways() {
    let a = |record: &str| vec![sure("aws_s3_bucket.a", &[record])];
    let trail = "AuditTrail aws_cloudtrail.t";
    for (address, after, expected) in [
        ("aws_cloudtrail.t", json!({"s3_bucket_name": "acme-a"}), a(trail)),
        ("aws_cloudtrail.t", json!({"s3_bucket_name": "acme"}), vec![]),
        (
            "aws_flow_log.f",
            json!({"log_destination": "arn:aws:s3:::acme-a/vpc/acme-b/", "log_destination_type": "s3"}),
            a("FlowLog aws_flow_log.f"),
        ),
        (
            "aws_config_delivery_channel.c",
            json!({"s3_bucket_name": "acme-a"}),
            a("ConfigurationHistory aws_config_delivery_channel.c"),
        ),
        (
            "aws_wafv2_web_acl_logging_configuration.w",
            json!({"log_destination_configs": ["arn:aws:s3:::acme-a"]}),
            a("AccessLog aws_wafv2_web_acl_logging_configuration.w"),
        ),
        (
            "aws_networkfirewall_logging_configuration.n",
            json!({"logging_configuration": [{"log_destination_config": [{"log_destination": {"bucketName": "acme-a"}}]}]}),
            a("FlowLog aws_networkfirewall_logging_configuration.n"),
        ),
    ] {
        assert_eq!(written(buckets().with(address, after.clone())), expected, "{address} {after}");
    }
    let to = |references: Value| refers(buckets(), "aws_cloudtrail.t", "s3_bucket_name", references, json!({}));
    assert_eq!(written(to(json!(["aws_s3_bucket.a.id", "aws_s3_bucket.a"]))), a(trail));
    let policy = |sample| {
        let bucket = json!(["aws_s3_bucket.a.id", "aws_s3_bucket.a"]);
        refers(sample, "aws_s3_bucket_policy.p", "bucket", bucket, json!({}))
    };
    for attribute in ["id", "bucket"] {
        let references = json!([format!("aws_s3_bucket_policy.p.{attribute}"), "aws_s3_bucket_policy.p"]);
        assert_eq!(written(policy(to(references))), a(trail), "{attribute}");
    }
    let data = |sample| {
        let bucket = json!(["aws_s3_bucket.a.id", "aws_s3_bucket.a"]);
        refers(sample, "data.aws_s3_bucket.d", "bucket", bucket, json!({}))
    };
    assert_eq!(written(data(to(json!(["data.aws_s3_bucket.d.id", "data.aws_s3_bucket.d"])))), a(trail));
    let box_ = |sample| {
        let bucket = json!(["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]);
        refers(sample, "terraform_data.d", "input", bucket, json!({}))
    };
    assert_eq!(written(box_(to(json!(["terraform_data.d.output", "terraform_data.d"])))), a(trail));
}

#[test]
fn something_is_written_only_while_it_is_on() {
    let record = |kind: &str| vec![sure("aws_s3_bucket.a", &[&format!("AccessLog {kind}.x")])];
    for (kind, enabled, writes) in [
        ("aws_lb", json!(true), true),
        ("aws_lb", json!(false), false),
        ("aws_lb", json!(null), false),
        ("aws_alb", json!(true), true),
        ("aws_elb", json!(true), true),
        ("aws_elb", json!(null), true),
        ("aws_elb", json!(false), false),
    ] {
        let logs = json!({"access_logs": [{"bucket": "acme-a", "enabled": enabled}]});
        let expected = if writes { record(kind) } else { vec![] };
        assert_eq!(written(buckets().with(&format!("{kind}.x"), logs.clone())), expected, "{kind} {logs}");
    }
    let unsure = json!({
        "after": {"access_logs": [{"bucket": "acme-a"}]},
        "after_unknown": {"access_logs": [{"enabled": true}]},
        "expressions": {"access_logs": [{"bucket": {"constant_value": "acme-a"}, "enabled": {"references": ["var.x"]}}]},
    });
    assert_eq!(written(buckets().resource("aws_lb.x", unsure)), [open("aws_s3_bucket.a", LATER)]);
    let to_logs = json!({"log_destination": "arn:aws:s3:::acme-a", "log_destination_type": "cloud-watch-logs"});
    assert_eq!(written(buckets().with("aws_s3_bucket_logging.l", json!({"target_bucket": "acme-a"}))), []);
    assert_eq!(written(buckets().with("aws_flow_log.f", to_logs)).len(), 1, "the address says more than the type");
}

#[test]
fn what_is_passed_on_arrives_and_what_goes_in_circles_ends() {
    let group = json!({"name": "/trail"});
    let stream = |name: &str, bucket: &str| json!({"name": name, "extended_s3_configuration": [{"bucket_arn": format!("arn:aws:s3:::{bucket}")}]});
    let arn = |kind: &str, name: &str| format!("arn:aws:{kind}:eu-central-1:111122223333:{name}");
    let filter = |from: &str, to: String| json!({"log_group_name": from, "destination_arn": to});
    let sample = || {
        buckets()
            .with("aws_cloudwatch_log_group.g", group.clone())
            .with("aws_kinesis_firehose_delivery_stream.s", stream("s", "acme-b"))
            .with("aws_cloudwatch_log_subscription_filter.f", filter("/trail", arn("firehose", "deliverystream/s")))
    };
    assert_eq!(written(sample()), []);
    let trail = json!({"s3_bucket_name": "acme-a", "cloud_watch_logs_group_arn": arn("logs", "log-group:/trail:*")});
    let expected = ["AuditTrail aws_cloudtrail.t"];
    assert_eq!(
        written(sample().with("aws_cloudtrail.t", trail.clone())),
        [sure("aws_s3_bucket.a", &expected), sure("aws_s3_bucket.b", &expected)]
    );
    let facts = sample().with("aws_cloudtrail.t", trail.clone()).plan().facts;
    let ways: Vec<&str> = facts.stores.iter().flat_map(|store| &store.via).map(|via| via.what.as_str()).collect();
    assert_eq!(
        ways,
        [
            "aws_cloudtrail.t writes an audit trail there",
            "aws_cloudtrail.t writes an audit trail there by way of aws_kinesis_firehose_delivery_stream.s"
        ]
    );
    let circle = sample()
        .with("aws_cloudwatch_log_destination.d", json!({"name": "d", "target_arn": arn("kinesis", "stream/k")}))
        .with("aws_kinesis_stream.k", json!({"name": "k"}))
        .with(
            "aws_kinesis_firehose_delivery_stream.t",
            json!({
                "name": "t",
                "kinesis_source_configuration": [{"kinesis_stream_arn": arn("kinesis", "stream/k")}],
                "extended_s3_configuration": [{"bucket_arn": "arn:aws:s3:::acme-b"}],
            }),
        )
        .with("aws_cloudwatch_log_subscription_filter.h", filter("/trail", arn("logs", "destination:d")))
        .with("aws_cloudwatch_log_subscription_filter.i", filter("/trail", arn("logs", "log-group:/trail")))
        .with("aws_cloudtrail.t", trail);
    assert_eq!(written(circle), [sure("aws_s3_bucket.a", &expected), sure("aws_s3_bucket.b", &expected)]);
}

#[test]
fn nobody_says_more_than_can_be_known() {
    let to = |references: Value| refers(buckets(), "aws_cloudtrail.t", "s3_bucket_name", references, json!({}));
    let both = |why: &str| vec![open("aws_s3_bucket.a", why), open("aws_s3_bucket.b", why)];
    for (references, expected) in [
        // One of two, and the condition is not known.
        (json!(["aws_s3_bucket.a.id", "aws_s3_bucket.a", "aws_s3_bucket.b.id", "aws_s3_bucket.b"]), both(ONE_OF)),
        // A local of which nobody has the code may hold anything.
        (json!(["local.bucket"]), both(LATER)),
        // What is made elsewhere is no bucket of the plan.
        (json!(["data.aws_s3_bucket.central.id", "data.aws_s3_bucket.central"]), vec![]),
        (json!(["aws_kms_key.k.arn", "aws_kms_key.k"]), vec![]),
    ] {
        let sample = to(references.clone()).with("aws_kms_key.k", json!({}));
        let sample = sample.with("data.aws_s3_bucket.central", json!({"bucket": "central"}));
        assert_eq!(written(sample), expected, "{references}");
    }
    // What is known names another bucket, whatever else the code refers to.
    let elsewhere = json!({
        "after": {"s3_bucket_name": "central"},
        "expressions": {"s3_bucket_name": {"references": ["aws_s3_bucket.a.id", "aws_s3_bucket.a"]}},
    });
    assert_eq!(written(buckets().resource("aws_cloudtrail.t", elsewhere)), []);
    let hidden = json!({"after": {"s3_bucket_name": "acme-a"}, "after_sensitive": {"s3_bucket_name": true}});
    assert_eq!(written(buckets().resource("aws_cloudtrail.t", hidden)).len(), 2);
    // A name that is made by the same means may be the same name.
    let suffix = json!(["terraform_data.suffix.output", "terraform_data.suffix"]);
    let sample = refers(Sample::default(), "aws_s3_bucket.c", "bucket", suffix.clone(), json!({}));
    let sample = refers(sample, "aws_cloudtrail.t", "s3_bucket_name", suffix, json!({}))
        .with("terraform_data.suffix", json!({"input": "c"}))
        .with("aws_s3_bucket.d", json!({"bucket": "acme-d"}));
    assert_eq!(written(sample), [open("aws_s3_bucket.c", LATER)]);
}

#[test]
fn of_many_writers_only_a_few_are_listed() {
    let many = (0..40).fold(buckets(), |sample, at| {
        sample.with(&format!("aws_cloudtrail.t{at}"), json!({"s3_bucket_name": "acme-a"}))
    });
    let found = written(many);
    assert_eq!((found.len(), found[0].1.len()), (1, super::WRITERS_OF_A_PLACE));
}

#[test]
fn sinks_and_diagnostics_write_into_the_stores_of_other_clouds() {
    let account = json!({"address": "azurerm_storage_account.a", "after": {"name": "acmelogs"}});
    let container = json!({"address": "azurerm_storage_container.c", "after": {"name": "c"}, "code": {"storage_account_id": {"references": ["azurerm_storage_account.a.id", "azurerm_storage_account.a"]}}});
    let id = "/subscriptions/1/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/acmelogs";
    let setting = |more: Value| json!({"address": "azurerm_monitor_diagnostic_setting.s", "after": crate::input::terraform::facts::tests::with(json!({"storage_account_id": id}), more)});
    let audit = json!({"address": "azurerm_mssql_server_extended_auditing_policy.p", "after": {"storage_endpoint": "https://acmelogs.blob.core.windows.net/"}});
    let sink = |to: &str| json!({"address": "google_logging_project_sink.s", "after": {"destination": to}});
    let bucket = json!({"address": "google_storage_bucket.b", "after": {"name": "acme-sink"}});
    let logs = json!({"address": "google_logging_project_bucket_config.l", "after": {"bucket_id": "acme", "locked": true, "retention_days": 2555}});
    let listed = "logging.googleapis.com/projects/p/locations/eu/buckets/acme";
    for (entries, expected) in [
        (json!([account, audit]), json!([["azurerm_storage_account.a", ["acmelogs", "a"], 1, 0]])),
        (
            json!([account, setting(json!({"enabled_log": [{"category": "AuditEvent"}]}))]),
            json!([["azurerm_storage_account.a", ["acmelogs", "a"], 1, 0]]),
        ),
        (
            json!([account, setting(json!({"metric": [{"category": "AllMetrics"}]}))]),
            json!([["azurerm_storage_account.a", ["acmelogs", "a"], 0, 0]]),
        ),
        // The clouds make a container of their own for the logs: the account is judged beside the containers of the plan.
        (
            json!([account, container, audit]),
            json!([
                ["azurerm_storage_account.a", [], 1, 0],
                ["azurerm_storage_container.c", ["a", "acmelogs", "c"], 0, 0]
            ]),
        ),
        (
            json!([bucket, sink("storage.googleapis.com/acme-sink")]),
            json!([["google_storage_bucket.b", ["acme-sink", "b"], 1, 0]]),
        ),
        (
            json!([bucket, sink("bigquery.googleapis.com/projects/p/datasets/d")]),
            json!([["google_storage_bucket.b", ["acme-sink", "b"], 0, 0]]),
        ),
        (json!([logs, sink(listed)]), json!([["google_logging_project_bucket_config.l", ["acme", "l"], 1, 2555]])),
    ] {
        let stores = facts(&entries).stores;
        let said = |store: &crate::input::Fact<super::super::Store>| {
            let mut names = store.says.names.clone();
            names.sort();
            json!([store.about, names, store.says.records.len(), store.says.held_days])
        };
        let mut expected = expected;
        for store in expected.as_array_mut().unwrap() {
            store[1].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        }
        assert_eq!(stores.iter().map(said).collect::<Value>(), expected, "{entries}");
    }
}
