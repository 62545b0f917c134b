//! What opens object storage of three clouds, and what keeps it shut.

use serde_json::{Value, json};

use crate::input::terraform::facts::tests::{computed, facts, facts_with, said, with};

/// Who gets access, whether it is in effect, and where it is granted.
fn exposures(entries: &Value) -> Vec<Value> {
    said(&facts(entries).exposures, &["to", "public", "path"])
}

fn acl(more: Value) -> Value {
    with(json!({"address": "aws_s3_bucket_acl.b", "after": {"bucket": "b", "acl": "public-read"}}), more)
}

fn bucket() -> Value {
    json!({"address": "aws_s3_bucket.b", "after": {"bucket": "b"}})
}

fn block(name: &str, on: bool) -> Value {
    let after = json!({"bucket": name, "block_public_acls": on, "block_public_policy": on, "ignore_public_acls": on, "restrict_public_buckets": on});
    json!({"address": "aws_s3_bucket_public_access_block.b", "after": after})
}

fn later(path: &str) -> Value {
    json!({"unknown": {path: true}, "code": {path: computed()}})
}

#[test]
fn words_and_groups_that_mean_everybody() {
    let group = |name: &str| format!("http://acs.amazonaws.com/groups/{name}");
    let signed = "everybody with an AWS account";
    let open = |to: &str, path: Value| vec![json!([to, true, path])];
    for (address, after, expected) in [
        ("aws_s3_bucket_acl", json!({"acl": "authenticated-read"}), open("everybody", json!(["acl"]))),
        ("aws_s3_bucket_acl", json!({"acl": "log-delivery-write"}), vec![]),
        (
            "aws_s3_bucket",
            json!({"grant": [{"uri": group("s3/LogDelivery")}, {"uri": group("global/AllUsers")}]}),
            open("everybody", json!(["grant", 1, "uri"])),
        ),
        (
            "aws_s3_bucket_acl",
            json!({"access_control_policy": [{"grant": [{"grantee": [{"uri": group("global/AuthenticatedUsers")}]}]}]}),
            open(signed, json!(["access_control_policy", 0, "grant", 0, "grantee", 0, "uri"])),
        ),
        (
            "azurerm_storage_container",
            json!({"container_access_type": "blob"}),
            open("everybody", json!(["container_access_type"])),
        ),
        ("azurerm_storage_container", json!({"container_access_type": "private"}), vec![]),
        (
            "azurerm_storage_account",
            json!({"allow_nested_items_to_be_public": true}),
            open("everybody", json!(["allow_nested_items_to_be_public"])),
        ),
        ("azurerm_storage_account", json!({"allow_nested_items_to_be_public": false}), vec![]),
    ] {
        let entry = json!([{"address": format!("{address}.x"), "after": after}]);
        assert_eq!(exposures(&entry), expected, "{entry}");
    }
}

#[test]
fn members_of_google_that_mean_everybody() {
    let open = |to: &str, path: Value| vec![json!([to, true, path])];
    let bindings = |member: &str| {
        json!({"bindings": [{"role": "roles/viewer", "members": ["user:a@acme.example", member]}]}).to_string()
    };
    for (address, after, expected) in [
        ("google_storage_bucket_iam_member", json!({"member": "allUsers"}), open("allUsers", json!(["member"]))),
        ("google_storage_bucket_iam_member", json!({"member": "group:allUsersOfAcme@example.com"}), vec![]),
        ("google_storage_bucket_iam_member", json!({"member": "group:allUsers@example.com"}), vec![]),
        (
            "google_storage_bucket_iam_binding",
            json!({"members": ["group:a@example.com", "allAuthenticatedUsers"]}),
            open("allAuthenticatedUsers", json!(["members"])),
        ),
        (
            "google_storage_bucket_iam_policy",
            json!({"policy_data": bindings("allUsers")}),
            open("allUsers", json!(["policy_data", "bindings", 0])),
        ),
        ("google_storage_bucket_iam_policy", json!({"policy_data": bindings("user:b@acme.example")}), vec![]),
        (
            "google_storage_bucket_iam_policy",
            json!({"policy_data": "allUsers"}),
            vec![json!([null, null, ["policy_data"]])],
        ),
        (
            "google_storage_bucket_iam_policy",
            json!({"policy_data": json!({"bindings": {"members": ["allUsers"]}}).to_string()}),
            vec![json!([null, null, ["policy_data"]])],
        ),
        (
            "google_storage_bucket_iam_policy",
            json!({"policy_data": json!({"bindings": [{"members": "allUsers"}]}).to_string()}),
            vec![json!([null, null, ["policy_data", "bindings", 0]])],
        ),
        (
            "google_storage_bucket_acl",
            json!({"role_entity": ["READER:allUsers", "OWNER:allUsers"]}),
            open("allUsers", json!(["role_entity"])),
        ),
        (
            "google_storage_bucket_acl",
            json!({"predefined_acl": "publicRead"}),
            open("publicRead", json!(["predefined_acl"])),
        ),
        (
            "google_storage_default_object_access_control",
            json!({"entity": "allUsers"}),
            open("allUsers", json!(["entity"])),
        ),
    ] {
        let entry = json!([{"address": format!("{address}.x"), "after": after}]);
        assert_eq!(exposures(&entry), expected, "{entry}");
    }
}

