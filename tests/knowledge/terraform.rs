//! Resource types that a repository adds. One row is enough: the policy needs no entry of its own.

use serde_json::{Value, json};

use super::{answers, support::Repo};

/// A resource of a plan: its type, and its values before and after.
struct Resource {
    kind: &'static str,
    before: Value,
    after: Value,
}

fn created(kind: &'static str, after: Value) -> Resource {
    Resource { kind, before: Value::Null, after }
}

fn plan(resources: &[Resource]) -> String {
    let change = |Resource { kind, before, after }: &Resource| {
        let action = match (before.is_null(), after.is_null()) {
            (true, _) => "create",
            (_, true) => "delete",
            _ if before == after => "no-op",
            _ => "update",
        };
        json!({
            "address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x",
            "provider_name": "registry.terraform.io/acme/acme",
            "change": {
                "actions": [action], "before": before, "after": after, "after_unknown": {},
                "before_sensitive": {}, "after_sensitive": {},
            },
        })
    };
    let expression = |value: &Value| json!({"constant_value": value});
    let configured = resources.iter().filter(|resource| resource.after.is_object()).map(|resource| {
        let written = resource.after.as_object().unwrap().iter().filter(|(_, value)| !value.is_array());
        let expressions: serde_json::Map<String, Value> =
            written.map(|(name, value)| (name.clone(), expression(value))).collect();
        let kind = resource.kind;
        json!({
            "address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x",
            "provider_config_key": "acme", "expressions": expressions,
        })
    });
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": resources.iter().map(change).collect::<Vec<_>>(),
        "configuration": {
            "provider_config": {"acme": {"name": "acme", "full_name": "registry.terraform.io/acme/acme"}},
            "root_module": {"resources": configured.collect::<Vec<_>>()},
        },
    });
    plan.to_string()
}

/// A table, rows for it, and what the policies say then about a plan of these resources.
type Case = (&'static str, &'static str, Vec<Resource>, &'static [&'static str]);

fn stored() -> Vec<Case> {
    vec![
        (
            "encrypted-at-rest",
            "acme_volume\tencrypted\ttrue\tbad\t-\tstorage",
            vec![created("acme_volume", json!({}))],
            &["TF002 violation"],
        ),
        (
            "encrypted-at-rest",
            "acme_volume\tdisks[].encrypted\ttrue\tbad\t-\tstorage",
            vec![created("acme_volume", json!({"disks": [{"encrypted": true}, {"encrypted": false}]}))],
            &["TF002 violation"],
        ),
        (
            "encrypted-at-rest",
            "acme_volume\tencrypted\ttrue\tbad\t-\tstorage",
            vec![created("acme_volume", json!({"encrypted": true}))],
            &[],
        ),
        // An argument that says nothing is no value, not even where no value is the good one.
        (
            "encrypted-at-rest",
            "acme_topic\tkms_key\t*\tbad\t-\tmessaging",
            vec![created("acme_topic", json!({"kms_key": ""}))],
            &["TF002 violation"],
        ),
        (
            "exposures",
            "acme_bucket\tvisibility\tsetting\tword\tpublic",
            vec![created("acme_bucket", json!({"visibility": "public"}))],
            &["TF001 violation"],
        ),
        (
            "exposures",
            "acme_bucket\tvisibility\tsetting\tword\tpublic",
            vec![created("acme_bucket", json!({"visibility": "private"}))],
            &[],
        ),
        (
            "stores",
            "acme_bucket\tname",
            vec![created("acme_bucket", json!({"name": "audit-log"}))],
            &["TF003 violation"],
        ),
        ("stores", "acme_bucket\tname", vec![created("acme_bucket", json!({"name": "holiday-pictures"}))], &[]),
    ]
}

