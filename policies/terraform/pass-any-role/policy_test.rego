package gate.policies.terraform.pass_any_role_test

import data.gate.policies.terraform.pass_any_role as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_iam_policy.p", "of": "aws_iam_policy", "why": "", "via": [],
		"kind": "statement", "holder": "identity", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [], "except": [], "everybody": false, "whole": false},
		"actions": {"listed": ["iam:PassRole"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

test_every_role_for_every_service_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_policy.p allows iam:PassRole on every role and for every service"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["policy", "Statement", 0]]}
	count(policy.unknown) == 0 with input as grant({})
}

test_other_forms_of_it_are_violations_too if {
	every fields in [
		{"actions": {"listed": ["iam:Pass*", "ec2:*"], "except": [], "every": false, "whole": true}},
		{"administrator": null},
		{"resources": {"listed": ["arn:aws:iam::111122223333:role/*"], "except": [], "every": false, "whole": true}},
		{"conditions": [{"operator": "StringEqualsIfExists", "key": "iam:PassedToService", "values": ["ec2.amazonaws.com"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "StringLike", "key": "iam:PassedToService", "values": ["*"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "StringEquals", "key": "aws:ResourceTag/team", "values": ["claims"], "whole": true, "restricts": false}]},
	] {
		count(policy.deny) == 1 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_one_role_or_one_service_is_fine_and_more_is_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"effect": "deny"},
		{"kind": "policy"},
		{"holder": "trust"},
		{"actions": {"listed": ["iam:*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["iam:GetRole"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws:iam::111122223333:role/claims/*"], "except": [], "every": false, "whole": true}},
		{"conditions": [{"operator": "StringEquals", "key": "iam:PassedToService", "values": ["ec2.amazonaws.com"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "ArnLike", "key": "iam:AssociatedResourceArn", "values": ["arn:aws:ec2:*:*:instance/*"], "whole": true, "restricts": false}]},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	question := {"whether aws_iam_policy.p allows to pass every role to every service is known only after apply"}
	every fields in [
		{"effect": null, "why": later},
		{"resources": {"listed": [], "except": [], "every": null, "whole": false}, "why": later},
		{"conditions": [{"operator": "StringEquals", "key": "iam:PassedToService", "values": [], "whole": false, "restricts": false}], "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == question with input as grant(fields)
	}
	# What may be more is asked as more.
	count(policy.unknown) == 0 with input as grant({"effect": null, "why": later, "actions": {"listed": ["iam:*"], "except": [], "every": false, "whole": true}})
}

test_what_may_be_an_administrators_is_asked_elsewhere if {
	bounded := {"operator": "StringEquals", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}
	fields := {"effect": null, "conditions": [bounded], "why": later}
	count(policy.unknown) == 1 with input as grant(fields)
	count(policy.unknown) == 0 with input as grant(object.union(fields, {"administrator": null}))
}

test_actions_that_are_not_all_known_may_pass_every_role if {
	bounded := {"operator": "StringEquals", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}
	fields := {"actions": {"listed": ["s3:Get*"], "except": [], "every": null, "whole": false}, "conditions": [bounded], "why": later}
	count(policy.deny) == 0 with input as grant(fields)
	messages(policy.unknown) == {"whether aws_iam_policy.p allows to pass every role to every service is known only after apply"} with input as grant(fields)
}
