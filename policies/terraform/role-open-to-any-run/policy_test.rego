package gate.policies.terraform.role_open_to_any_run_test

import data.gate.policies.terraform.role_open_to_any_run as policy

federation(fields) := {"facts": {"federations": [object.union(
	{
		"_loc": "r", "path": ["statement", 0], "about": "aws_iam_role.deploy", "why": "", "via": [],
		"issuer": "token.actions.githubusercontent.com", "asked": [], "any_repository": false, "any_branch": false,
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_one_repository_and_one_branch_are_fine if {
	count(policy.deny) == 0 with input as federation({})
	count(policy.unknown) == 0 with input as federation({})
	count(policy.deny) == 0 with input as {"facts": {"federations": []}}
}

test_a_repository_that_nobody_named_is_said_once if {
	all := federation({"any_repository": true, "any_branch": true})
	expected := {"aws_iam_role.deploy can be taken by runs of repositories that nobody named"}
	messages(policy.deny) == expected with input as all
	messages(policy.deny) == expected with input as federation({"any_repository": true, "any_branch": null})
	count(policy.unknown) == 0 with input as federation({"any_repository": true, "any_branch": null})
	{[finding.loc, finding.path, finding.key] | some finding in policy.deny} == {["r", ["statement", 0], "aws_iam_role.deploy"]} with input as all
}

test_any_branch_of_one_repository_is_too_much if {
	found := policy.deny with input as federation({"any_branch": true})
	messages(found) == {"aws_iam_role.deploy can be taken by runs of any branch or pull request"}
}

test_what_is_not_known_is_unknown if {
	own := federation({"any_repository": null, "any_branch": null, "why": "it is a form of its own"})
	messages(policy.unknown) == {"whose runs can take aws_iam_role.deploy is not known: it is a form of its own"} with input as own
	count(policy.deny) == 0 with input as own
	branch := federation({"any_branch": null, "why": "it is known only after apply"})
	messages(policy.unknown) == {"which runs can take aws_iam_role.deploy is not known: it is known only after apply"} with input as branch
	count(policy.deny) == 0 with input as branch
	count(policy.deny) == 0 with input as federation({"any_repository": null, "any_branch": true})
}

test_what_takes_a_data_source_is_related if {
	via := [{"_loc": "a", "path": ["assume_role_policy"], "what": "takes it from there"}]
	found := policy.deny with input as federation({"any_branch": true, "via": via})
	{finding.related | some finding in found} == {[{"loc": "a", "path": ["assume_role_policy"], "message": "takes it from there"}]}
}