#[test]
fn a_policy_document_lets_everybody_in_or_not() {
    let policy = |more: Value| {
        let statement =
            with(json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}), more);
        json!({"Statement": [statement]}).to_string()
    };
    let everybody = vec![json!(["everybody", true, ["policy", "Statement", 0, "Principal"]])];
    let named = |kind: &str| vec![json!(["everybody", true, ["policy", "Statement", 0, "Principal", kind]])];
    let first = |kind: &str| vec![json!(["everybody", true, ["policy", "Statement", 0, "Principal", kind, 0]])];
    for (text, expected) in [
        (policy(json!({})), everybody.clone()),
        (policy(json!({"Principal": {"AWS": ["*"]}})), first("AWS")),
        (policy(json!({"Principal": {"Federated": "graph.facebook.com"}})), named("Federated")),
        (policy(json!({"Principal": {"Federated": "arn:aws:iam::123456789012:saml-provider/adfs"}})), vec![]),
        (policy(json!({"Condition": {"Bool": {"aws:SecureTransport": "true"}}})), everybody.clone()),
        (policy(json!({"Effect": "Deny"})), vec![]),
        (policy(json!({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}})), vec![]),
        (policy(json!({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}})), vec![]),
        (
            json!({"Statement": [{"Effect": "perhaps", "Principal": "*"}, "?", {"Effect": "maybe", "Principal": "*"}]})
                .to_string(),
            vec![json!([null, null, ["policy", "Statement", 0]])],
        ),
        (json!({"Statement": ["?"]}).to_string(), vec![json!([null, null, ["policy"]])]),
        ("no document".to_owned(), vec![json!([null, null, ["policy"]])]),
        (String::new(), vec![]),
    ] {
        for address in ["aws_s3_bucket_policy.x", "aws_s3_bucket.x"] {
            let entry = json!([{"address": address, "after": {"bucket": "b", "policy": text}}]);
            assert_eq!(exposures(&entry), expected, "{entry}");
        }
    }
}

#[test]
fn what_is_not_known_yet_may_be_everybody_unless_it_is_the_account_of_somebody() {
    let doubt = |path: &str| vec![json!([null, null, [path]])];
    let member = |attribute: &str| json!({"unknown": {"member": true}, "code": {"member": {"references": [format!("google_service_account.a.{attribute}"), "google_service_account.a"]}}});
    let uri = json!({"unknown": {"access_control_policy": [{"grant": [{"grantee": [{"uri": true}]}]}]},
        "code": {"access_control_policy": [{"grant": [{"grantee": [{"uri": computed()}]}]}]}});
    let id = json!({"unknown": {"access_control_policy": [{"grant": [{"grantee": [{"id": true}]}]}]},
        "code": {"access_control_policy": [{"grant": [{"grantee": [{"id": computed()}]}]}]}});
    let grants = json!({"access_control_policy": [{"grant": [{"grantee": [{"type": "Group"}]}]}]});
    for (address, after, more, expected) in [
        ("aws_s3_bucket_acl", json!({}), later("acl"), doubt("acl")),
        ("aws_s3_bucket", json!({}), json!({"unknown": {"acl": true, "grant": true, "policy": true}}), vec![]),
        ("aws_s3_bucket", json!({}), later("grant"), doubt("grant")),
        ("aws_s3_bucket_acl", grants.clone(), uri, doubt("access_control_policy")),
        ("aws_s3_bucket_acl", grants, id, vec![]),
        ("aws_s3_bucket_policy", json!({}), later("policy"), doubt("policy")),
        ("azurerm_storage_container", json!({}), later("container_access_type"), doubt("container_access_type")),
        ("google_storage_bucket_iam_member", json!({}), member("member"), vec![]),
        ("google_storage_bucket_iam_member", json!({}), member("output"), doubt("member")),
    ] {
        let entry = with(json!({"address": format!("{address}.x"), "after": after}), more);
        let mut entries = vec![entry];
        entries.push(json!({"address": "google_service_account.a", "after": {}}));
        assert_eq!(exposures(&json!(entries)), expected, "{entries:?}");
    }
}

