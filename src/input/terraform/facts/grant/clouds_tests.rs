#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::tests::all_of;
use crate::input::terraform::facts::argument::{LATER, dotted};
use crate::input::terraform::facts::sample::Sample;

/// What a plan gives: whether it makes an administrator, its place, its words and why nobody can tell.
type Said = (Option<bool>, String, String, String);

fn said(sample: Sample) -> Vec<Said> {
    let found = all_of(&sample.plan());
    let said = |fact: &crate::input::Fact<super::Grant>| {
        (fact.says.administrator, dotted(&fact.path), fact.says.words.clone(), fact.why.clone())
    };
    found.iter().map(said).collect()
}

fn one(address: &str, after: Value) -> Said {
    let found = said(Sample::default().with(address, after));
    let [one] = found.as_slice() else { panic!("{found:?}") };
    one.clone()
}

fn yes(path: &str, words: &str) -> Said {
    (Some(true), path.to_owned(), words.to_owned(), String::new())
}

fn no(path: &str) -> Said {
    (Some(false), path.to_owned(), String::new(), String::new())
}

#[test]
fn a_policy_of_google_gives_each_role_of_its_bindings() {
    let policy = |role: &str| {
        json!({"policy_data": json!({"bindings": [
        {"role": "roles/viewer", "members": ["allUsers"]}, {"role": role, "members": ["user:a@acme.example"]}]}).to_string()})
    };
    for kind in ["google_project_iam_policy", "google_folder_iam_policy", "google_organization_iam_policy"] {
        let found = said(Sample::default().with(&format!("{kind}.p"), policy("roles/owner")));
        assert_eq!(
            found,
            [no("policy_data.bindings.0.role"), yes("policy_data.bindings.1.role", "grants roles/owner")]
        );
        let found = said(Sample::default().with(&format!("{kind}.p"), policy("roles/iam.securityAdmin")));
        assert_eq!(found[1], no("policy_data.bindings.1.role"), "{kind}");
    }
    let found = all_of(&Sample::default().with("google_project_iam_policy.p", policy("roles/owner")).plan());
    assert_eq!((found[0].says.who.everybody, found[1].says.who.everybody), (Some(true), Some(false)));
    assert_eq!(
        (found[1].says.who.listed[0].kind.as_str(), found[1].says.who.listed[0].name.as_str()),
        ("user", "a@acme.example")
    );
    for text in ["", "{}"] {
        assert_eq!(said(Sample::default().with("google_project_iam_policy.p", json!({"policy_data": text}))), []);
    }
    let (answer, path, words, _) = one("google_project_iam_policy.p", json!({"policy_data": "owner"}));
    assert_eq!(
        (answer, path.as_str(), words.as_str()),
        (None, "policy_data", "which role google_project_iam_policy.p grants")
    );
}

/// A policy of a project that the data source `google_iam_policy` makes, with one binding.
fn of_data_source(binding: Value, unknown: Value, expressions: Value) -> Sample {
    let from =
        json!({"policy_data": {"references": ["data.google_iam_policy.d.policy_data", "data.google_iam_policy.d"]}});
    Sample::default()
        .resource(
            "google_project_iam_policy.p",
            json!({"after": {}, "after_unknown": {"policy_data": true}, "expressions": from}),
        )
        .resource(
            "data.google_iam_policy.d",
            json!({"after": {"binding": [binding]}, "after_unknown": {"policy_data": true, "binding": [unknown]},
                "expressions": {"binding": [expressions]}}),
        )
        .with("google_service_account.a", json!({}))
}

#[test]
fn a_policy_of_google_that_waits_for_its_members_is_read_from_its_data_source() {
    let unknown = json!({"members": [true]});
    let accounts = json!({"role": {"constant_value": "roles/owner"}, "members": {"references": ["google_service_account.a.email", "google_service_account.a"]}});
    let sample = of_data_source(json!({"role": "roles/owner", "members": [null]}), unknown.clone(), accounts);
    let plan = sample.plan();
    let found = all_of(&plan);
    let source = plan.resources.iter().find(|resource| resource.mode == "data").unwrap();
    assert_eq!(
        (found.len(), found[0].loc.as_str(), dotted(&found[0].path).as_str()),
        (1, source.loc.as_str(), "binding.0.role")
    );
    assert_eq!((found[0].says.administrator, found[0].says.who.everybody), (Some(true), Some(false)));
    assert_eq!(found[0].about, "google_project_iam_policy.p");
    // Nobody can tell who else gets it.
    let others = json!({"role": {"constant_value": "roles/viewer"}, "members": {"references": ["var.members"]}});
    let found = all_of(&of_data_source(json!({"role": "roles/viewer", "members": [null]}), unknown, others).plan());
    assert_eq!(
        (found[0].says.administrator, found[0].says.who.everybody, found[0].why.as_str()),
        (Some(false), None, LATER)
    );
    let role = of_data_source(json!({"members": []}), json!({"role": true}), json!({}));
    let (answer, path, ..) = said(role).remove(0);
    assert_eq!((answer, path.as_str()), (None, "binding.0"));
}

