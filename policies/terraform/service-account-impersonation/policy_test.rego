package gate.policies.terraform.service_account_impersonation_test

import data.gate.policies.terraform.service_account_impersonation as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["role"], "about": "google_project_iam_member.m", "of": "google_project_iam_member", "why": "", "via": [],
		"kind": "role", "holder": "google", "administrator": false, "words": "", "effect": "allow", "name": "roles/iam.serviceAccountTokenCreator",
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
	messages(found) == {"google_project_iam_member.m gives roles/iam.serviceAccountTokenCreator over every service account there"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["role"]]}
	count(policy.unknown) == 0 with input as grant({})
	count(policy.deny) == 1 with input as grant({"administrator": null})
}

test_other_roles_are_fine_and_administrators_are_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"holder": "azure"},
		{"name": "roles/iam.serviceAccountViewer"},
		{"name": "roles/viewer"},
		{"name": ""},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_a_role_that_is_not_known_is_unknown_with_its_reason if {
	open := grant({"name": null, "administrator": null, "why": later})
	count(policy.deny) == 0 with input as open
	messages(policy.unknown) == {"whether google_project_iam_member.m gives a role over every service account there is known only after apply"} with input as open
	count(policy.unknown) == 0 with input as grant({"name": null, "holder": "azure", "why": later})
}

test_every_role_over_service_accounts_is_a_violation if {
	every name in [
		"roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin",
		"roles/iam.serviceAccountOpenIdTokenCreator", "roles/iam.serviceAccountTokenCreator",
		"roles/iam.serviceAccountUser", "roles/iam.workloadIdentityUser",
	] {
		expected := {sprintf("google_project_iam_member.m gives %s over every service account there", [name])}
		messages(policy.deny) == expected with input as grant({"name": name})
		count(policy.unknown) == 0 with input as grant({"name": name})
	}
}

# Several policies ask it of one place.
test_it_is_asked_once_which_role_it_is if {
	open := policy.unknown with input as grant({"name": null, "administrator": null, "why": later})
	{finding.once | some finding in open} == {"which role"}
}
