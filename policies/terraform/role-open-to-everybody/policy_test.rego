package gate.policies.terraform.role_open_to_everybody_test

import data.gate.policies.terraform.role_open_to_everybody as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["statement", 0], "about": "aws_iam_role.r", "of": "aws_iam_role", "why": "", "via": [],
		"kind": "statement", "holder": "trust", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "AWS", "name": "*"}], "except": [], "everybody": true, "whole": true},
		"actions": {"listed": ["sts:AssumeRole"], "except": [], "every": false, "whole": true},
		"resources": {"listed": [], "except": [], "every": false, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

federated(fields) := grant(object.union(
	{
		"who": {"listed": [{"kind": "Federated", "name": "cognito-identity.amazonaws.com"}], "everybody": false},
		"actions": {"listed": ["sts:AssumeRoleWithWebIdentity"]},
	},
	fields,
))

test_everybody_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_role.r can be taken by everybody"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["statement", 0], "aws_iam_role.r"]}
	count(policy.unknown) == 0 with input as grant({})
	count(policy.deny) == 1 with input as grant({"actions": {"listed": ["sts:*"]}})
	count(policy.deny) == 1 with input as grant({"conditions": [{"operator": "StringEquals", "key": "sts:ExternalId", "values": ["x"], "whole": true, "restricts": false}]})
}

test_every_account_of_a_provider_of_the_web_is_everybody if {
	messages(policy.deny) == {"aws_iam_role.r can be taken by every account of cognito-identity.amazonaws.com"} with input as federated({})
	count(policy.unknown) == 0 with input as federated({})
	own := {"conditions": [{"operator": "StringEquals", "key": "cognito-identity.amazonaws.com:aud", "values": ["pool"], "whole": true, "restricts": false}]}
	count(policy.deny) == 0 with input as federated(own)
	count(policy.unknown) == 0 with input as federated(own)
	open := {"conditions": [{"operator": "StringEquals", "key": "cognito-identity.amazonaws.com:aud", "values": [], "whole": false, "restricts": false}], "why": later}
	count(policy.deny) == 0 with input as federated(open)
	count(policy.unknown) == 1 with input as federated(open)
	count(policy.deny) == 0 with input as federated({"effect": null, "why": later})
	count(policy.unknown) == 1 with input as federated({"effect": null, "why": later})
}

test_what_is_limited_or_no_taking_is_fine if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "resource"},
		{"who": {"everybody": false}},
		{"actions": {"listed": ["sts:TagSession"]}},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	every fields in [
		{"effect": null, "why": later},
		{"restricted": null, "why": later},
		{"who": {"everybody": null, "whole": false}, "why": later},
		{"kind": "document", "effect": null, "restricted": null, "who": {"everybody": null, "whole": false}, "actions": {"listed": [], "except": [], "every": false, "whole": true}, "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == {"whether aws_iam_role.r can be taken by everybody is known only after apply"} with input as grant(fields)
	}
}

test_what_takes_a_data_source_is_related if {
	via := [{"_loc": "a", "path": ["assume_role_policy"], "what": "takes it from there"}]
	found := policy.deny with input as grant({"via": via})
	{finding.related | some finding in found} == {[{"loc": "a", "path": ["assume_role_policy"], "message": "takes it from there"}]}
}

test_each_open_provider_is_everybody_and_ones_own_is_not if {
	every name in ["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"] {
		who := {"who": {"listed": [{"kind": "Federated", "name": name}]}}
		messages(policy.deny) == {sprintf("aws_iam_role.r can be taken by every account of %s", [name])} with input as federated(who)
	}
	every name in ["token.actions.githubusercontent.com", "arn:aws:iam::111122223333:saml-provider/staff"] {
		who := {"who": {"listed": [{"kind": "Federated", "name": name}]}}
		count(policy.deny) == 0 with input as federated(who)
		count(policy.unknown) == 0 with input as federated(who)
	}
}

test_what_takes_no_role_is_not_asked_about if {
	fields := {"effect": null, "actions": {"listed": ["sts:TagSession"]}, "why": later}
	count(policy.deny) == 0 with input as grant(fields)
	count(policy.unknown) == 0 with input as grant(fields)
}

test_a_provider_beside_everybody_is_not_said_twice if {
	who := {"who": {"listed": [{"kind": "AWS", "name": "*"}, {"kind": "Federated", "name": "cognito-identity.amazonaws.com"}], "everybody": true}}
	messages(policy.deny) == {"aws_iam_role.r can be taken by everybody"} with input as grant(who)
	count(policy.unknown) == 0 with input as grant(who)
}

test_a_provider_beside_who_may_be_everybody_is_asked_about_too if {
	who := {"who": {"everybody": null}, "why": later}
	count(policy.deny) == 0 with input as federated(who)
	messages(policy.unknown) == {
		"whether aws_iam_role.r can be taken by everybody is known only after apply",
		"whether aws_iam_role.r can be taken by every account of cognito-identity.amazonaws.com is known only after apply",
	} with input as federated(who)
}

test_a_provider_that_is_kept_out_is_fine if {
	count(policy.deny) == 0 with input as federated({"effect": "deny"})
	count(policy.unknown) == 0 with input as federated({"effect": "deny"})
}
