//! Credentials that the code writes out.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::argument::{Argument, Resources, SENSITIVE};
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Segment};

/// The type of a parameter of which every value is a credential, whatever it looks like.
const PARAMETER: &str = "aws_ssm_parameter";

/// A credential that is written out. `about` is what uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Literal {
    /// The argument that holds it, dotted; `value` for a variable, which holds it as a whole.
    pub argument: String,
    /// Whether it is one that the code writes out: true, or null when that hangs on something that cannot be known.
    pub credential: Option<bool>,
    /// What uses it and how, the same wherever it is written.
    pub key: String,
}

/// The credentials that the code of a plan writes out.
pub(super) fn literals(plan: &Plan, resources: &Resources<'_>) -> Vec<Fact<Literal>> {
    let listed = plan.secrets.iter().filter(|secret| secret.constant || !secret.doubt.is_empty());
    let known: BTreeSet<(&str, &str)> =
        listed.clone().map(|secret| (secret.resource.as_str(), secret.path.as_str())).collect();
    let mut times: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let listed = listed.map(|secret| {
        let mut fact = fact(&secret.loc, secret.at.clone(), &secret.resource, &secret.path);
        // A script may hold several.
        let time = times.entry((&secret.resource, &secret.path)).or_default();
        *time = time.saturating_add(1);
        if *time > 1 {
            fact.says.key = format!("{} {time}", fact.says.key);
        }
        if secret.doubt.is_empty() {
            return fact;
        }
        fact.says.credential = None;
        fact.because(secret.doubt)
    });
    let listed: Vec<_> = listed.collect();
    // Where the code is at hand, all of it was looked at.
    let without_code = resources.existing(PARAMETER).filter(|parameter| parameter.file.is_none());
    let secure = without_code.flat_map(|parameter| {
        let kept = match parameter.argument(&[Segment::Key("type".to_owned())]) {
            Argument::Known(kind) if kind == "SecureString" => Some(Ok(())),
            Argument::Known(_) | Argument::Absent => None,
            Argument::Unknown(why) => Some(Err(why)),
        };
        let written = ["value", "insecure_value"].into_iter().filter(|argument| {
            is_written_out(parameter, argument) && !known.contains(&(parameter.address.as_str(), argument))
        });
        let written: Vec<&str> = written.collect();
        kept.into_iter().flat_map(move |kept| {
            written.clone().into_iter().map(move |argument| {
                let path = vec![Segment::Key(argument.to_owned())];
                let mut fact = fact(&parameter.loc, path, &parameter.address, argument);
                fact.says.credential = kept.is_ok().then_some(true);
                fact.because(kept.err().unwrap_or_default())
            })
        })
    });
    listed.into_iter().chain(secure).collect()
}

/// Whether the code writes out the value of an argument, and it is not empty. One that is hidden may be anything.
fn is_written_out(resource: &Resource, argument: &str) -> bool {
    let value = resource.argument(&[Segment::Key(argument.to_owned())]);
    resource.constants.contains_key(argument)
        && match value {
            Argument::Known(value) => *value != Value::String(String::new()),
            Argument::Unknown(why) => why == SENSITIVE,
            Argument::Absent => false,
        }
}