fn kept_and_given() -> Vec<Case> {
    let everything = json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}).to_string();
    let something = everything.replace("\"Action\":\"*\"", "\"Action\":\"s3:GetObject\"");
    let role = |document: &str| vec![created("acme_role", json!({"policies": [{"document": document}]}))];
    let firewall = |network: &str| {
        let rule = json!({"protocol": "tcp", "from": 22, "to": 22, "networks": [network]});
        vec![created("acme_firewall", json!({"inbound": [rule]}))]
    };
    let changed = |kind: &'static str, before: Value, after: Value| vec![Resource { kind, before, after }];
    let bucket = json!({"name": "statements"});
    let lock_gone = |bucket_after: Value| {
        let lock = Resource { kind: "acme_bucket_lock", before: json!({"bucket": "statements"}), after: Value::Null };
        vec![lock, Resource { kind: "acme_bucket", before: json!({"name": "statements"}), after: bucket_after }]
    };
    vec![
        (
            "retention-lengths",
            "retention\tacme_log\tkeep_days\tdays\tnone",
            changed("acme_log", json!({"keep_days": 400}), json!({"keep_days": 30})),
            &["TF004 violation"],
        ),
        (
            "retention-guards",
            "acme_bucket\tversioned\ttrue\tstops keeping old versions",
            changed("acme_bucket", json!({"versioned": true}), json!({"versioned": false})),
            &["TF004 violation"],
        ),
        (
            "retention-protections",
            "acme_bucket_lock\tbucket\tacme_bucket\tname",
            lock_gone(bucket),
            &["TF004 violation"],
        ),
        ("retention-protections", "acme_bucket_lock\tbucket\tacme_bucket\tname", lock_gone(Value::Null), &[]),
        (
            "openings",
            "acme_firewall\tinbound[]\t-\tprotocol\tfrom..to\tnetworks",
            firewall("0.0.0.0/0"),
            &["TF006 violation"],
        ),
        ("openings", "acme_firewall\tinbound[]\t-\tprotocol\tfrom..to\tnetworks", firewall("10.0.0.0/8"), &[]),
        ("grants", "acme_role\tpolicies[].document\tdocument", role(&everything), &["TF005 violation"]),
        ("grants", "acme_role\tpolicies[].document\tdocument", role(&something), &[]),
        (
            "administrators",
            "role\troles/acme.owner",
            vec![created(
                "google_project_iam_member",
                json!({"role": "roles/acme.owner", "member": "serviceAccount:a@b.c"}),
            )],
            &["TF005 violation"],
        ),
    ]
}

fn ended_and_listed() -> Vec<Case> {
    let changed = |kind: &'static str, before: Value, after: Value| vec![Resource { kind, before, after }];
    let services =
        |names: &[&str]| json!({"services": names.iter().map(|name| json!({"name": name})).collect::<Value>()});
    vec![
        (
            "retention-records",
            "acme_log\tkept=true\t-\ta log with its records",
            changed("acme_log", json!({"kept": true}), Value::Null),
            &["TF004 violation"],
        ),
        (
            "retention-records",
            "acme_log\tkept=true\t-\ta log with its records",
            changed("acme_log", json!({"kept": false}), Value::Null),
            &[],
        ),
        (
            "retention-lists",
            "acme_trail\tservices[].name\tincluded\trecords fewer services",
            changed("acme_trail", services(&["a", "b"]), services(&["a"])),
            &["TF004 violation"],
        ),
        (
            "retention-rules",
            "acme_cleaning\trule\tdeletes\tobjects\t-\tage:days",
            changed("acme_cleaning", json!({"rule": [{"age": 400}]}), json!({"rule": [{"age": 30}]})),
            &["TF004 violation"],
        ),
    ]
}

#[test]
fn a_row_makes_a_resource_type_one_that_is_judged() {
    for (table, row, resources, expected) in stored().into_iter().chain(kept_and_given()).chain(ended_and_listed()) {
        let repo = Repo::clean().with("infra/plan.json", plan(&resources));
        assert_eq!(answers(&repo), [""; 0], "{table} {row}, without it");
        repo.write(&format!(".gate/knowledge/terraform/{table}.tsv"), format!("{row}\n"));
        assert_eq!(answers(&repo), expected, "{table} {row}");
    }
}

#[test]
fn a_store_of_ones_own_has_locks_of_its_own() {
    let locked =
        |days: u32| created("acme_bucket", json!({"name": "audit-log", "lock_mode": "hard", "lock_days": days}));
    for (days, expected) in [(3_650, &[][..]), (30, &["TF003 violation"][..])] {
        let repo = Repo::clean()
            .with("infra/plan.json", plan(&[locked(days)]))
            .with(".gate/knowledge/terraform/stores.tsv", "acme_bucket\tname\n")
            .with(
                ".gate/knowledge/terraform/store-locks.tsv",
                "acme_bucket\tacme_bucket\t-\tlock_mode\thard\tlock_days\t1\n",
            );
        assert_eq!(answers(&repo), expected, "{days}");
    }
    // Those of a store that gate knows are gate's alone.
    let bucket = created("aws_s3_bucket", json!({"bucket": "audit-log"}));
    let repo = Repo::clean().with("infra/plan.json", plan(&[bucket]));
    assert!(answers(&repo).contains(&"TF003 violation".to_owned()));
    repo.write(".gate/knowledge/terraform/store-locks.tsv", "aws_s3_bucket\tacme_lock\t-\tmode\thard\tdays\t1\n");
    let run = repo.gate(&["check"]);
    assert!(run.code == 2 && run.stderr.contains("store-locks.tsv:1:1"), "{}", run.text());
}
