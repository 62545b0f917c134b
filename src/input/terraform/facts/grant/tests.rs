#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::{Documents, Grant, Kind, grants};
use crate::input::Fact;
use crate::input::terraform::facts::argument::{LATER, Resources, SENSITIVE, dotted};
use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::model::Plan;
use crate::knowledge::Knowledge;

/// All grants of a plan. Of each it is said why a part of it is null.
pub(super) fn all_of(plan: &Plan) -> Vec<Fact<Grant>> {
    let resources = Resources::of(plan);
    let found = grants(&resources, &Documents::new(&resources), &Knowledge::default());
    for Fact { says, why, .. } in &found {
        let answers =
            [says.administrator, says.actions.every, says.resources.every, says.restricted, says.who.everybody];
        let open = answers.contains(&None) || says.effect.is_none() || says.name.is_none();
        assert_ne!(open, why.is_empty(), "{says:?}: {why}");
    }
    found
}

/// Those of administrators, or that may be.
fn of_plan(plan: &Plan) -> Vec<Fact<Grant>> {
    all_of(plan).into_iter().filter(|fact| fact.says.administrator != Some(false)).collect()
}

/// The grants of administrators in a plan, each as its answer, its path and its words.
fn said(sample: Sample) -> Vec<(Option<bool>, String, String)> {
    let plan = sample.plan();
    let found = of_plan(&plan);
    found.into_iter().map(|fact| (fact.says.administrator, dotted(&fact.path), fact.says.words)).collect()
}

fn one(address: &str, after: Value) -> Vec<(Option<bool>, String, String)> {
    said(Sample::default().with(address, after))
}

fn yes(path: &str, words: &str) -> Vec<(Option<bool>, String, String)> {
    vec![(Some(true), path.to_owned(), words.to_owned())]
}

fn open(path: &str, words: &str) -> Vec<(Option<bool>, String, String)> {
    vec![(None, path.to_owned(), words.to_owned())]
}

/// A resource of which one argument is known only after apply and refers to these, which are there as well.
fn later(address: &str, argument: &str, references: &[&str], after: Value) -> Sample {
    let (mut expressions, mut unknown) = (json!({}), json!({}));
    expressions[argument] = json!({"references": references});
    unknown[argument] = json!(true);
    let says = json!({"after": after, "after_unknown": unknown, "expressions": expressions});
    let targets = references.iter().filter(|name| !name.starts_with("var.") && !name.starts_with("aws_iam_policy."));
    let targets = targets.filter_map(|name| name.rsplit_once('.'));
    targets.fold(Sample::default().resource(address, says), |sample, (target, _)| sample.with(target, json!({})))
}

fn policy(statement: Value) -> Value {
    json!({"policy": json!({"Statement": statement}).to_string()})
}

