use serde_json::Value;

use super::{document, fixture, parse, path, place, resource, without_code};
use crate::input::{Document, Options, Parsed};
use crate::source::{Source, Span};

fn at(document: &Document, address: &str, steps: &str) -> String {
    place(document, &resource(document, address)["_loc"], steps)
}

#[test]
fn a_path_leads_to_the_value_in_the_tf_file() {
    let document = document(fixture("buckets"));
    for (address, steps, expected) in [
        ("aws_s3_bucket.audit", "bucket_prefix", "infra/main.tf:35:19 \"acme-audit-\""),
        // What nobody sets: the header of the block.
        ("aws_s3_bucket.audit", "object_lock_configuration", "infra/main.tf:34:1 resource \"aws_s3_bucket\" \"audit\""),
        ("aws_s3_bucket.audit", "", "infra/main.tf:34:1 resource \"aws_s3_bucket\" \"audit\""),
        // A dynamic block stands for all the blocks that it makes.
        (
            "aws_s3_bucket.audit",
            "grant/1/uri",
            "infra/main.tf:41:21 \"http://acs.amazonaws.com/groups/s3/LogDelivery\"",
        ),
        ("aws_s3_bucket.audit", "grant/0/id", "infra/main.tf:37:3 dynamic \"grant\""),
        ("aws_s3_bucket.audit", "lifecycle/0/prevent_destroy", "infra/main.tf:47:23 true"),
        ("aws_s3_bucket_versioning.archive", "versioning_configuration/0/status", "infra/main.tf:70:14 \"Suspended\""),
        (
            "aws_s3_bucket_versioning.archive",
            "values/versioning_configuration/0/status",
            "infra/main.tf:70:14 \"Suspended\"",
        ),
        ("aws_s3_bucket_versioning.archive", "versioning_configuration.0.status", "infra/main.tf:70:14 \"Suspended\""),
        (
            "aws_s3_bucket_versioning.archive",
            "versioning_configuration/0/mfa_delete",
            "infra/main.tf:69:3 versioning_configuration",
        ),
        (r#"aws_s3_bucket.tier["cold.eu"]"#, "bucket", "infra/main.tf:56:28 \"cold.eu\""),
        ("data.aws_iam_policy_document.tls", "statement/0/principals/0/identifiers/0", "infra/main.tf:113:22 \"*\""),
        ("module.store.aws_s3_bucket.store[0]", "bucket", "infra/log-store/main.tf:11:12 \"acme-store\""),
    ] {
        assert_eq!(at(&document, address, steps), expected, "{address} {steps}");
    }
}

#[test]
fn a_path_leads_into_object_constructors_of_nested_modules() {
    let document = document(fixture("modules"));
    let bucket = r#"module.region["us \"east\""].module.bucket[1].terraform_data.bucket["a]b"]"#;
    assert_eq!(at(&document, bucket, "input/versioning/0/status"), "infra/region/bucket/main.tf:15:16 \"Enabled\"");
    assert_eq!(at(&document, bucket, "input/env"), "infra/main.tf:4:13 \"prod\"");
    let logical = document.locator.locate(resource(&document, bucket)["_loc"].as_str().unwrap(), &[]).unwrap().logical;
    assert_eq!(logical.as_deref(), Some(bucket));
}

#[test]
fn blocks_of_a_set_are_found_by_what_they_write_not_by_their_number() {
    let document = document(fixture("network"));
    let group = resource(&document, "aws_security_group.web");
    for (index, block) in group["values"]["ingress"].as_array().unwrap().iter().enumerate() {
        let found = at(&document, "aws_security_group.web", &format!("ingress/{index}/description"));
        assert!(found.ends_with(&block["description"].to_string()), "{index}: {found}");
    }
    assert_eq!(at(&document, "aws_security_group.web", "tags/123"), "infra/main.tf:62:26 \"number\"");
    assert_eq!(at(&document, "aws_security_group.web", "egress/1/protocol"), "infra/main.tf:57:21 \"tcp\"");
}

#[test]
fn variables_providers_modules_outputs_and_checks_have_places_too() {
    let secrets = document(fixture("secrets"));
    let value = &secrets.value();
    for (loc, steps, expected) in [
        (&value["variables"]["api_key"]["_loc"], "default", "infra/main.tf:28:13 \"hunter2-default\""),
        (&value["variables"]["token"]["_loc"], "", "infra/main.tf:21:1 variable \"token\""),
        (&value["providers"][0]["_loc"], "config/region", "infra/main.tf:12:33 \"eu-central-1\""),
        (&value["modules"][0]["_loc"], "source", "infra/main.tf:98:14 \"./database\""),
        (&value["outputs"][0]["_loc"], "", "infra/main.tf:102:1 output \"token\""),
    ] {
        assert_eq!(place(&secrets, loc, steps), expected);
    }
    let change = document(fixture("change"));
    assert_eq!(place(&change, &change.value()["checks"][0]["_loc"], ""), "infra/main.tf:31:1 check \"input\"");
    assert!(change.locator.locate("infra/plan.json#999", &[]).is_none());
}

#[test]
fn without_the_tf_files_the_place_is_the_first_line_of_the_plan() {
    let document = without_code("buckets");
    let loc = resource(&document, "aws_s3_bucket.audit")["_loc"].as_str().unwrap();
    let place = document.locator.locate(loc, &super::segments("bucket_prefix")).unwrap();
    assert_eq!((place.source.path().as_str(), place.span), ("infra/plan.json", Span::default()));
    assert_eq!(place.logical.as_deref(), Some("aws_s3_bucket.audit"));
}

/// The same tree with the files below `infra/` moved, edited or left out.
fn changed(case: &str, edit: impl Fn(&str, &str) -> Option<(String, String)>) -> Vec<Source> {
    let files = fixture(case).into_iter();
    let edited = files.filter_map(|source| edit(source.path().as_str(), source.text()));
    edited.map(|(name, text)| Source::from_text(path(&name), &text)).collect()
}

#[test]
fn a_file_that_cannot_be_parsed_keeps_its_headers() {
    let tree = changed("buckets", |name, text| Some((name.to_owned(), text.replace("lifecycle {", "lifecycle {{{"))));
    let document = document(tree);
    assert_eq!(
        at(&document, "aws_s3_bucket.audit", "bucket_prefix"),
        "infra/main.tf:34:1 resource \"aws_s3_bucket\" \"audit\""
    );
    assert!(resource(&document, "aws_s3_bucket.audit")["lifecycle"].is_null());
}

#[test]
fn a_module_that_is_not_here_points_at_its_call_unless_it_is_installed() {
    let remote = |name: &str, text: &str| {
        let text = text.replace("\"./log-store\"", "\"acme/log-store/aws\"");
        (!name.contains("log-store")).then(|| (name.to_owned(), text))
    };
    let bucket = "module.store.aws_s3_bucket.store[0]";
    let missing = document(changed("buckets", remote));
    assert_eq!(at(&missing, bucket, "bucket"), "infra/main.tf:128:1 module \"store\"");
    let installed = |name: &str, text: &str| {
        let text = text.replace("\"./log-store\"", "\"acme/log-store/aws\"");
        Some((name.replace("infra/log-store", "infra/.terraform/modules/store"), text))
    };
    let mut tree = changed("buckets", installed);
    let modules = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"store","Source":"registry.terraform.io/acme/log-store/aws","Version":"1.0.0","Dir":".terraform/modules/store"}]}"#;
    tree.push(Source::from_text(path("infra/.terraform/modules/modules.json"), modules));
    let found = document(tree);
    assert_eq!(at(&found, bucket, "bucket"), "infra/.terraform/modules/store/main.tf:11:12 \"acme-store\"");
}

