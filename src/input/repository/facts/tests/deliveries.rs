//! DAGs that write, and plans that make what they write to, through both readers.

use serde_json::{Value, json};

use crate::input::airflow::Airflow;
use crate::input::terraform::TerraformPlan;
use crate::input::{Context, Document, Format, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files as _, RepoPath, Source};

/// A DAG with one task that writes to a bucket.
fn dag(bucket: &str) -> String {
    format!(
        "import os\nfrom airflow import DAG\nfrom airflow.providers.amazon.aws.operators.s3 import S3CreateObjectOperator\n\
         with DAG(\"nightly\", schedule=None) as dag:\n    S3CreateObjectOperator(task_id=\"export\", s3_bucket={bucket}, s3_key=\"k\", data=\"x\")\n"
    )
}

/// A plan of these resources: type, values, and what is sensitive.
fn plan(resources: &[(&str, Value, Value)]) -> String {
    let change = |(kind, after, sensitive): &(&str, Value, Value)| {
        json!({"address": format!("{kind}.b"), "mode": "managed", "type": kind, "name": "b",
            "change": {"actions": ["create"], "before": null, "after": after, "after_sensitive": sensitive}})
    };
    let configured = |(kind, after, _): &(&str, Value, Value)| {
        let written = after.as_object().unwrap().iter();
        let constants: serde_json::Map<String, Value> =
            written.map(|(key, value)| (key.clone(), json!({"constant_value": value}))).collect();
        json!({"mode": "managed", "type": kind, "name": "b", "expressions": constants})
    };
    json!({"format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": resources.iter().map(change).collect::<Vec<_>>(),
        "configuration": {"root_module": {"resources": resources.iter().map(configured).collect::<Vec<_>>()}}})
    .to_string()
}

fn read(format: &dyn Format, files: &Memory, name: &str) -> Document {
    let source = files.read(&RepoPath::new(name).unwrap(), LIMITS.plan_bytes).unwrap();
    match format.parse(&source, &Context { files, limits: &LIMITS, options: &Options::default() }) {
        Parsed::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

/// What is written where: the task, the name, whether it is surely that bucket, the risk, and whether it is there.
fn deliveries(bucket: &str, resources: &[(&str, Value, Value)]) -> Vec<Value> {
    let source = |name: &str, text: &str| Source::from_text(RepoPath::new(name).unwrap(), text);
    let files = Memory::new([source("dags/a.py", &dag(bucket)), source("plan.json", &plan(resources))]);
    let documents = [read(&Airflow, &files, "dags/a.py"), read(&TerraformPlan, &files, "plan.json")];
    let documents = documents.map(std::sync::Arc::new);
    let whole = crate::input::repository::compose(&documents, &files, &LIMITS);
    let found = whole.content.facts()["deliveries"].as_array().unwrap().clone();
    assert_eq!(whole.value()["facts"]["deliveries"], json!(found));
    let pick = |fact: &Value| {
        assert_eq!((&fact["about"], &fact["bucket"]), (&json!("nightly.export"), &json!("aws_s3_bucket.b")));
        assert_eq!(fact["via"][0]["path"], json!(["bucket"]));
        ["name", "named", "risk", "at_risk"].map(|field| fact[field].clone()).into_iter().collect()
    };
    found.iter().map(pick).collect()
}

fn bucket(more: Value) -> (&'static str, Value, Value) {
    let mut values = json!({"bucket": "acme-exports", "object_lock_enabled": true});
    if let (Value::Object(values), Value::Object(more)) = (&mut values, more) {
        values.extend(more);
    }
    ("aws_s3_bucket", values, json!({}))
}

fn lock(mode: &str) -> (&'static str, Value, Value) {
    let rule = json!([{"default_retention": [{"mode": mode, "days": 30}]}]);
    ("aws_s3_bucket_object_lock_configuration", json!({"bucket": "acme-exports", "rule": rule}), json!({}))
}

#[test]
fn a_write_meets_its_bucket_by_name() {
    let changeable = json!(["acme-exports", true, "changeable", true]);
    let public = json!(["acme-exports", true, "access-list", true]);
    let open = ("aws_s3_bucket_acl", json!({"bucket": "acme-exports", "acl": "public-read"}), json!({}));
    for (name, resources, expected) in [
        ("\"acme-exports\"", vec![bucket(json!({}))], vec![changeable.clone()]),
        ("\"acme-raw\"", vec![bucket(json!({}))], vec![]),
        ("\"acme-exports\"", vec![bucket(json!({})), lock("GOVERNANCE")], vec![]),
        ("\"acme-exports\"", vec![bucket(json!({"object_lock_enabled": false})), lock("COMPLIANCE")], vec![changeable]),
        ("\"acme-exports\"", vec![bucket(json!({})), lock("COMPLIANCE"), open], vec![public]),
    ] {
        assert_eq!(deliveries(name, &resources), expected, "{name} {resources:?}");
    }
}

#[test]
fn a_name_that_is_known_in_part_may_be_a_bucket_that_begins_like_it() {
    let may = json!(["acme-exports", false, "changeable", true]);
    for (name, expected) in [
        ("\"acme-exp\" + os.environ[\"X\"]", vec![may]),
        ("\"acme-raw-\" + os.environ[\"X\"]", vec![]),
        ("os.environ[\"X\"]", vec![]),
    ] {
        assert_eq!(deliveries(name, &[bucket(json!({}))]), expected, "{name}");
    }
}

#[test]
fn a_name_that_is_sensitive_may_be_any_of_its_length() {
    let hidden = |sensitive: Value| (bucket(json!({})).0, bucket(json!({})).1, sensitive);
    let may = json!(["acme-exports", false, "changeable", true]);
    let name = json!({"bucket": true});
    assert_eq!(deliveries("\"acme-exports\"", &[hidden(name.clone())]), [may]);
    assert_eq!(deliveries("\"acme-raw\"", &[hidden(name)]), [Value::Null; 0]);
    let enabled = hidden(json!({"object_lock_enabled": true}));
    let unsure = json!(["acme-exports", true, "changeable", null]);
    assert_eq!(deliveries("\"acme-exports\"", &[enabled, lock("COMPLIANCE")]), [unsure]);
}
