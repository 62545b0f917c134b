package gate.policies.terraform.role_open_to_foreign_account_test

import data.gate.policies.terraform.role_open_to_foreign_account as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["statement", 0], "about": "aws_iam_role.r", "of": "aws_iam_role", "why": "", "via": [],
		"kind": "statement", "holder": "trust", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "AWS", "name": "arn:aws:iam::444455556666:root"}], "except": [], "everybody": false, "whole": true},
		"actions": {"listed": ["sts:AssumeRole"], "except": [], "every": false, "whole": true},
		"resources": {"listed": [], "except": [], "every": false, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

named(name) := {"who": {"listed": [{"kind": "AWS", "name": name}]}}

test_an_account_as_a_whole_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_role.r can be taken by every identity of account 444455556666"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["statement", 0]]}
	count(policy.unknown) == 0 with input as grant({})
}

test_every_form_of_an_account_counts if {
	every name in ["444455556666", "arn:aws-us-gov:iam::444455556666:root"] {
		count(policy.deny) == 1 with input as grant(named(name))
	}
	count(policy.deny) == 1 with input as grant({"who": {"everybody": null}})
	count(policy.deny) == 1 with input as grant({"conditions": [{"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"], "whole": true, "restricts": false}]})
}

test_roles_services_and_ones_own_accounts_are_fine if {
	every name in ["arn:aws:iam::444455556666:role/a", "aws_iam_role.a.arn", "*", "4444555566667"] {
		count(policy.deny) == 0 with input as grant(named(name))
		count(policy.unknown) == 0 with input as grant(named(name))
	}
	service := {"who": {"listed": [{"kind": "Service", "name": "444455556666"}]}}
	count(policy.deny) == 0 with input as grant(service)
	own := ["444455556666"]
	count(policy.deny) == 0 with input as grant({}) with data.gate.parameters["role-open-to-foreign-account"].accounts as own
	other := ["111122223333"]
	count(policy.deny) == 1 with input as grant({}) with data.gate.parameters["role-open-to-foreign-account"].accounts as other
}

test_what_asks_for_more_is_fine if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "resource"},
		{"actions": {"listed": ["sts:TagSession"]}},
		{"conditions": [{"operator": "StringEquals", "key": "sts:ExternalId", "values": ["x"], "whole": true, "restricts": false}]},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	every fields in [
		{"effect": null, "why": later},
		{"restricted": null, "why": later},
		{"conditions": [{"operator": "StringEquals", "key": "sts:ExternalId", "values": [], "whole": false, "restricts": false}], "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == {"whether aws_iam_role.r can be taken by every identity of account 444455556666 is known only after apply"} with input as grant(fields)
	}
	count(policy.deny) == 0 with input as grant(named("an ARN"))
	messages(policy.unknown) == {"whether aws_iam_role.r can be taken by every identity of another account cannot be told: the plan does not say all of it"} with input as grant(named("an ARN"))
}

test_an_account_under_a_star_is_an_account_as_a_whole if {
	count(policy.deny) == 1 with input as grant({"who": {"listed": [{"kind": "*", "name": "444455556666"}]}})
}

test_actions_that_are_not_all_known_may_take_the_role if {
	fields := {"actions": {"listed": ["sts:TagSession"], "every": null, "whole": false}, "why": later}
	count(policy.deny) == 0 with input as grant(fields)
	messages(policy.unknown) == {"whether aws_iam_role.r can be taken by every identity of account 444455556666 is known only after apply"} with input as grant(fields)
}

test_an_arn_whose_account_is_not_known_is_asked_about_only_where_it_may_take_the_role if {
	open := object.union(named("an ARN"), {"why": later})
	every fields in [{}, {"restricted": null}, {"effect": null}, {"actions": {"listed": [], "every": null, "whole": false}}] {
		asked := object.union(open, fields)
		messages(policy.unknown) == {"whether aws_iam_role.r can be taken by every identity of another account is known only after apply"} with input as grant(asked)
	}
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "resource"},
		{"actions": {"listed": ["sts:TagSession"]}},
		{"conditions": [{"operator": "StringEquals", "key": "sts:ExternalId", "values": ["x"], "whole": true, "restricts": false}]},
	] {
		fine := object.union(open, fields)
		count(policy.unknown) == 0 with input as grant(fine)
	}
}
