#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::tests::all_of;
use crate::input::terraform::facts::argument::dotted;
use crate::input::terraform::facts::sample::Sample;

/// What the grants of a plan say, as policies see it.
fn said(sample: Sample) -> Vec<Value> {
    all_of(&sample.plan()).iter().map(|fact| serde_json::to_value(fact).unwrap()).collect()
}

/// What the one statement of a policy of this type says.
fn one(kind: &str, argument: &str, statement: Value) -> Value {
    let mut after = json!({});
    after[argument] = json!(json!({"Statement": [statement]}).to_string());
    let found = said(Sample::default().with(&format!("{kind}.p"), after));
    let [fact] = found.as_slice() else { panic!("{found:?}") };
    fact.clone()
}

#[test]
fn a_statement_says_who_may_do_what_on_what() {
    let statement = json!({"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"});
    let fact = one("aws_iam_policy", "policy", statement);
    for (pointer, expected) in [
        ("/kind", json!("statement")),
        ("/holder", json!("identity")),
        ("/administrator", json!(false)),
        ("/effect", json!("allow")),
        ("/path", json!(["policy", "Statement", 0, "Action"])),
        ("/actions", json!({"listed": ["s3:Get*", "s3:PutObject"], "except": [], "every": false, "whole": true})),
        ("/resources", json!({"listed": ["arn:aws:s3:::b/*"], "except": [], "every": false, "whole": true})),
        ("/who", json!({"listed": [], "except": [], "everybody": false, "whole": false})),
        ("/conditions", json!([])),
        ("/restricted", json!(false)),
        ("/why", json!("")),
    ] {
        assert_eq!(fact.pointer(pointer), Some(&expected), "{pointer}");
    }
    let but = one("aws_iam_policy", "policy", json!({"Effect": "Deny", "NotAction": "iam:*", "NotResource": "a"}));
    assert_eq!((&but["effect"], &but["actions"]["except"]), (&json!("deny"), &json!(["iam:*"])));
    assert_eq!((&but["actions"]["every"], &but["resources"]["except"]), (&json!(true), &json!(["a"])));
    assert_eq!(but["administrator"], json!(false));
}

#[test]
fn the_policy_of_a_resource_or_of_a_role_names_who_and_makes_no_administrator() {
    let everything = |principal: Value| json!({"Principal": principal, "Action": "*", "Resource": "*"});
    let principal = |kind: &str, name: &str| json!({"kind": kind, "name": name});
    for (kind, argument, holder) in [
        ("aws_kms_key", "policy", "resource"),
        ("aws_sqs_queue_policy", "policy", "resource"),
        ("aws_opensearch_domain", "access_policies", "resource"),
        ("aws_secretsmanager_secret_policy", "policy", "resource"),
        ("aws_iam_role", "assume_role_policy", "trust"),
    ] {
        let root = one(kind, argument, everything(json!({"AWS": "arn:aws:iam::111122223333:root"})));
        assert_eq!(
            (&root["holder"], &root["administrator"], &root["words"]),
            (&json!(holder), &json!(false), &json!(""))
        );
        assert_eq!(root["who"]["listed"], json!([principal("AWS", "arn:aws:iam::111122223333:root")]), "{kind}");
    }
    let of = |principal: Value| one("aws_kms_key", "policy", everything(principal))["who"].clone();
    assert_eq!(of(json!("*"))["everybody"], json!(true));
    assert_eq!(
        of(json!({"AWS": "*", "Service": ["a.amazonaws.com", "b.amazonaws.com"]})),
        json!({"listed": [principal("AWS", "*"), principal("Service", "a.amazonaws.com"), principal("Service", "b.amazonaws.com")],
            "except": [], "everybody": true, "whole": true})
    );
    let but = one("aws_kms_key", "policy", json!({"NotPrincipal": {"AWS": "111122223333"}, "Action": "kms:*"}));
    assert_eq!(but["who"]["except"], json!([principal("AWS", "111122223333")]));
    assert_eq!(but["who"]["everybody"], json!(true));
    // Nobody can tell what it says; that makes no administrator either.
    let hidden = json!({"after": {"policy": "{}"}, "after_sensitive": {"policy": true}});
    let found = said(Sample::default().resource("aws_kms_key.k", hidden));
    assert_eq!(
        (&found[0]["kind"], &found[0]["administrator"], &found[0]["effect"]),
        (&json!("document"), &json!(false), &Value::Null)
    );
}