fn fact(loc: &str, path: Vec<Segment>, about: &str, argument: &str) -> Fact<Literal> {
    let key = format!("{about}#{argument}");
    let argument = if argument.is_empty() { "value" } else { argument }.to_owned();
    Fact::new(loc, path, about, Literal { argument, credential: Some(true), key })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::literals;
    use crate::input::terraform::facts::argument::{LATER, Resources, SENSITIVE, dotted};
    use crate::input::terraform::facts::sample::Sample;

    fn found(sample: Sample) -> Vec<(String, String, String)> {
        let plan = sample.plan();
        let facts = literals(&plan, &Resources::of(&plan));
        facts.into_iter().map(|fact| (fact.about, dotted(&fact.path), fact.says.argument)).collect()
    }

    fn parameter(kind: &str, value: &str) -> Value {
        json!({"type": kind, "value": value})
    }

    #[test]
    fn a_literal_is_named_by_resource_and_argument_and_found_once() {
        let database = Sample::default().with("aws_db_instance.d", json!({"password": "Granite-otter-77"}));
        assert_eq!(found(database), [("aws_db_instance.d".into(), "password".into(), "password".into())]);
        for value in ["blue", "ghp_0123456789abcdefghijABCDEFGHIJ012345"] {
            let secure = Sample::default().with("aws_ssm_parameter.p", parameter("SecureString", value));
            assert_eq!(found(secure), [("aws_ssm_parameter.p".into(), "value".into(), "value".into())], "{value}");
        }
    }

    #[test]
    fn what_comes_outside_or_is_no_credential_is_not_listed() {
        let outside =
            json!({"after": parameter("SecureString", "blue"), "expressions": {"value": {"references": ["var.v"]}}});
        let declares = || Sample::default().variable("v", json!({})).variable("p", json!({}));
        assert_eq!(found(declares().resource("aws_ssm_parameter.p", outside)), []);
        for (kind, value) in [("String", "blue"), ("SecureString", "")] {
            assert_eq!(
                found(Sample::default().with("aws_ssm_parameter.p", parameter(kind, value))),
                [],
                "{kind} {value}"
            );
        }
        let password =
            json!({"after": {"password": "Granite-otter-77"}, "expressions": {"password": {"references": ["var.p"]}}});
        assert_eq!(found(declares().resource("aws_db_instance.d", password)), []);
    }

    #[test]
    fn where_nobody_can_look_a_credential_is_in_doubt() {
        let value = |value: &str| json!({"variables": {"p": {"value": value}}})["variables"].clone();
        let refers = |references: &[&str]| json!({"after": {"password": "Granite-otter-77"}, "expressions": {"password": {"references": references}}});
        let cases = [
            // A local whose code is not there, unless the value is handed to the plan.
            (Sample::default(), refers(&["local.p"]), true),
            (
                Sample::default().variable("p", json!({})).key("variables", value("Granite-otter-77")),
                refers(&["local.p"]),
                false,
            ),
            // A variable that nobody declares, or whose constant is another; what is given may be a part.
            (Sample::default(), refers(&["var.p"]), true),
            (Sample::default().variable("p", json!({"default": "Granite"})), refers(&["var.p"]), false),
            (
                Sample::default().variable("p", json!({"default": "x"})).key("variables", value("Velvet")),
                refers(&["var.p"]),
                true,
            ),
            (Sample::default().variable("p", json!({})).key("variables", value("otter")), refers(&["var.p"]), false),
            // A resource gives what only it knows.
            (Sample::default(), refers(&["random_password.p.result"]), false),
            // Nothing sets it, though only the code can.
            (Sample::default(), json!({"after": {"password": "Granite-otter-77"}, "bare": true}), true),
        ];
        for (sample, says, expected) in cases {
            let plan = sample.resource("aws_db_instance.d", says.clone()).plan();
            let facts = literals(&plan, &Resources::of(&plan));
            let doubts: Vec<_> = facts.iter().map(|fact| (fact.says.credential, fact.why.as_str())).collect();
            let doubt = [(None, crate::input::terraform::credentials::ELSEWHERE)];
            assert_eq!(doubts, if expected { &doubt[..] } else { &[] }, "{says}");
        }
    }

    #[test]
    fn the_code_says_what_is_written_whatever_the_plan_shows() {
        let later = json!({"after": {}, "after_unknown": {"password": true}});
        let cases = [
            // Both arms where nobody knows which is meant, the one that is meant where that is known.
            ("password = aws_x.y.on ? \"Granite-otter-77\" : \"Velvet-heron-31\"", 2),
            ("password = true ? \"Granite-otter-77\" : \"Velvet-heron-31\"", 1),
            ("password = coalesce(aws_x.y.key, \"Granite-otter-77\")", 1),
            ("endpoint = \"https://app:Granite-otter-77@${aws_x.y.host}/in\"", 1),
            ("env = merge({ DB_PASSWORD = \"Granite-otter-77\" }, aws_x.y.env)", 1),
            ("user_data = base64gzip(\"export DB_PASSWORD=Granite-otter-77\")", 1),
            ("secret_string = jsonencode({ host = aws_x.y.host, password = \"Granite-otter-77\" })", 1),
            ("secret_string = jsonencode({ user = \"Granite-otter-77\", password = aws_x.y.result })", 0),
            ("password = aws_x.y.result", 0),
            ("password = \"prefix-${aws_x.y.result}\"", 0),
            ("password = \"unset\"\n lifecycle { ignore_changes = [password] }", 0),
            ("password = \"changeme-Gr4nite-77\"\n lifecycle { ignore_changes = all }", 1),
            (
                "environment_variable {\n type = \"SECRETS_MANAGER\"\n name = \"API_TOKEN\"\n value = \"prod/api-2:velvet-otter\"\n }",
                0,
            ),
        ];
        for (body, expected) in cases {
            let code = format!("resource \"aws_db_instance\" \"d\" {{\n {body}\n}}\n");
            let plan = Sample::default().resource("aws_db_instance.d", later.clone()).code(&code).plan();
            let facts = literals(&plan, &Resources::of(&plan));
            assert_eq!(facts.len(), expected, "{body}");
        }
    }

    #[test]
    fn several_credentials_of_one_argument_have_a_key_each() {
        let body = "user_data = <<-X\n export A_PASSWORD=Granite-otter-77\n export B_PASSWORD=Velvet-heron-31\n X";
        let code = format!("resource \"aws_instance\" \"i\" {{\n {body}\n}}\n");
        let plan =
            Sample::default().resource("aws_instance.i", json!({"after": {"user_data": "0fa1"}})).code(&code).plan();
        let facts = literals(&plan, &Resources::of(&plan));
        let keys: Vec<&str> = facts.iter().map(|fact| fact.says.key.as_str()).collect();
        assert_eq!(keys, ["aws_instance.i#user_data", "aws_instance.i#user_data 2"]);
    }

    #[test]
    fn a_parameter_of_which_the_kind_is_hidden_is_in_doubt() {
        let kinds = [
            (json!({"type": true}), json!({}), parameter("SecureString", "blue"), SENSITIVE),
            (json!(true), json!({}), parameter("SecureString", "blue"), SENSITIVE),
            (json!({}), json!({"type": true}), json!({"value": "blue"}), LATER),
        ];
        for (sensitive, unknown, after, why) in kinds {
            let kind = json!({"constant_value": "SecureString"});
            let kind = if unknown == json!({}) { kind } else { json!({"references": ["terraform_data.t"]}) };
            let says = json!({"after": after, "after_sensitive": sensitive, "after_unknown": unknown, "expressions": {"type": kind}});
            let plan = Sample::default().resource("aws_ssm_parameter.p", says).plan();
            let facts = literals(&plan, &Resources::of(&plan));
            let found: Vec<_> = facts.iter().map(|fact| (fact.says.credential, fact.why.as_str())).collect();
            assert_eq!(found, [(None, why)]);
        }
    }

    #[test]
    fn two_uses_of_one_literal_have_two_keys() {
        let password = json!({"password": "Granite-otter-77"});
        let both = Sample::default().with("aws_db_instance.a", password.clone()).with("aws_db_instance.b", password);
        let plan = both.plan();
        let facts = literals(&plan, &Resources::of(&plan));
        let keys: Vec<&str> = facts.iter().map(|fact| fact.says.key.as_str()).collect();
        assert_eq!(keys, ["aws_db_instance.a#password", "aws_db_instance.b#password"]);
    }
}
