use super::{document, fixture, refs, resource, without_code};

#[test]
fn a_split_resource_is_linked_though_its_bucket_is_known_only_after_apply() {
    let document = document(fixture("buckets"));
    for (split, bucket) in [
        // Through a local, a key of a local object, `each.value`, `each.key`, a literal name, a module output, `one(…)`.
        ("aws_s3_bucket_versioning.audit", "aws_s3_bucket.audit.id"),
        ("aws_s3_bucket_versioning.archive", "aws_s3_bucket.archive.id"),
        (r#"aws_s3_bucket_versioning.tier["cold.eu"]"#, r#"aws_s3_bucket.tier["cold.eu"].id"#),
        (r#"aws_s3_bucket_public_access_block.tier["hot"]"#, r#"aws_s3_bucket.tier["hot"].id"#),
        ("aws_s3_bucket_server_side_encryption_configuration.archive", "aws_s3_bucket.archive.bucket"),
        ("aws_s3_bucket_ownership_controls.store", "module.store.aws_s3_bucket.store[0].id"),
        (
            "module.store.aws_s3_bucket_server_side_encryption_configuration.store",
            "module.store.aws_s3_bucket.store[0].id",
        ),
    ] {
        assert_eq!(refs(&document, split)[0], format!("bucket -> {bucket}"), "{split}");
        let (bucket, _) = bucket.rsplit_once('.').unwrap();
        let kind = resource(&document, split)["type"].as_str().unwrap();
        assert_eq!(resource(&document, bucket)["linked"][kind], serde_json::json!([split]), "{bucket}");
    }
}

#[test]
fn a_reference_crosses_into_a_module_through_its_variable() {
    let document = document(fixture("buckets"));
    assert_eq!(
        refs(&document, "module.store.aws_s3_bucket_logging.store"),
        ["bucket -> module.store.aws_s3_bucket.store[0].id", "target_bucket -> aws_s3_bucket.audit.id"]
    );
    assert_eq!(
        refs(&document, "module.store.aws_s3_bucket_server_side_encryption_configuration.store")[1],
        "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id -> aws_kms_key.logs.arn"
    );
}

#[test]
fn a_data_source_that_was_read_while_planning_is_a_resource_too() {
    let document = document(fixture("buckets"));
    let policy = resource(&document, "data.aws_iam_policy_document.tls");
    assert_eq!((&policy["mode"], &policy["action"]), (&"data".into(), &"no-op".into()));
    assert!(policy["values"]["json"].as_str().unwrap().contains("aws:SecureTransport"));
    assert_eq!(
        refs(&document, "aws_s3_bucket_policy.archive"),
        ["bucket -> aws_s3_bucket.archive.bucket", "policy -> data.aws_iam_policy_document.tls.json"]
    );
}

#[test]
fn instances_of_two_levels_of_modules_are_paired_by_their_keys() {
    let document = document(fixture("modules"));
    let east = r#"module.region["us \"east\""]"#;
    let bucket = format!(r#"{east}.module.bucket[1].terraform_data.bucket["a]b"]"#);
    let acl = format!(r#"{east}.module.bucket[1].terraform_data.acl["a]b"]"#);
    assert_eq!(refs(&document, &acl), [format!("input -> {bucket}.id")]);
    assert_eq!(resource(&document, &bucket)["linked"]["terraform_data"], serde_json::json!([acl]));
    assert_eq!(
        refs(&document, &format!("{east}.terraform_data.log")),
        [format!(r#"input.first -> {east}.module.bucket[0].terraform_data.acl["c.d"].id"#)]
    );
    for report in ["terraform_data.report", r#"terraform_data.summary["eu.west-1"]"#] {
        assert_eq!(refs(&document, report), [r#"input -> module.region["eu.west-1"].terraform_data.log.id"#]);
    }
    assert_eq!(refs(&document, &bucket), ["input -> var.env"]);
}

#[test]
fn without_the_tf_files_what_is_lost_is_said_and_nothing_is_claimed() {
    let document = without_code("buckets");
    // A local is a dead end; a lost index is found again by `each.key` beside it.
    assert_eq!(refs(&document, "aws_s3_bucket_versioning.audit"), ["bucket -> local.audit_bucket.id?"]);
    assert_eq!(resource(&document, "aws_s3_bucket.audit")["linked"].get("aws_s3_bucket_versioning"), None);
    assert_eq!(
        refs(&document, r#"aws_s3_bucket_public_access_block.tier["hot"]"#),
        [r#"bucket -> aws_s3_bucket.tier["hot"]"#]
    );
    assert_eq!(
        refs(&document, r#"aws_s3_bucket_versioning.tier["hot"]"#),
        [r#"bucket -> aws_s3_bucket.tier["hot"].id"#]
    );
    assert!(resource(&document, "aws_s3_bucket.audit")["lifecycle"].is_null());
    assert!(resource(&document, "aws_s3_bucket.audit")["file"].is_null());
}

#[test]
fn an_index_that_is_not_known_links_to_none_of_the_instances_for_sure() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": [
            {"address": "a_b.x[0]", "type": "a_b", "name": "x", "index": 0, "mode": "managed",
             "change": {"actions": ["create"], "after": {}}},
            {"address": "a_b.x[1]", "type": "a_b", "name": "x", "index": 1, "mode": "managed",
             "change": {"actions": ["create"], "after": {}}},
            {"address": "a_b_c.y", "type": "a_b_c", "name": "y", "mode": "managed",
             "change": {"actions": ["create"], "after": {}}}],
        "configuration": {"root_module": {"resources": [
            {"mode": "managed", "type": "a_b", "name": "x", "count_expression": {"constant_value": 2}},
            {"mode": "managed", "type": "a_b_c", "name": "y",
             "expressions": {"b": {"references": ["a_b.x", "local.i"]}}}]}}}"#;
    let document = document(vec![crate::source::Source::from_text(super::path("infra/plan.json"), plan)]);
    assert_eq!(refs(&document, "a_b_c.y"), ["b -> a_b.x[0]?", "b -> a_b.x[1]?", "b -> local.i?"]);
    for address in ["a_b.x[0]", "a_b.x[1]"] {
        assert_eq!(resource(&document, address)["linked"], serde_json::json!({}));
        assert_eq!(resource(&document, address)["maybe_linked"]["a_b_c"], serde_json::json!(["a_b_c.y"]));
    }
}

#[test]
fn a_resource_that_will_be_gone_is_linked_to_nothing() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": [
            {"address": "aws_s3_bucket.x", "type": "aws_s3_bucket", "name": "x", "mode": "managed",
             "change": {"actions": ["no-op"], "after": {"bucket": "x"}}},
            {"address": "aws_s3_bucket_versioning.x", "type": "aws_s3_bucket_versioning", "name": "x", "mode": "managed",
             "change": {"actions": ["delete"], "before": {"bucket": "x"}, "after": null}}],
        "configuration": {"root_module": {"resources": [
            {"mode": "managed", "type": "aws_s3_bucket", "name": "x"},
            {"mode": "managed", "type": "aws_s3_bucket_versioning", "name": "x",
             "expressions": {"bucket": {"references": ["aws_s3_bucket.x.id", "aws_s3_bucket.x"]}}}]}}}"#;
    let document = document(vec![crate::source::Source::from_text(super::path("infra/plan.json"), plan)]);
    assert_eq!(resource(&document, "aws_s3_bucket.x")["linked"], serde_json::json!({}));
    assert!(refs(&document, "aws_s3_bucket_versioning.x").is_empty());
    assert_eq!(resource(&document, "aws_s3_bucket_versioning.x")["before"]["bucket"], "x");
}

#[test]
fn an_argument_that_is_computed_from_nothing_with_a_name_is_not_one_that_is_left_out() {
    let document = document(fixture("impure"));
    for acl in ["direct", "through_local"] {
        let acl = format!("aws_s3_bucket_acl.{acl}");
        assert_eq!(refs(&document, &acl)[0], "acl -> ?", "{acl}");
    }
    assert_eq!(resource(&document, "aws_s3_bucket.direct")["unknown"]["policy"], true);
    assert!(refs(&document, "aws_s3_bucket.direct").is_empty(), "the code leaves the policy out");
}

#[test]
fn a_resource_of_a_module_is_paired_inside_its_instance_however_many_there_are() {
    let count = 100;
    let change = |index: usize, kind: &str, suffix: &str| {
        serde_json::json!({"address": format!("module.m[\"k{index}\"].{kind}.x{suffix}"), "module_address": format!("module.m[\"k{index}\"]"),
            "mode": "managed", "type": kind, "name": "x", "index": if suffix.is_empty() { serde_json::Value::Null } else { 0.into() },
            "change": {"actions": ["create"], "after": {}}})
    };
    let changes = (0..count).flat_map(|index| [change(index, "a_b", "[0]"), change(index, "a_b_c", "")]);
    let plan = serde_json::json!({"format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": changes.collect::<Vec<_>>(),
        "configuration": {"root_module": {"module_calls": {"m": {"source": "./m", "for_each_expression": {"references": ["var.x"]},
            "module": {"resources": [
                {"mode": "managed", "type": "a_b", "name": "x", "count_expression": {"constant_value": 1}},
                {"mode": "managed", "type": "a_b_c", "name": "x", "expressions": {"b": {"references": ["a_b.x"]}}}]}}}}}});
    let document = document(vec![crate::source::Source::from_text(super::path("infra/plan.json"), &plan.to_string())]);
    for index in [0, 10, count - 1] {
        let own = format!("module.m[\"k{index}\"].a_b.x[0]");
        assert_eq!(refs(&document, &format!("module.m[\"k{index}\"].a_b_c.x")), [format!("b -> {own}")]);
    }
}
