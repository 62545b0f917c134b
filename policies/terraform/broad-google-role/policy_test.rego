package gate.policies.terraform.broad_google_role_test

import data.gate.policies.terraform.broad_google_role as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["role"], "about": "google_project_iam_member.m", "of": "google_project_iam_member", "why": "", "via": [],
		"kind": "role", "holder": "google", "administrator": false, "words": "", "effect": "allow", "name": "roles/viewer",
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

test_such_a_role_is_a_violation_at_its_place if {
	found := policy.deny with input as grant({})
	messages(found) == {"google_project_iam_member.m gives roles/viewer, which reads nearly everything there"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["role"]]}
	count(policy.unknown) == 0 with input as grant({})
	count(policy.deny) == 1 with input as grant({"administrator": null})
}

test_other_roles_are_fine_and_administrators_are_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"holder": "azure"},
		{"name": "roles/browser"},
		{"name": "roles/bigquery.dataViewer"},
		{"name": "google_project_iam_custom_role.c"},
		{"name": ""},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_a_role_that_is_not_known_is_unknown_with_its_reason if {
	open := grant({"name": null, "administrator": null, "why": later})
	count(policy.deny) == 0 with input as open
	messages(policy.unknown) == {"whether google_project_iam_member.m gives a broad role is known only after apply"} with input as open
	count(policy.unknown) == 0 with input as grant({"name": null, "holder": "azure", "why": later})
}

test_every_broad_role_is_said_with_what_it_does if {
	every row in [
		["roles/viewer", "reads nearly everything there"],
		["roles/reader", "reads nearly everything there"],
		["roles/writer", "changes nearly everything there"],
		["roles/admin", "does everything there"],
		["roles/iam.organizationRoleAdmin", "changes what roles allow"],
		["roles/iam.roleAdmin", "changes what roles allow"],
		["roles/iam.securityAdmin", "decides who may do what there"],
		["roles/resourcemanager.folderAdmin", "decides who may do what there"],
		["roles/resourcemanager.folderIamAdmin", "decides who may do what there"],
		["roles/resourcemanager.organizationAdmin", "decides who may do what there"],
		["roles/resourcemanager.projectIamAdmin", "decides who may do what there"],
	] {
		expected := {sprintf("google_project_iam_member.m gives %s, which %s", row)}
		messages(policy.deny) == expected with input as grant({"name": row[0]})
		count(policy.unknown) == 0 with input as grant({"name": row[0]})
	}
}

# Several policies ask it of one place.
test_it_is_asked_once_which_role_it_is if {
	open := policy.unknown with input as grant({"name": null, "administrator": null, "why": later})
	{finding.once | some finding in open} == {"which role"}
}
