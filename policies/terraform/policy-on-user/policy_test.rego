package gate.policies.terraform.policy_on_user_test

import data.gate.policies.terraform.policy_on_user as policy

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

on_user := {"of": "aws_iam_user_policy", "about": "aws_iam_user_policy.u"}

attached(who) := {"of": "aws_iam_policy_attachment", "about": "aws_iam_policy_attachment.a", "kind": "policy", "who": who}

to(kind) := {"listed": [{"kind": kind, "name": "n"}], "except": [], "everybody": false, "whole": true}

test_a_policy_on_a_user_is_a_violation_at_its_resource if {
	found := policy.deny with input as grant(on_user)
	messages(found) == {"aws_iam_user_policy.u gives rights to a user and not to a role or group"}
	{[finding.loc, finding.path, finding.once] | some finding in found} == {["r", [], "aws_iam_user_policy.u"]}
	count(policy.unknown) == 0 with input as grant(on_user)
	via := [{"_loc": "a", "path": ["policy"], "what": "takes it from there"}]
	taken := policy.deny with input as grant(object.union(on_user, {"via": via}))
	{[finding.loc, finding.path] | some finding in taken} == {["a", []]}
	exclusive := policy.deny with input as grant({"of": "aws_iam_user_policy_attachments_exclusive", "kind": "policy"})
	{finding.path | some finding in exclusive} == {[]}
	alone := policy.deny with input as grant({"of": "aws_iam_user_policy_attachment", "kind": "policy"})
	{finding.path | some finding in alone} == {[]}
}

test_of_what_is_attached_to_several_only_users_count if {
	found := policy.deny with input as grant(attached(to("user")))
	{finding.path | some finding in found} == {["users"]}
	count(policy.deny) == 0 with input as grant(attached(to("group")))
	count(policy.unknown) == 0 with input as grant(attached(to("group")))
	open := object.union(to("group"), {"whole": false})
	messages(policy.unknown) == {"whether aws_iam_policy_attachment.a gives rights to a user cannot be told: the plan does not say all of it"} with input as grant(attached(open))
	count(policy.deny) == 1 with input as grant(attached(object.union(to("user"), {"whole": false})))
	count(policy.unknown) == 0 with input as grant(attached(object.union(to("user"), {"whole": false})))
}

test_roles_of_google_go_to_groups if {
	person := object.union(attached(to("user")), {"of": "google_project_iam_member", "holder": "google"})
	messages(policy.deny) == {"aws_iam_policy_attachment.a gives a role to a person and not to a group"} with input as grant(person)
	every kind in ["group", "serviceAccount"] {
		other := object.union(person, {"who": to(kind)})
		count(policy.deny) == 0 with input as grant(other)
		count(policy.unknown) == 0 with input as grant(other)
	}
	open := object.union(person, {"who": {"listed": [], "everybody": null, "whole": false}, "why": later})
	count(policy.deny) == 0 with input as grant(open)
	messages(policy.unknown) == {"whether aws_iam_policy_attachment.a gives a role to a person and not to a group is known only after apply"} with input as grant(open)
	count(policy.unknown) == 0 with input as grant(object.union(person, {"who": {"everybody": null}}))
}

test_groups_roles_and_what_is_taken_away_are_fine if {
	every fields in [
		{},
		{"of": "aws_iam_group_policy"},
		object.union(on_user, {"effect": "deny"}),
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	open := grant(object.union(on_user, {"kind": "document", "effect": null, "why": later}))
	count(policy.deny) == 0 with input as open
	messages(policy.unknown) == {"whether aws_iam_user_policy.u gives rights to a user is known only after apply"} with input as open
}

test_every_resource_that_is_for_one_user_is_judged_and_asked_about if {
	every of in ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_user_policy_attachments_exclusive"] {
		messages(policy.deny) == {"aws_iam_policy.p gives rights to a user and not to a role or group"} with input as grant({"of": of})
		count(policy.unknown) == 0 with input as grant({"of": of})
		open := {"of": of, "effect": null, "why": later}
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_iam_policy.p gives rights to a user is known only after apply"} with input as grant(open)
	}
}

test_what_is_not_known_of_a_policy_of_a_group_is_not_asked if {
	every of in ["aws_iam_policy", "aws_iam_group_policy", "aws_iam_role_policy"] {
		count(policy.deny) == 0 with input as grant({"of": of, "effect": null, "why": later})
		count(policy.unknown) == 0 with input as grant({"of": of, "effect": null, "why": later})
	}
}
