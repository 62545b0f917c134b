use serde_json::{Value, json};

use super::{document, fixture, parse_text, path, place, resource, without_code};
use crate::input::{Document, Parsed};
use crate::source::{Source, Span};

#[test]
fn no_secret_reaches_the_policies() {
    for document in [document(fixture("secrets")), without_code("secrets")] {
        let text = document.value().to_string();
        for secret in ["hunter2", "AKIA4EXUQ2WTR7OBZMPL", "pQ7rT2vX9zA4bC6dE8fG1hJ3kL5mN0oP2qR4sT6u"] {
            assert!(!text.contains(secret), "{secret}");
        }
        for kept in ["visible", "STAGE", "prod", "DB_PASSWORD", "postgres"] {
            assert!(text.contains(kept), "{kept}");
        }
    }
}

fn found(document: &Document) -> Vec<String> {
    let secrets = document.value()["secrets"].as_array().unwrap().iter();
    let mut lines: Vec<String> = secrets
        .map(|secret| {
            let steps = secret["at"].as_array().unwrap().iter().map(|step| match step {
                Value::String(key) => key.clone(),
                other => other.to_string(),
            });
            let place = place(document, &secret["_loc"], &steps.collect::<Vec<_>>().join("/"));
            let (place, _) = place.split_once(' ').unwrap();
            let from = if secret["constant"] == true { "written at" } else { "used at" };
            format!("{} {} {from} {place}", secret["resource"].as_str().unwrap(), secret["path"].as_str().unwrap())
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_credential_is_found_where_it_is_written_not_where_it_ends_up() {
    assert_eq!(
        found(&document(fixture("secrets"))),
        [
            "aws_db_instance.direct password written at infra/main.tf:47:25",
            "aws_db_instance.outside password used at infra/main.tf:57:25",
            "aws_ecs_task_definition.worker container_definitions.0.environment.0.value written at infra/main.tf:81:90",
            "aws_lambda_function.report environment.0.variables.API_KEY written at infra/main.tf:28:13",
            "aws_lambda_function.report environment.0.variables.DB_PASSWORD written at infra/main.tf:69:21",
            "aws_lambda_function.report environment.0.variables.TOKEN used at infra/main.tf:71:21",
            "module.database.aws_db_instance.main password written at infra/main.tf:99:14",
            "provider.aws access_key written at infra/main.tf:13:33",
            "provider.aws secret_key written at infra/main.tf:14:33",
            "terraform_data.later input.password written at infra/main.tf:37:16",
            "terraform_data.mixed input.token used at infra/main.tf:87:13",
            "var.token  used at infra/main.tf:21:1",
        ]
    );
}

#[test]
fn a_marker_says_what_a_policy_may_know() {
    let document = document(fixture("secrets"));
    let values = |address: &str| &resource(&document, address)["values"];
    let marker = |length: usize| json!({"redacted": true, "kind": "string", "length": length});
    assert_eq!(values("aws_db_instance.outside")["password"], marker(15));
    let mut literal = marker(14);
    literal["literal"] = true.into();
    assert_eq!(values("aws_db_instance.direct")["password"], literal);
    assert_eq!(values("aws_db_instance.direct")["password_wo"], Value::Null);
    let variables = &document.value()["variables"];
    assert_eq!((&variables["token"]["value"], &variables["token"]["sensitive"]), (&marker(19), &true.into()));
    // Nothing marks this variable, but it sets a password.
    assert_eq!(
        (&variables["from_outside"]["value"], &variables["from_outside"]["sensitive"]),
        (&marker(15), &false.into())
    );
    assert_eq!(document.value()["outputs"][0]["value"], marker(19));
    assert_eq!(resource(&document, "terraform_data.mixed")["sensitive"], json!({"input.token": true}));
}

#[test]
fn no_snippet_of_a_plan_or_of_a_written_credential_is_shown() {
    let tree = fixture("secrets");
    let document = document(fixture("secrets"));
    for source in tree {
        let hidden = document.locator.hidden(source.path());
        for (start, word) in source.text().match_indices("hunter2") {
            let word = Span::new(start, start + word.len());
            assert!(hidden.iter().any(|span| span.overlaps(word)), "{}:{}", source.path(), source.position(start));
        }
        if source.path().as_str() == "infra/main.tf" {
            assert!(hidden.iter().all(|span| source.slice(*span).len() < 60), "only the strings are hidden");
        }
    }
}

#[test]
fn a_variable_that_is_not_declared_is_masked() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.4", "variables": {"x": {"value": "plain"}},
        "configuration": {"root_module": {}}}"#;
    let Parsed::Document(document) = parse_text(plan) else { panic!("not read") };
    assert_eq!(document.value()["variables"]["x"]["value"]["redacted"], true);
    // It may be a region or the name of the company, which stands everywhere.
    assert!(document.known.is_empty());
}

#[test]
fn a_credential_is_known_wherever_it_comes_from() {
    let document = document(fixture("origins"));
    for source in fixture("origins").iter().filter(|source| source.path().extension() == Some("tf")) {
        let shown = document.known.mask(source.text());
        let hidden = document.locator.hidden(source.path());
        for (at, _) in shown.match_indices("Velvet-otter") {
            // What is only complete after apply has no value to know; its place is hidden.
            assert!(hidden.iter().any(|span| span.start <= at && at < span.end), "{}", source.position(at));
        }
        for kept in ["visible", "credentials", "terraform_data", "DB_PASSWORD", "jsonencode"] {
            assert_eq!(shown.matches(kept).count(), source.text().matches(kept).count(), "{kept}");
        }
    }
}

#[test]
fn what_names_an_entry_of_a_store_is_no_credential() {
    let after = |store: &str| {
        json!({"environment": [{"environment_variable": [
        {"name": "API_SECRET", "value": "prod/api-2:velvet-otter", "type": store}]}]})
    };
    let plan = |after: Value| {
        json!({"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {"root_module": {}}, "resource_changes": [
            {"address": "aws_codebuild_project.b", "mode": "managed", "type": "aws_codebuild_project", "name": "b",
             "change": {"actions": ["create"], "before": null, "after": after, "after_unknown": {}}}]})
    };
    for (store, secrets) in [("SECRETS_MANAGER", 0), ("PARAMETER_STORE", 0), ("PLAINTEXT", 1)] {
        let Parsed::Document(document) = parse_text(&plan(after(store)).to_string()) else { panic!("not read") };
        assert_eq!(document.value()["secrets"].as_array().unwrap().len(), secrets, "{store}");
        assert_eq!(document.known.is_empty(), secrets == 0, "{store}");
    }
}

