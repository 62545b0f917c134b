use serde_json::{Value, json};

use super::{Document, Documents, Effect, Place, Statement};
use crate::input::terraform::facts::argument::{LATER, Resources, SENSITIVE, path};
use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::model::Plan;

/// The document in the argument `policy` of `aws_iam_policy.p`.
fn of_policy(plan: &Plan) -> Document {
    let resources = Resources::of(plan);
    let documents = Documents::new(&resources);
    (*documents.of(resources.at("aws_iam_policy.p").unwrap(), &path("policy"))).clone()
}

fn text(statements: &Value) -> Document {
    let place = Place { loc: "p".to_owned(), path: path("policy") };
    Document::of_text(&json!({"Version": "2012-10-17", "Statement": statements}).to_string(), &place)
}

fn one(statement: &Value) -> Statement {
    text(statement).statements.remove(0)
}

/// A plan whose policy is the document of `data.aws_iam_policy_document.d`, which says this.
fn by_data_source(says: Value) -> Sample {
    let referring =
        json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}});
    Sample::default()
        .resource("aws_iam_policy.p", json!({"after": {}, "after_unknown": {"policy": true}, "expressions": referring}))
        .resource("data.aws_iam_policy_document.d", says)
}

fn actions(document: &Document) -> Vec<&str> {
    document.statements.iter().flat_map(|statement| &statement.actions.texts).map(String::as_str).collect()
}

#[test]
fn an_element_of_a_text_is_one_value_or_a_list_whatever_the_case_of_its_name() {
    let statement = one(&json!({"effect": "Allow", "ACTION": "s3:GetObject", "Resource": ["a", "b"], "sid": "x"}));
    assert_eq!(statement.effect, Some(Effect::Allow));
    assert_eq!((statement.actions.words(), statement.resources.words()), ("s3:GetObject".into(), "a, b".into()));
    assert_eq!(statement.sid, "x");
    assert_eq!(one(&json!({"Effect": "Deny"})).effect, Some(Effect::Deny));
    assert_eq!(one(&json!({"Effect": 1})).effect, None);
    assert_eq!(one(&json!({})).effect, Some(Effect::Allow));
}

#[test]
fn a_text_that_is_no_document_is_not_readable_and_an_empty_one_says_nothing() {
    let place = Place { loc: "p".to_owned(), path: Vec::new() };
    for broken in ["{", "[]", "x", "\"{}\""] {
        assert!(Document::of_text(broken, &place).unreadable.is_some(), "{broken}");
    }
    assert_eq!(Document::of_text(" \n", &place), Document::default());
    assert_eq!(Document::of_text(" {}", &place), Document::default());
}

#[test]
fn everything_has_many_forms() {
    let star = "*";
    for (elements, action, resource) in [
        (json!({"Action": star, "Resource": star}), Some(true), Some(true)),
        (json!({"Action": ["s3:Get*", "*:*"], "Resource": "arn:aws:*"}), Some(true), Some(true)),
        (json!({"NotAction": "iam:*", "NotResource": "arn:aws:s3:::x"}), Some(true), Some(true)),
        (json!({"NotAction": star, "NotResource": star}), Some(false), Some(false)),
        (json!({"NotAction": ["iam:*", "**"], "NotResource": ["a", "arn:aws:*"]}), Some(false), Some(false)),
        (json!({"Action": "s3:*", "Resource": "arn:aws:s3:::*"}), Some(false), Some(false)),
        (json!({"Action": [], "Resource": []}), Some(false), Some(false)),
        (json!({}), Some(false), Some(false)),
    ] {
        let statement = one(&elements);
        assert_eq!((statement.every_action(), statement.every_resource()), (action, resource), "{elements}");
    }
}