#[test]
fn a_statement_for_everything_is_one_of_an_administrator_whatever_its_form() {
    for (statement, words) in [
        (json!({"Effect": "Allow", "Action": "*", "Resource": "*"}), "allows every action on every resource"),
        (
            json!({"Action": ["s3:GetObject", "*:*"], "Resource": ["a", "arn:aws:*"]}),
            "allows every action on every resource",
        ),
        (json!({"NotAction": "iam:*", "Resource": "*"}), "allows every action but iam:* on every resource"),
        (
            json!({"Action": "**", "NotResource": "arn:aws:s3:::x"}),
            "allows every action on every resource but arn:aws:s3:::x",
        ),
        // A condition does not make it less: whoever meets it owns the account.
        (
            json!({"Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}),
            "allows every action on every resource",
        ),
    ] {
        let actions = if statement.get("NotAction").is_some() { "NotAction" } else { "Action" };
        let index = if statement["Action"].is_array() { ".1" } else { "" };
        let place = format!("policy.Statement.{actions}{index}");
        assert_eq!(one("aws_iam_policy.p", policy(statement.clone())), yes(&place, words), "{statement}");
    }
    let escaped = json!({"policy": r#"{"Statement": {"Action": "\u002a", "Resource": "\u002a"}}"#});
    assert_eq!(
        one("aws_iam_user_policy.p", escaped),
        yes("policy.Statement.Action", "allows every action on every resource")
    );
}

#[test]
fn one_service_or_one_resource_is_not_everything() {
    for statement in [
        json!({"Action": "s3:*", "Resource": "*"}),
        json!({"Action": "*", "Resource": "arn:aws:s3:::b/*"}),
        json!({"Effect": "Deny", "Action": "*", "Resource": "*"}),
        json!({"NotAction": "*", "Resource": "*"}),
        json!({"Action": "*", "NotResource": "*"}),
        json!([]),
    ] {
        assert_eq!(one("aws_iam_group_policy.p", policy(statement.clone())), [], "{statement}");
    }
}

#[test]
fn policies_inside_of_a_role_are_judged_one_by_one() {
    let everything = json!({"Statement": {"Action": "*", "Resource": "*"}}).to_string();
    let inline = json!({"inline_policy": [{"name": "a"}, {"name": "b", "policy": everything}]});
    assert_eq!(
        one("aws_iam_role.r", inline),
        yes("inline_policy.1.policy.Statement.Action", "allows every action on every resource")
    );
    let words = "what aws_iam_role.r allows";
    assert_eq!(said(later("aws_iam_role.r", "inline_policy", &["var.x"], json!({}))), open("inline_policy", words));
    let dynamic = json!({"after": {"inline_policy": [{"name": "a"}]}, "after_unknown": {"inline_policy": [{"policy": true}]},
        "expressions": {"inline_policy": []}});
    assert_eq!(said(Sample::default().resource("aws_iam_role.r", dynamic)), open("inline_policy.0.policy", words));
}

#[test]
fn an_inline_policy_that_only_waits_for_an_arn_is_read_from_the_code() {
    let role = json!({"after": {"inline_policy": [{"name": "a"}]}, "after_unknown": {"inline_policy": [{"policy": true}]},
        "expressions": {"inline_policy": [{"name": {"constant_value": "a"}, "policy": {"references": ["aws_sqs_queue.q.arn"]}}]}});
    let with = |action: &str, resource: &str| {
        let code = format!(
            "resource \"aws_sqs_queue\" \"q\" {{\n}}\nresource \"aws_iam_role\" \"r\" {{\n  inline_policy {{\n    name = \"a\"\n    \
             policy = jsonencode({{ Statement = [{{ Action = \"{action}\", Resource = {resource} }}] }})\n  }}\n}}\n"
        );
        said(Sample::default().resource("aws_iam_role.r", role.clone()).with("aws_sqs_queue.q", json!({})).code(&code))
    };
    assert_eq!(with("*", "aws_sqs_queue.q.arn"), []);
    let everything = yes("inline_policy.0.policy.Statement.0.Action", "allows every action on every resource");
    assert_eq!(with("*", "[aws_sqs_queue.q.arn, \"*\"]"), everything);
    assert_eq!(with("*", "var.x")[0].0, None);
}

#[test]
fn the_managed_policy_of_administrators_is_known_by_its_arn() {
    for (address, argument) in [
        ("aws_iam_role_policy_attachment.a", "policy_arn"),
        ("aws_iam_policy_attachment.a", "policy_arn"),
        ("aws_ssoadmin_managed_policy_attachment.a", "managed_policy_arn"),
    ] {
        for (arn, expected) in [
            ("arn:aws:iam::aws:policy/AdministratorAccess", yes(argument, "attaches AdministratorAccess")),
            ("arn:aws-us-gov:iam::aws:policy/AdministratorAccess", yes(argument, "attaches AdministratorAccess")),
            ("arn:aws:iam::aws:policy/ReadOnlyAccess", vec![]),
            ("arn:aws:iam::111122223333:policy/AdministratorAccess", vec![]),
        ] {
            let mut after = json!({});
            after[argument] = json!(arn);
            assert_eq!(one(address, after), expected, "{address} {arn}");
        }
    }
    let arns = json!(["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"]);
    for (address, argument) in [
        ("aws_iam_role.a", "managed_policy_arns"),
        ("aws_iam_role_policy_attachments_exclusive.a", "policy_arns"),
        ("aws_iam_user_policy_attachments_exclusive.a", "policy_arns"),
        ("aws_iam_group_policy_attachments_exclusive.a", "policy_arns"),
    ] {
        let mut after = json!({});
        after[argument] = arns.clone();
        assert_eq!(one(address, after), yes(&format!("{argument}.1"), "attaches AdministratorAccess"), "{address}");
    }
}

#[test]
fn a_policy_of_the_plan_is_judged_where_it_is_written_and_any_other_is_not_known() {
    let attached = |references: &[&str]| {
        said(
            later("aws_iam_role_policy_attachment.a", "policy_arn", references, json!({}))
                .with("aws_iam_policy.p", policy(json!([]))),
        )
    };
    let words = "which policy aws_iam_role_policy_attachment.a attaches";
    assert_eq!(attached(&["aws_iam_policy.p.arn", "aws_iam_policy.p"]), []);
    for references in [&["data.aws_iam_policy.p.arn"][..], &["var.arn"], &[], &["aws_iam_policy.p.arn", "var.arn"]] {
        assert_eq!(attached(references), open("policy_arn", words), "{references:?}");
    }
    let words = "which policy aws_iam_role.r attaches";
    assert_eq!(
        said(later("aws_iam_role.r", "managed_policy_arns", &["var.x"], json!({}))),
        open("managed_policy_arns", words)
    );
    // The provider fills in what the code leaves out. Without the code nobody can tell whether it does: the configuration of
    // a plan does not have blocks that `dynamic` makes.
    let left_out = json!({"after": {}, "after_unknown": {"managed_policy_arns": true, "inline_policy": true}});
    let left_out = || Sample::default().resource("aws_iam_role.r", left_out.clone());
    assert_eq!(said(left_out().code("resource \"aws_iam_role\" \"r\" {}\n")), []);
    assert_eq!(said(left_out()), open("inline_policy", "what aws_iam_role.r allows"));
}

#[test]
fn an_owner_of_a_subscription_of_azure() {
    let assigned = |argument: &str, role: &str, scope: &str| {
        let mut after = json!({"scope": scope});
        after[argument] = json!(role);
        one("azurerm_role_assignment.a", after)
    };
    let owner = "makes an owner of a whole subscription";
    let id = "/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635";
    for scope in
        ["/subscriptions/0000", "/subscriptions/0000/", "/", "/providers/Microsoft.Management/managementGroups/m"]
    {
        assert_eq!(assigned("role_definition_name", "Owner", scope), yes("role_definition_name", owner), "{scope}");
        assert_eq!(assigned("role_definition_id", id, scope), yes("role_definition_id", owner), "{scope}");
    }
    assert_eq!(assigned("role_definition_name", "Owner", "/subscriptions/0000/resourceGroups/g"), []);
    assert_eq!(assigned("role_definition_name", "Reader", "/subscriptions/0000"), []);
}

#[test]
fn an_owner_of_something_that_is_not_known_yet() {
    let words = "whether azurerm_role_assignment.a makes an owner of a subscription";
    let scoped = |references: &[&str]| {
        said(later("azurerm_role_assignment.a", "scope", references, json!({"role_definition_name": "Owner"})))
    };
    assert_eq!(scoped(&["azurerm_resource_group.g.id"]), []);
    for references in [&["azurerm_subscription.s.id"][..], &["var.scope"], &[]] {
        assert_eq!(scoped(references), open("role_definition_name", words), "{references:?}");
    }
    let named = |references: &[&str], scope: &str| {
        said(later("azurerm_role_assignment.a", "role_definition_id", references, json!({"scope": scope})))
    };
    assert_eq!(named(&["azurerm_role_definition.r.id"], "/subscriptions/0"), []);
    assert_eq!(named(&["var.role"], "/subscriptions/0"), open("role_definition_id", words));
    assert_eq!(named(&["var.role"], "/subscriptions/0/resourceGroups/g"), []);
}

#[test]
fn the_basic_roles_of_google() {
    for role in ["roles/owner", "roles/editor"] {
        let granted = one("google_project_iam_member.g", json!({"role": role}));
        assert_eq!(granted, yes("role", &format!("grants {role}")));
    }
    assert_eq!(one("google_folder_iam_binding.g", json!({"role": "roles/viewer"})), []);
    let role = |references: &[&str]| said(later("google_organization_iam_member.g", "role", references, json!({})));
    assert_eq!(role(&["google_project_iam_custom_role.c.name"]), []);
    assert_eq!(role(&["terraform_data.t.output"]), open("role", "which role google_organization_iam_member.g grants"));
}

#[test]
fn what_is_sensitive_is_not_known_and_a_secret_beside_it_does_not_matter() {
    for (address, after, hidden, path) in [
        ("aws_iam_policy.p", policy(json!({"Action": "*", "Resource": "*"})), json!({"policy": true}), "policy"),
        (
            "aws_iam_role_policy_attachment.a",
            json!({"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            json!({"policy_arn": true}),
            "policy_arn",
        ),
        (
            "aws_iam_role.r",
            json!({"managed_policy_arns": ["x"]}),
            json!({"managed_policy_arns": true}),
            "managed_policy_arns",
        ),
        (
            "aws_iam_role.r",
            json!({"inline_policy": [{"policy": "{}"}]}),
            json!({"inline_policy": true}),
            "inline_policy",
        ),
        ("google_project_iam_member.g", json!({"role": "roles/owner"}), json!({"role": true}), "role"),
        (
            "azurerm_role_assignment.a",
            json!({"role_definition_name": "Owner", "scope": "/subscriptions/0"}),
            json!({"role_definition_name": true}),
            "role_definition_name",
        ),
        (
            "azurerm_role_assignment.a",
            json!({"role_definition_name": "Owner", "scope": "/subscriptions/0"}),
            json!({"scope": true}),
            "role_definition_name",
        ),
    ] {
        let plan = Sample::default().resource(address, json!({"after": after, "after_sensitive": hidden})).plan();
        let found = of_plan(&plan);
        let [fact] = found.as_slice() else { panic!("{address}: {found:?}") };
        assert_eq!((fact.says.administrator, dotted(&fact.path).as_str(), fact.why.as_str()), (None, path, SENSITIVE));
    }
    let secret = json!({"after": {"policy": "{}", "name": "x"}, "after_sensitive": {"name": true}});
    assert_eq!(said(Sample::default().resource("aws_iam_policy.p", secret)), []);
    let plan = Sample::default()
        .resource("aws_iam_policy.p", json!({"after": {"policy": "{}"}, "after_sensitive": true}))
        .plan();
    assert_eq!(of_plan(&plan)[0].says.administrator, None);
}

#[test]
fn a_policy_that_is_deleted_gives_nothing() {
    let gone = json!({"actions": ["delete"], "before": policy(json!({"Action": "*", "Resource": "*"})), "after": null});
    assert_eq!(said(Sample::default().resource("aws_iam_policy.p", gone)), []);
}

#[test]
fn a_block_of_a_data_source_is_pointed_at() {
    let plan = Sample::default()
        .resource(
            "aws_iam_policy.p",
            json!({"after": {}, "after_unknown": {"policy": true}, "expressions": {"policy": {"references": [
                "data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}}}),
        )
        .resource(
            "data.aws_iam_policy_document.d",
            json!({"after": {"statement": [{"not_actions": ["iam:*"], "resources": ["*"]}, {"resources": ["*"]}]},
                "after_unknown": {"json": true, "statement": [{}, {"actions": true}]}}),
        )
        .plan();
    let found = of_plan(&plan);
    let [all, open] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((dotted(&all.path), all.says.kind), ("statement.0.not_actions".to_owned(), Kind::Statement));
    assert_eq!(
        (dotted(&open.path), open.says.administrator, open.why.as_str()),
        ("statement.1.actions".to_owned(), None, LATER)
    );
    assert_eq!((all.about.as_str(), open.about.as_str()), ("aws_iam_policy.p", "aws_iam_policy.p"));
    let source = plan.resources.iter().find(|resource| resource.kind == "aws_iam_policy_document").unwrap();
    assert!(all.loc == source.loc && open.loc == source.loc);
}