#[test]
fn a_role_of_azure_that_may_do_everything_is_that_of_an_owner() {
    let role = |actions: Value, except: Value, scope: &str| {
        one(
            "azurerm_role_definition.r",
            json!({"scope": scope, "permissions": [{"actions": actions, "not_actions": except}]}),
        )
    };
    let owner = yes("permissions.0.actions", "is a role of an owner of a whole subscription");
    let subscription = "/subscriptions/0000";
    assert_eq!(role(json!(["*"]), json!([]), subscription), owner);
    assert_eq!(role(json!(["*/read", "*"]), json!(["Microsoft.Compute/*"]), subscription), owner);
    for (actions, except, scope) in [
        (json!(["*"]), json!(["Microsoft.Authorization/*/Write"]), subscription),
        (json!(["*"]), json!(["Microsoft.Authorization/roleAssignments/write"]), subscription),
        (json!(["*"]), json!(["*"]), subscription),
        (json!(["*/read"]), json!([]), subscription),
        (json!(["*"]), json!([]), "/subscriptions/0000/resourceGroups/g"),
    ] {
        assert_eq!(
            role(actions.clone(), except.clone(), scope),
            no("permissions.0.actions"),
            "{actions} {except} {scope}"
        );
    }
    let open = json!({"after": {"scope": subscription, "permissions": [{"actions": [null]}]},
        "after_unknown": {"permissions": [{"actions": [true]}]}});
    let found = said(Sample::default().resource("azurerm_role_definition.r", open));
    assert_eq!((found[0].0, found[0].1.as_str(), found[0].3.as_str()), (None, "permissions.0", LATER));
}

#[test]
fn a_role_that_is_active_counts_and_one_that_must_be_asked_for_does_not() {
    let owner = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    let after = json!({"scope": "/subscriptions/0000", "role_definition_id": owner, "principal_id": "p"});
    let words = "makes an owner of a whole subscription";
    assert_eq!(one("azurerm_pim_active_role_assignment.a", after.clone()), yes("role_definition_id", words));
    assert_eq!(said(Sample::default().with("azurerm_pim_eligible_role_assignment.a", after)), []);
}

#[test]
fn an_administrator_of_the_directory_of_azure() {
    let words = "makes an administrator of the whole directory";
    let id = "62e90394-69f5-4237-9190-012177145e10";
    for (kind, argument) in
        [("azuread_directory_role_assignment", "role_id"), ("azuread_directory_role_member", "role_object_id")]
    {
        let address = format!("{kind}.a");
        let mut after = json!({});
        after[argument] = json!(id);
        assert_eq!(one(&address, after.clone()), yes(argument, words));
        after[argument] = json!("f2ef992c-3afb-46b9-b7cf-a126ee74c451");
        assert_eq!(one(&address, after), no(argument));
        let called = |name: &str| {
            let (mut unknown, mut from) = (json!({}), json!({}));
            unknown[argument] = json!(true);
            from[argument] =
                json!({"references": ["azuread_directory_role.r.template_id", "azuread_directory_role.r"]});
            let member = json!({"after": {}, "after_unknown": unknown, "expressions": from});
            let sample = Sample::default().resource(&address, member);
            said(sample.with("azuread_directory_role.r", json!({"display_name": name}))).remove(0)
        };
        assert_eq!(called("Global administrator"), yes(argument, words), "{kind}");
        assert_eq!(called("Global Reader"), no(argument), "{kind}");
    }
    let open = json!({"after": {}, "after_unknown": {"role_id": true}, "expressions": {"role_id": {"references": ["var.role"]}}});
    let found = said(Sample::default().resource("azuread_directory_role_assignment.a", open));
    assert_eq!((found[0].0, found[0].3.as_str()), (None, LATER));
}
