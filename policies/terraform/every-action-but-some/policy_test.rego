package gate.policies.terraform.every_action_but_some_test

import data.gate.policies.terraform.every_action_but_some as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_iam_policy.p", "of": "aws_iam_policy", "why": "", "via": [],
		"kind": "statement", "holder": "identity", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [], "except": [], "everybody": false, "whole": false},
		"actions": {"listed": ["s3:GetObject"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

but(fields) := grant(object.union({"actions": {"listed": [], "except": ["iam:*", "sts:*"], "every": true, "whole": true}, "resources": {"listed": ["arn:aws:s3:::claims"], "except": [], "every": false, "whole": true}}, fields))

test_every_action_but_some_is_a_violation_at_its_statement if {
	found := policy.deny with input as but({})
	messages(found) == {"aws_iam_policy.p allows every action but iam:* and sts:*"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["policy", "Statement", 0]]}
	count(policy.unknown) == 0 with input as but({})
	count(policy.deny) == 1 with input as but({"administrator": null})
}

test_many_are_not_all_named if {
	three := but({"actions": {"except": ["a:*", "b:*", "c:*"]}})
	messages(policy.deny) == {"aws_iam_policy.p allows every action but a:*, b:* and c:*"} with input as three
	four := but({"actions": {"except": ["a:*", "b:*", "c:*", "d:*"]}})
	messages(policy.deny) == {"aws_iam_policy.p allows every action but a:*, b:* and 2 others"} with input as four
}

test_what_is_listed_or_denied_is_fine_and_more_is_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"effect": "deny"},
		{"kind": "document"},
		{"holder": "resource"},
		{"actions": {"except": []}},
		{"actions": {"every": false}},
	] {
		count(policy.deny) == 0 with input as but(fields)
		count(policy.unknown) == 0 with input as but(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	question := {"whether aws_iam_policy.p allows every action but some is known only after apply"}
	every fields in [
		{"effect": null, "why": later},
		{"actions": {"every": null, "whole": false}, "why": later},
		{"effect": null, "actions": {"every": null, "whole": false}, "why": later},
	] {
		count(policy.deny) == 0 with input as but(fields)
		messages(policy.unknown) == question with input as but(fields)
	}
	count(policy.unknown) == 0 with input as but({"effect": null, "actions": {"every": false}, "why": later})
}

test_what_leaves_nothing_out_or_makes_an_administrator_is_not_asked if {
	every fields in [
		{"effect": null, "administrator": true, "why": later},
		{"effect": null, "actions": {"except": []}, "why": later},
		{"actions": {"every": null, "except": [], "whole": false}, "why": later},
	] {
		count(policy.deny) == 0 with input as but(fields)
		count(policy.unknown) == 0 with input as but(fields)
	}
	count(policy.unknown) == 1 with input as but({"effect": null, "actions": {"except": ["iam:*"]}, "why": later})
}
