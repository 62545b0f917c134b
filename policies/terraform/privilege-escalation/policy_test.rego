package gate.policies.terraform.privilege_escalation_test

import data.gate.policies.terraform.privilege_escalation as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_iam_policy.p", "of": "aws_iam_policy", "why": "", "via": [],
		"kind": "statement", "holder": "identity", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [], "except": [], "everybody": false, "whole": false},
		"actions": {"listed": ["iam:CreatePolicyVersion"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

test_an_action_on_everything_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_policy.p allows iam:CreatePolicyVersion, which is enough to become an administrator"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["policy", "Statement", 0], "aws_iam_policy.p"]}
	count(policy.unknown) == 0 with input as grant({})
}

test_wildcards_and_all_resources_of_the_sort_are_enough if {
	every fields in [
		{"actions": {"listed": ["iam:*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["IAM:Create??????Key"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["i*:put*policy"], "except": [], "every": false, "whole": true}},
		{"administrator": null},
		{"actions": {"listed": [], "except": ["s3:*"], "every": true, "whole": true}, "resources": {"listed": ["arn:aws:iam::*:*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["sts:AssumeRole"], "except": [], "every": false, "whole": true}, "resources": {"listed": ["arn:aws:iam::111122223333:role/*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws-cn:iam::*:policy/*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": [], "except": ["arn:aws:s3:::x"], "every": true, "whole": true}},
		{"conditions": [{"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "StringEqualsIfExists", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "StringLike", "key": "iam:PermissionsBoundary", "values": ["*"], "whole": true, "restricts": false}]},
	] {
		count(policy.deny) == 1 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

attached(name) := grant({"kind": "policy", "path": ["policy_arn"], "name": name})

test_policies_of_aws_that_say_it_are_violations_too if {
	found := policy.deny with input as attached("arn:aws:iam::aws:policy/IAMFullAccess")
	messages(found) == {"aws_iam_policy.p attaches arn:aws:iam::aws:policy/IAMFullAccess, which is enough to become an administrator"}
	count(policy.deny) == 1 with input as attached("arn:aws-cn:iam::aws:policy/PowerUserAccess")
	every name in ["arn:aws:iam::aws:policy/IAMReadOnlyAccess", "arn:aws:iam::111122223333:policy/IAMFullAccess", "aws_iam_policy.p"] {
		count(policy.deny) == 0 with input as attached(name)
		count(policy.unknown) == 0 with input as attached(name)
	}
	count(policy.deny) == 0 with input as attached(null)
	messages(policy.unknown) == {"whether aws_iam_policy.p attaches what is enough to become an administrator cannot be told: the plan does not say all of it"} with input as attached(null)
}

test_less_is_fine_and_more_is_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"effect": "deny"},
		{"kind": "policy"},
		{"holder": "resource"},
		{"actions": {"listed": ["iam:Get*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": [], "except": ["IAM:*", "sts:*", "lambda:*", "sso:*"], "every": true, "whole": true}, "resources": {"listed": ["arn:aws:iam::*:*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws:iam::111122223333:user/*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws:iam::111122223333:policy/claims/*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": [], "except": ["arn:aws:iam::*:policy/*"], "every": true, "whole": true}},
		{"conditions": [{"operator": "StringEquals", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}]},
		{"conditions": [{"operator": "stringlike", "key": "AWS:ResourceTag/team", "values": ["claims*"], "whole": true, "restricts": false}]},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	question := {"whether aws_iam_policy.p allows what is enough to become an administrator is known only after apply"}
	every fields in [
		{"effect": null, "why": later},
		{"resources": {"listed": ["arn:aws:iam::1:user/a"], "except": [], "every": null, "whole": false}, "why": later},
		{"conditions": [{"operator": "ArnEquals", "key": "iam:PolicyARN", "values": [], "whole": false, "restricts": false}], "why": later},
		{"conditions": [{"operator": "", "key": "", "values": [], "whole": false, "restricts": null}], "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == question with input as grant(fields)
	}
	unsaid := grant({"conditions": [{"operator": "ArnEquals", "key": "iam:PolicyARN", "values": [], "whole": false, "restricts": false}]})
	messages(policy.unknown) == {"whether aws_iam_policy.p allows what is enough to become an administrator cannot be told: the plan does not say all of it"} with input as unsaid
	count(policy.unknown) == 0 with input as grant({"administrator": null, "effect": null, "why": later})
}

test_an_attached_policy_that_may_be_an_administrators_is_judged_elsewhere if {
	named := {"kind": "policy", "path": ["policy_arn"], "name": "arn:aws:iam::aws:policy/PowerUserAccess", "administrator": true}
	count(policy.deny) == 0 with input as grant(named)
	count(policy.unknown) == 0 with input as grant(named)
	open := {"kind": "policy", "path": ["policy_arn"], "name": null, "administrator": null, "why": later}
	count(policy.deny) == 0 with input as grant(open)
	count(policy.unknown) == 0 with input as grant(open)
}
