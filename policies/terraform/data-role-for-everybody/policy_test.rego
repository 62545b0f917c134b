package gate.policies.terraform.data_role_for_everybody_test

import data.gate.policies.terraform.data_role_for_everybody as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["role"], "about": "google_project_iam_member.m", "of": "google_project_iam_member", "why": "", "via": [],
		"kind": "role", "holder": "google", "administrator": false, "words": "", "effect": "allow", "name": "roles/storage.objectViewer",
		"who": {"listed": [{"kind": "group", "name": "a@bank.example"}], "except": [], "everybody": false, "whole": true},
		"actions": {"listed": [], "except": [], "every": false, "whole": false},
		"resources": {"listed": [], "except": [], "every": false, "whole": false},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

everybody := {"who": {"listed": [{"kind": "allUsers", "name": "allUsers"}], "everybody": true}}

test_everybody_is_a_violation_at_its_place if {
	found := policy.deny with input as grant(everybody)
	messages(found) == {"google_project_iam_member.m gives roles/storage.objectViewer to everybody"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["role"]]}
	count(policy.unknown) == 0 with input as grant(everybody)
	unnamed := object.union(everybody, {"name": null, "why": later})
	messages(policy.deny) == {"google_project_iam_member.m gives a role to everybody"} with input as grant(unnamed)
}

test_somebody_is_fine_and_other_holders_are_judged_elsewhere if {
	every fields in [
		{},
		object.union(everybody, {"holder": "resource"}),
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_who_is_not_known_is_unknown_with_its_reason if {
	open := {"who": {"listed": [], "everybody": null, "whole": false}, "why": later}
	count(policy.deny) == 0 with input as grant(open)
	messages(policy.unknown) == {"whether google_project_iam_member.m gives roles/storage.objectViewer to everybody is known only after apply"} with input as grant(open)
	count(policy.unknown) == 0 with input as grant(object.union(open, {"holder": "trust"}))
}