#[test]
fn everybody_has_many_forms() {
    for (principal, expected) in [
        (json!({"Principal": "*"}), true),
        (json!({"Principal": {"AWS": "*"}}), true),
        (json!({"Principal": {"AWS": ["arn:aws:iam::123456789012:root", "*"]}}), true),
        (json!({"principal": {"*": "*"}}), true),
        (json!({"NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}}), true),
        (json!({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}), false),
        (json!({"Principal": {"Service": "*"}}), false),
        (json!({}), false),
    ] {
        let open = one(&principal);
        assert_eq!(open.principals.everybody, Some(expected), "{principal}");
        assert_eq!(open.opens_to_everybody(), Some(expected), "{principal}");
    }
}

#[test]
fn one_condition_that_limits_is_enough() {
    let to_all = |condition: Value| one(&json!({"Principal": "*", "Condition": condition})).opens_to_everybody();
    assert_eq!(to_all(json!({})), Some(true));
    assert_eq!(to_all(json!({"Bool": {"aws:SecureTransport": "true"}})), Some(true));
    assert_eq!(to_all(json!({"StringLike": {"aws:SourceVpce": "vpce-*", "aws:PrincipalOrgID": "o-1"}})), Some(false));
    assert_eq!(to_all(json!({"StringEquals": {"aws:SourceAccount": 123_456_789_012_u64}})), Some(false));
    let denied = json!({"Effect": "Deny", "Principal": "*"});
    assert_eq!(one(&denied).opens_to_everybody(), Some(false));
}

#[test]
fn what_has_another_form_than_the_vendor_gives_it_is_not_known() {
    for (document, known) in [
        (text(&json!([["*"]])), false),
        (text(&json!(["Allow"])), false),
        (text(&json!([])), true),
        (text(&json!(null)), true),
    ] {
        assert_eq!((document.statements.len(), document.unreadable.is_none()), (0, known));
    }
    for element in ["Action", "Resource", "NotAction"] {
        for (value, known) in [(json!(["a", ["*"]]), false), (json!([1]), false), (json!(null), true)] {
            let statement = one(&json!({element: value}));
            let lists = [&statement.actions, &statement.resources, &statement.not_actions];
            assert_eq!(lists.iter().all(|list| list.why.is_none()), known, "{element} {value}");
        }
    }
}

/// What the code encodes although an ARN in it is known only after apply.
fn encoded(document: &str) -> Document {
    let after =
        json!({"after": {}, "after_unknown": {"policy": true}, "expressions": {"policy": {"references": ["var.x"]}}});
    let code = format!(
        "resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({document})\n}}\nresource \"aws_s3_bucket\" \"b\" {{\n}}\n"
    );
    of_policy(
        &Sample::default().resource("aws_iam_policy.p", after).with("aws_s3_bucket.b", json!({})).code(&code).plan(),
    )
}

#[test]
fn what_the_code_encodes_is_read_and_what_it_leaves_open_is_not_known() {
    let document = encoded(
        "{ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = aws_s3_bucket.b.arn }, { Action = var.x }] }",
    );
    assert_eq!(document.unreadable, None);
    let [narrow, open] = document.statements.as_slice() else { panic!("{document:?}") };
    assert_eq!((narrow.every_action(), narrow.every_resource()), (Some(true), Some(false)));
    assert_eq!(narrow.place.path, path("policy.Statement.0"));
    assert_eq!((open.every_action(), open.why()), (None, Some(LATER)));
    assert_eq!(encoded("{ Statement = [var.x] }").unreadable, Some(LATER));
    assert_eq!(encoded("{ Statement = [{ Principal = { AWS = var.x } }] }").statements[0].principals.everybody, None);
    let limited =
        "{ Statement = [{ Principal = \"*\", Condition = { StringEquals = { \"aws:SourceVpce\" = var.x } } }] }";
    assert_eq!(encoded(limited).statements[0].opens_to_everybody(), None);
    let by_arn = "{ Statement = [{ Principal = \"*\", Condition = { ArnEquals = { \"aws:SourceArn\" = aws_s3_bucket.b.arn } } }] }";
    assert_eq!(encoded(by_arn).statements[0].opens_to_everybody(), Some(false));
    let but_one = encoded("{ Statement = [{ Action = \"*\", NotResource = aws_s3_bucket.b.arn }] }");
    assert_eq!(but_one.statements[0].every_resource(), Some(true));
}

#[test]
fn a_policy_that_is_sensitive_is_not_readable() {
    let everything = json!({"Statement": {"Action": "*", "Resource": "*"}}).to_string();
    let hidden = json!({"after": {"policy": everything}, "after_sensitive": {"policy": true}});
    let document = of_policy(&Sample::default().resource("aws_iam_policy.p", hidden).plan());
    assert_eq!(document, Document { statements: Vec::new(), unreadable: Some(SENSITIVE) });
}

#[test]
fn the_blocks_of_a_data_source_are_statements_with_places() {
    let document = of_policy(
        &by_data_source(json!({"after": {"statement": [
            {"actions": ["a:B"], "resources": ["*"]},
            {"effect": "Deny", "not_actions": ["*"], "principals": [{"type": "AWS", "identifiers": ["*"]}]},
        ]}, "after_unknown": {"json": true}}))
        .plan(),
    );
    let [first, second] = document.statements.as_slice() else { panic!("{document:?}") };
    assert_eq!(
        (first.effect, first.every_resource(), first.principals.everybody),
        (Some(Effect::Allow), Some(true), Some(false))
    );
    assert_eq!(first.place.path, path("statement.0"));
    assert_eq!(
        (second.effect, second.every_action(), second.principals.everybody),
        (Some(Effect::Deny), Some(false), Some(true))
    );
    assert_eq!(document.unreadable, None);
}

#[test]
fn what_a_block_leaves_to_apply_is_not_known_unless_it_is_an_arn() {
    let says = |unknown: Value, references: Value| {
        let statement = json!({"after": {"statement": [{"actions": ["*"], "resources": [null]}]},
            "after_unknown": {"json": true, "statement": [unknown]}, "expressions": {"statement": [references]}});
        of_policy(&by_data_source(statement).with("aws_s3_bucket.b", json!({})).plan())
    };
    let resources = json!({"resources": [true]});
    let arn = json!({"resources": {"references": ["aws_s3_bucket.b.arn", "aws_s3_bucket.b"]}});
    let other = json!({"resources": {"references": ["terraform_data.t.output.arn", "terraform_data.t"]}});
    assert_eq!(says(resources.clone(), arn).statements[0].every_resource(), Some(false));
    assert_eq!(says(resources.clone(), other).statements[0].every_resource(), None);
    // A `dynamic` block leaves no trace in the configuration of a plan.
    assert_eq!(says(resources, json!({})).statements[0].every_resource(), None);
    assert_eq!(says(json!({"effect": true}), json!({})).statements[0].effect, None);
    assert_eq!(says(json!({"principals": true}), json!({})).statements[0].principals.everybody, None);
    assert_eq!(says(json!({"condition": true}), json!({})).statements[0].is_limited(), None);
    let blocks = json!({"after": {}, "after_unknown": {"json": true, "statement": true}});
    assert_eq!(of_policy(&by_data_source(blocks).plan()).unreadable, Some(LATER));
}

#[test]
fn a_condition_of_a_block_writes_variables_in_its_own_way() {
    let condition = |value: &str| {
        let block = json!({"principals": [{"type": "*", "identifiers": ["*"]}],
            "condition": [{"test": "StringEquals", "variable": "aws:PrincipalAccount", "values": [value]}]});
        let says = json!({"after": {"statement": [block]}, "after_unknown": {"json": true}});
        of_policy(&by_data_source(says).plan()).statements[0].opens_to_everybody()
    };
    assert_eq!(condition("123456789012"), Some(false));
    assert_eq!(condition("&{aws:PrincipalAccount}"), Some(true));
}

#[test]
fn documents_that_are_taken_over_are_merged_by_the_names_of_their_statements() {
    let of =
        |sid: &str, action: &str| json!({"Statement": {"Sid": sid, "Effect": "Allow", "Action": action}}).to_string();
    let says = json!({"after": {
        "source_policy_documents": [of("Same", "a:Source"), of("", "a:Nameless")],
        "statement": [{"sid": "Same", "actions": ["a:Own"]}, {"sid": "Other", "actions": ["a:Replaced"]}],
        "override_policy_documents": [of("Other", "a:First"), of("Other", "a:Last")],
    }, "after_unknown": {"json": true}});
    let document = of_policy(&by_data_source(says).plan());
    assert_eq!(actions(&document), ["a:Own", "a:Nameless", "a:Last"]);
    assert_eq!(document.unreadable, None);
    assert_eq!(document.statements[1].place.path, path("source_policy_documents.1.Statement"));
}

#[test]
fn a_document_that_is_made_later_is_followed_to_its_own_blocks() {
    let says = json!({"after": {"source_policy_documents": [null], "statement": [{"actions": ["a:Own"]}]},
        "after_unknown": {"json": true, "source_policy_documents": [true]},
        "expressions": {"source_policy_documents": {"references": ["data.aws_iam_policy_document.e.json", "data.aws_iam_policy_document.e"]}}});
    let base = json!({"after": {"statement": [{"actions": ["a:Base"]}]}, "after_unknown": {"json": true}});
    let plan = by_data_source(says.clone()).resource("data.aws_iam_policy_document.e", base).plan();
    let document = of_policy(&plan);
    assert_eq!((actions(&document), document.unreadable), (vec!["a:Base", "a:Own"], None));
    // Without the data source nobody knows what is taken over.
    let document = of_policy(&by_data_source(says).plan());
    assert_eq!((actions(&document), document.unreadable), (vec!["a:Own"], Some(LATER)));
}

#[test]
fn a_text_of_something_else_is_not_known() {
    for references in [json!(["var.policy"]), json!(["data.aws_iam_policy_document.d.json", "var.extra"]), json!([])] {
        let plan = Sample::default()
            .resource(
                "aws_iam_policy.p",
                json!({"after": {}, "after_unknown": {"policy": true}, "expressions": {"policy": {"references": references}}}),
            )
            .resource("data.aws_iam_policy_document.d", json!({"after": {"statement": []}, "after_unknown": {"json": true}}))
            .plan();
        assert_eq!(of_policy(&plan).unreadable, Some(LATER), "{references}");
    }
}

#[test]
fn condition_blocks_of_one_operator_and_key_are_one_list_of_values() {
    let block = |key: &str, value: &str| json!({"test": "StringLike", "variable": key, "values": [value]});
    for (blocks, expected) in [
        (vec![block("aws:SourceVpce", "vpce-1"), block("aws:SourceVpce", "*")], Some(false)),
        (vec![block("aws:SourceVpce", "vpce-1"), block("aws:SourceVpce", "vpce-2")], Some(true)),
        (vec![block("aws:SourceVpce", "*"), block("aws:SourceVpc", "vpc-1")], Some(true)),
    ] {
        let statement = json!([{"actions": ["s3:GetObject"], "resources": ["*"], "condition": blocks}]);
        let plan = by_data_source(json!({"after": {"statement": statement}, "after_unknown": {"json": true}})).plan();
        assert_eq!(of_policy(&plan).statements[0].is_limited(), expected, "{blocks:?}");
    }
}
