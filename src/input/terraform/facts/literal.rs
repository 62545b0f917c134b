//! Credentials that the code writes out.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::argument::Resources;
use crate::input::terraform::model::Plan;
use crate::input::{Fact, Segment};

/// The type of a parameter of which every value is a credential, whatever it looks like.
const PARAMETER: &str = "aws_ssm_parameter";

/// A credential that is written out. `about` is what uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Literal {
    /// The argument that holds it, dotted; `value` for a variable, which holds it as a whole.
    pub argument: String,
    /// What uses it and how, the same wherever it is written.
    pub key: String,
}

/// The credentials that the code of a plan writes out.
pub(super) fn literals(plan: &Plan, resources: &Resources<'_>) -> Vec<Fact<Literal>> {
    let listed = plan.secrets.iter().filter(|secret| secret.constant);
    let known: BTreeSet<(&str, &str)> =
        listed.clone().map(|secret| (secret.resource.as_str(), secret.path.as_str())).collect();
    let listed = listed.map(|secret| fact(&secret.loc, secret.at.clone(), &secret.resource, &secret.path));
    let parameters = resources
        .existing(PARAMETER)
        .filter(|parameter| parameter.argument(&[Segment::Key("type".to_owned())]).text() == Some("SecureString"));
    let secure = parameters.flat_map(|parameter| {
        let written = ["value", "insecure_value"].into_iter().filter(|argument| {
            let value = parameter.values.get(*argument);
            parameter.constants.contains_key(*argument)
                && value.is_some_and(|value| !value.is_null() && *value != Value::String(String::new()))
                && !known.contains(&(parameter.address.as_str(), argument))
        });
        written.map(|argument| {
            let path = vec![Segment::Key(argument.to_owned())];
            fact(&parameter.loc, path, &parameter.address, argument)
        })
    });
    listed.chain(secure).collect()
}

fn fact(loc: &str, path: Vec<Segment>, about: &str, argument: &str) -> Fact<Literal> {
    let key = format!("{about}#{argument}");
    let argument = if argument.is_empty() { "value" } else { argument }.to_owned();
    Fact::new(loc, path, about, Literal { argument, key })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::literals;
    use crate::input::terraform::facts::argument::{Resources, dotted};
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
    fn what_comes_from_outside_or_is_no_credential_is_not_listed() {
        let outside =
            json!({"after": parameter("SecureString", "blue"), "expressions": {"value": {"references": ["var.v"]}}});
        assert_eq!(found(Sample::default().resource("aws_ssm_parameter.p", outside)), []);
        for (kind, value) in [("String", "blue"), ("SecureString", "")] {
            assert_eq!(
                found(Sample::default().with("aws_ssm_parameter.p", parameter(kind, value))),
                [],
                "{kind} {value}"
            );
        }
        let password =
            json!({"after": {"password": "Granite-otter-77"}, "expressions": {"password": {"references": ["var.p"]}}});
        assert_eq!(found(Sample::default().resource("aws_db_instance.d", password)), []);
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