#[test]
fn a_condition_says_whether_it_really_restricts() {
    let with = |condition: Value| {
        let statement = json!({"Principal": "*", "Action": "sns:Publish", "Resource": "*", "Condition": condition});
        one("aws_sns_topic_policy", "policy", statement)
    };
    let fact = with(
        json!({"StringEquals": {"aws:SourceAccount": "111122223333"}, "StringLike": {"aws:PrincipalOrgID": ["o-*"]}}),
    );
    assert_eq!(
        fact["conditions"],
        json!([
            {"operator": "StringEquals", "key": "aws:SourceAccount", "values": ["111122223333"], "whole": true, "restricts": true},
            {"operator": "StringLike", "key": "aws:PrincipalOrgID", "values": ["o-*"], "whole": true, "restricts": false},
        ])
    );
    assert_eq!((&fact["restricted"], &fact["who"]["everybody"]), (&json!(true), &json!(true)));
    let own = json!({"StringEquals": {"kms:CallerAccount": "111122223333"}});
    for (condition, expected) in [
        (json!({"Bool": {"aws:SecureTransport": "true"}}), false),
        (json!({"Bool": {"aws:PrincipalIsAWSService": "true"}}), false),
        (json!({"Bool": {"aws:ViaAWSService": "true"}}), false),
        (json!({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}}), false),
        (json!({"ForAnyValue:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}), false),
        (json!({"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1234567890/*"}}), true),
        (json!({"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "*/ou-1/*"}}), false),
        (own, true),
    ] {
        assert_eq!(with(condition.clone())["restricted"], json!(expected), "{condition}");
    }
}

#[test]
fn the_identities_that_have_a_policy_are_named() {
    let text = json!({"Statement": {"Action": "s3:*", "Resource": "*"}}).to_string();
    let to = |name: &str| json!({"references": [format!("{name}.name"), name]});
    let plan = Sample::default()
        .with("aws_iam_role.app", json!({"name": "app"}))
        .resource("aws_iam_role_policy.inside", json!({"after": {"policy": text, "role": "app"}, "expressions": {"role": to("aws_iam_role.app")}}))
        .with("aws_iam_user_policy.elsewhere", json!({"policy": text, "user": "robot"}))
        .with("aws_iam_policy.attached", json!({"policy": text}))
        .resource(
            "aws_iam_role_policy_attachment.a",
            json!({"after": {"role": "app"}, "after_unknown": {"policy_arn": true}, "expressions": {"role": to("aws_iam_role.app"),
                "policy_arn": {"references": ["aws_iam_policy.attached.arn", "aws_iam_policy.attached"]}}}),
        )
        .plan();
    let found = all_of(&plan);
    let who = |address: &str| {
        let fact = found.iter().find(|fact| fact.about == address).unwrap();
        let names = fact.says.who.listed.iter().map(|principal| format!("{} {}", principal.kind, principal.name));
        (names.collect::<Vec<_>>().join(", "), fact.says.who.whole)
    };
    let app = "role aws_iam_role.app".to_owned();
    assert_eq!(who("aws_iam_role_policy.inside"), (app.clone(), true));
    assert_eq!(who("aws_iam_user_policy.elsewhere"), ("user robot".to_owned(), true));
    // Others may attach it too.
    assert_eq!(who("aws_iam_policy.attached"), (app.clone(), false));
    assert_eq!(who("aws_iam_role_policy_attachment.a"), (app, true));
    let attached = found.iter().find(|fact| fact.about == "aws_iam_role_policy_attachment.a").unwrap();
    assert_eq!(attached.says.name.as_deref(), Some("aws_iam_policy.attached"));
}

/// A policy whose text is that of a data source that was read when the plan was made.
fn taken(text: Value, statement: Value) -> Sample {
    let from =
        json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}});
    let pretty = serde_json::to_string_pretty(&text).unwrap();
    Sample::default()
        .resource("aws_iam_policy.p", json!({"after": {"policy": text.to_string()}, "expressions": from}))
        .with("data.aws_iam_policy_document.d", json!({"json": pretty, "statement": statement}))
}

#[test]
fn a_text_of_a_data_source_is_pointed_at_where_it_is_written() {
    let all = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let some = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
    let block = |action: &str| json!({"effect": "Allow", "actions": [action], "resources": ["*"]});
    let plan = taken(json!({"Statement": [some, all]}), json!([block("s3:GetObject"), block("*")])).plan();
    let found = all_of(&plan);
    let source = plan.resources.iter().find(|resource| resource.mode == "data").unwrap();
    let policy = plan.resources.iter().find(|resource| resource.mode == "managed").unwrap();
    let places: Vec<_> = found.iter().map(|fact| (fact.loc.as_str(), dotted(&fact.path))).collect();
    assert_eq!(
        places,
        [(source.loc.as_str(), "statement.0.actions".into()), (source.loc.as_str(), "statement.1.actions.0".into())]
    );
    assert!(found.iter().all(|fact| fact.about == "aws_iam_policy.p" && fact.via[0].loc == policy.loc));
    // What the text says decides, whatever the blocks say.
    for other in [json!([block("s3:GetObject"), block("s3:*")]), json!([block("*")]), json!([])] {
        let plan = taken(json!({"Statement": [some, all]}), other).plan();
        let found = all_of(&plan);
        assert_eq!(dotted(&found[1].path), "policy.Statement.1.Action");
        assert!(found.len() == 2 && found[1].says.administrator == Some(true) && found[1].via.is_empty());
    }
}

#[test]
fn a_data_source_that_many_use_is_not_listed_without_end() {
    let block = |number: usize| json!({"actions": [format!("s3:A{number}")], "resources": ["*"]});
    let statement: Vec<Value> = (0..1_000).map(block).collect();
    let document = json!({"after": {"statement": statement}, "after_unknown": {"json": true}});
    let from =
        json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}});
    let policy = json!({"after": {}, "after_unknown": {"policy": true}, "expressions": from});
    let sample = Sample::default().resource("data.aws_iam_policy_document.d", document);
    let sample =
        (0..102).fold(sample, |sample, number| sample.resource(&format!("aws_iam_policy.p{number}"), policy.clone()));
    let found = all_of(&sample.plan());
    let lost: Vec<_> = found.iter().filter(|fact| fact.says.administrator.is_none()).collect();
    assert_eq!((found.len(), lost.len()), (super::MOST + 2, 2));
    assert!(lost.iter().all(|fact| fact.why == super::TOO_MANY));
}
