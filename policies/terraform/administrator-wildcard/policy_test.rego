package gate.policies.terraform.administrator_wildcard_test

import data.gate.policies.terraform.administrator_wildcard as policy

# What a grant is, is told by the tests of the facts; here stands what the policy says about it.
grant(fields) := {"facts": {"grants": [object.union(
	{
		"_loc": "r", "path": ["policy"], "about": "aws_iam_policy.p", "why": "", "via": [],
		"kind": "statement", "administrator": true, "words": "allows every action on every resource",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_the_rights_of_an_administrator_are_named if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_policy.p allows every action on every resource"}
	{[finding.path, finding.key] | some finding in found} == {[["policy"], "aws_iam_policy.p"]}
}

test_what_is_attached_is_not_bound_to_a_key if {
	found := policy.deny with input as grant({"kind": "policy", "words": "attaches AdministratorAccess"})
	messages(found) == {"aws_iam_policy.p attaches AdministratorAccess"}
	{finding | some finding in found; finding.key} == set()
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := grant({
		"kind": "document", "administrator": null,
		"words": "what aws_iam_policy.p allows", "why": "it is known only after apply",
	})
	count(policy.deny) == 0 with input as later
	messages(policy.unknown) == {"what aws_iam_policy.p allows is known only after apply"} with input as later
}

test_less_is_fine if {
	count(policy.deny) == 0 with input as grant({"administrator": false})
	count(policy.unknown) == 0 with input as grant({"administrator": false})
	count(policy.unknown) == 0 with input as grant({})
	count(policy.deny) == 0 with input as {"facts": {"grants": []}}
}

# What stands in a data source is called by what takes it from there.
taken := {"via": [{"_loc": "p", "path": ["policy"], "what": "takes it from there"}]}

related := [{"loc": "p", "path": ["policy"], "message": "takes it from there"}]

test_a_statement_of_a_data_source_is_called_by_its_policy if {
	found := policy.deny with input as grant(taken)
	{[finding.key, finding.related] | some finding in found} == {["aws_iam_policy.p", related]}
}

test_a_role_of_a_data_source_is_called_by_its_policy if {
	role := object.union(taken, {"kind": "role", "about": "google_project_iam_policy.p", "words": "grants roles/owner"})
	found := policy.deny with input as grant(role)
	key := "google_project_iam_policy.p grants roles/owner\ngoogle_project_iam_policy.p"
	{[finding.key, finding.related] | some finding in found} == {[key, related]}
}