#[test]
fn what_is_sensitive_may_be_everybody() {
    let uri = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    for (address, after, sensitive, path) in [
        ("aws_s3_bucket_acl", json!({"acl": "private"}), json!({"acl": true}), "acl"),
        ("aws_s3_bucket_acl", json!({"acl": "private"}), json!(true), "acl"),
        ("aws_s3_bucket", json!({"grant": [{"uri": uri}]}), json!({"grant": [{"uri": true}]}), "grant"),
        ("aws_s3_bucket", json!({"grant": [{"uri": uri}]}), json!({"grant": true}), "grant"),
        ("aws_s3_bucket_policy", json!({"policy": "{}"}), json!({"policy": true}), "policy"),
        (
            "azurerm_storage_container",
            json!({"container_access_type": "private"}),
            json!({"container_access_type": true}),
            "container_access_type",
        ),
        (
            "google_storage_bucket_iam_binding",
            json!({"members": ["user:a@acme.example"]}),
            json!({"members": [true]}),
            "members",
        ),
    ] {
        let entry = json!([{"address": format!("{address}.x"), "after": after, "sensitive": sensitive}]);
        assert_eq!(exposures(&entry), [json!([null, null, [path]])], "{entry}");
    }
    let other = json!([{"address": "aws_s3_bucket_acl.x", "after": {"acl": "private", "bucket": "b"}, "sensitive": {"bucket": true}}]);
    assert_eq!(exposures(&other), [Value::Null; 0]);
}

#[test]
fn a_block_of_the_bucket_keeps_it_shut() {
    let open = [json!(["everybody", true, ["acl"]])];
    let unsure = [json!(["everybody", null, ["acl"]])];
    let mut hidden = block("b", true);
    hidden["sensitive"] = json!({"ignore_public_acls": true});
    for (entries, expected) in [
        (json!([acl(json!({})), bucket()]), &open[..]),
        (json!([acl(json!({})), bucket(), block("b", true)]), &[]),
        (json!([acl(json!({})), block("b", true)]), &[]),
        (json!([acl(json!({})), bucket(), block("c", true)]), &open),
        (json!([acl(json!({})), bucket(), block("b", false)]), &open),
        (json!([acl(json!({})), bucket(), hidden]), &unsure),
    ] {
        assert_eq!(exposures(&entries), expected, "{entries}");
    }
    let prevented = json!([
        {"address": "google_storage_bucket.g", "after": {"name": "g", "public_access_prevention": "enforced"}},
        {"address": "google_storage_bucket_iam_member.g", "after": {"bucket": "g", "member": "allUsers"}},
    ]);
    assert_eq!(exposures(&prevented), [Value::Null; 0]);
}

#[test]
fn an_exposure_names_its_store() {
    let stores = |entries: Value| said(&facts(&entries).exposures, &["store"]);
    assert_eq!(stores(json!([acl(json!({})), bucket()])), [json!(["aws_s3_bucket.b"])]);
    assert_eq!(stores(json!([acl(json!({}))])), [json!([""])]);
}