#[test]
fn the_configuration_says_where_the_tf_files_of_a_plan_are() {
    let elsewhere = |name: &str, text: &str| {
        let name = if name.ends_with("plan.json") { name.to_owned() } else { name.replace("infra/", "") };
        Some((name, text.to_owned()))
    };
    let options = Options { plan_roots: [(path("infra/plan.json"), None)].into_iter().collect(), ..Options::default() };
    let Parsed::Document(document) = parse(changed("buckets", elsewhere), &options) else { panic!("not read") };
    assert_eq!(at(&document, "aws_s3_bucket.audit", "bucket_prefix"), "main.tf:35:19 \"acme-audit-\"");
    assert_eq!(
        at(&document, "module.store.aws_s3_bucket.store[0]", "bucket"),
        "log-store/main.tf:11:12 \"acme-store\""
    );
}

#[test]
fn a_file_that_overrides_has_the_last_word() {
    let mut tree = fixture("buckets");
    let text = "resource \"aws_s3_bucket_versioning\" \"archive\" {\n  versioning_configuration {\n    status = \"Enabled\"\n  }\n}\n";
    tree.push(Source::from_text(path("infra/aaa_override.tf"), text));
    let document = document(tree);
    let archive = "aws_s3_bucket_versioning.archive";
    assert_eq!(at(&document, archive, "versioning_configuration/0/status"), "infra/aaa_override.tf:3:14 \"Enabled\"");
    assert_eq!(at(&document, archive, "bucket"), "infra/main.tf:68:12 local.by_name.archive");
    assert_eq!(at(&document, archive, ""), "infra/main.tf:67:1 resource \"aws_s3_bucket_versioning\" \"archive\"");
}

#[test]
fn every_resource_of_every_fixture_has_a_place_in_a_tf_file() {
    for case in ["buckets", "change", "modules", "network", "secrets"] {
        let document = document(fixture(case));
        for resource in document.value()["resources"].as_array().unwrap() {
            let gone = matches!(resource["action"].as_str(), Some("delete" | "forget"));
            let place = place(&document, &resource["_loc"], "");
            let header =
                format!("\"{}\" \"{}\"", resource["type"].as_str().unwrap(), resource["name"].as_str().unwrap());
            assert!(place.ends_with(&header) || (gone && place.starts_with("infra/plan.json:1:1")), "{place}");
        }
        assert!(document.value()["resources"].as_array().is_some_and(|list| !list.is_empty()));
        assert_ne!(document.value()["by_type"], Value::Null);
    }
}