#[test]
fn a_secure_parameter_is_known_whichever_argument_holds_it() {
    let plan = json!({"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {"root_module": {}}, "resource_changes": [
        {"address": "aws_ssm_parameter.p", "mode": "managed", "type": "aws_ssm_parameter", "name": "p",
         "change": {"actions": ["create"], "before": null, "after_unknown": {},
                    "after": {"type": "SecureString", "insecure_value": "velvet-otter-1", "name": "/velvet/name"}}}]});
    let Parsed::Document(document) = parse_text(&plan.to_string()) else { panic!("not read") };
    assert_eq!(document.known.mask("velvet-otter-1 /velvet/name"), "************** /velvet/name");
}

#[test]
fn code_in_json_writes_out_credentials_too() {
    let code = r#"{"variable": {"blue": {"default": "velvet-otter-1", "sensitive": true}, "db_password": {"default": "velvet-otter-2"}},
        "resource": {"x": {"y": {"env": [{"name": "API_TOKEN", "value": "velvet-otter-3"}], "title": "velvet-title-4"}}}}"#;
    let plan = json!({"format_version": "1.2", "terraform_version": "1.11.4", "configuration": {"root_module": {}}});
    let document = document(vec![
        Source::from_text(path("infra/plan.json"), &plan.to_string()),
        Source::from_text(path("infra/main.tf.json"), code),
        Source::from_text(path("infra/prod.tfvars.json"), r#"{"blue": "velvet-otter-5", "green": "velvet-title-6"}"#),
        Source::from_text(path("infra/test.tfvars"), "blue = \"velvet-otter-7\"\ngreen = \"velvet-title-8\"\n"),
    ]);
    for number in [1, 2, 3, 5, 7] {
        assert_eq!(document.known.mask(&format!("velvet-otter-{number}")), "**************");
    }
    for kept in ["velvet-title-4", "velvet-title-6", "velvet-title-8"] {
        assert_eq!(document.known.mask(kept), kept);
    }
}