#[test]
fn the_block_of_an_account_keeps_its_buckets_shut() {
    let account = |provider: &str, more: Value| {
        let after = with(
            json!({"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}),
            more,
        );
        json!({"address": "aws_s3_account_public_access_block.a", "after": after, "provider": provider})
    };
    let provider = |key: &str, role: Value| {
        let alias = key.split_once('.').map_or("", |(_, alias)| alias);
        json!({"name": "aws", "alias": alias, "expressions": {"region": {"constant_value": key}, "assume_role": [{"role_arn": role}]}})
    };
    let constant = |text: &str| json!({"constant_value": text});
    let providers = json!({
        "aws": provider("aws", constant("a")), "aws.eu": provider("aws.eu", constant("a")),
        "aws.other": provider("aws.other", constant("b")), "aws.late": provider("aws.late", computed()),
    });
    let (shut, open, unsure) = (vec![], vec![json!(["everybody", true])], vec![json!(["everybody", null])]);
    for (block, expected) in [
        (account("aws", json!({})), shut.clone()),
        (account("aws.eu", json!({})), shut.clone()),
        (account("aws.other", json!({})), open.clone()),
        (account("aws.late", json!({})), unsure.clone()),
        (account("aws", json!({"account_id": "123456789012"})), unsure),
        (account("aws", json!({"ignore_public_acls": false})), open),
    ] {
        let entries = json!([acl(json!({})), bucket(), block]);
        let found = said(&facts_with(&entries, &providers).exposures, &["to", "public"]);
        assert_eq!(found, expected, "{block}");
    }
}

#[test]
fn the_account_that_a_block_names_is_that_of_the_bucket_or_not() {
    let named = |more: Value| {
        let after = json!({"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true});
        with(json!({"address": "aws_s3_account_public_access_block.a", "after": after}), more)
    };
    let constant = |account: &str| {
        let mut block = named(json!({}));
        block["after"]["account_id"] = json!(account);
        block
    };
    let caller = "data.aws_caller_identity.c";
    let of_caller = || {
        let references = json!({"references": [format!("{caller}.account_id"), caller]});
        named(json!({"unknown": {"account_id": true}, "code": {"account_id": references}}))
    };
    let asked = |provider: &str| json!({"address": caller, "after": {"account_id": "1"}, "actions": ["read"], "provider": provider});
    let provider = |profile: &str, allowed: &[&str]| {
        let one = |value: Value| json!({"constant_value": value});
        json!({"name": "aws", "expressions": {"profile": one(json!(profile)), "allowed_account_ids": one(json!(allowed))}})
    };
    let (shut, open, unsure) = (vec![], vec![json!(["everybody", true])], vec![json!(["everybody", null])]);
    let two = [provider("a", &["111111111111"]), provider("b", &["222222222222"])];
    let several = [provider("a", &["111111111111", "222222222222"]), provider("a", &["222222222222"])];
    for (providers, entries, expected) in [
        (&two, vec![constant("111111111111")], &shut),
        (&two, vec![constant("222222222222")], &open),
        (&several, vec![constant("111111111111")], &unsure),
        (&two, vec![of_caller(), asked("aws")], &shut),
        (&two, vec![of_caller(), asked("aws.other")], &open),
        (&two, vec![of_caller()], &unsure),
    ] {
        let [own, other] = providers;
        let providers = json!({"aws": own, "aws.other": with(other.clone(), json!({"alias": "other"}))});
        let entries: Vec<Value> = [acl(json!({})), bucket()].into_iter().chain(entries).collect();
        let found = said(&facts_with(&json!(entries), &providers).exposures, &["to", "public"]);
        assert_eq!(found, *expected, "{entries:?}");
    }
}

#[test]
fn the_switches_of_a_block_that_are_not_on() {
    let blocks = |entry: Value| said(&facts(&json!([entry])).access_blocks, &["on", "switches", "path"]);
    let mut partly = block("b", true);
    partly["after"]["block_public_acls"] = Value::Null;
    partly["after"]["ignore_public_acls"] = json!(false);
    let off = json!([false, ["block_public_acls", "ignore_public_acls"], ["ignore_public_acls"]]);
    assert_eq!(blocks(partly), [off]);
    assert_eq!(blocks(block("b", true)), [Value::Null; 0]);
    let mut hidden = block("b", true);
    hidden["sensitive"] = json!({"ignore_public_acls": true});
    assert_eq!(blocks(hidden), [json!([null, ["ignore_public_acls"], ["ignore_public_acls"]])]);
    let account = json!({"address": "aws_s3_account_public_access_block.a", "after": {}});
    assert_eq!(blocks(account)[0][0], false);
}
