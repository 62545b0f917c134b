package gate.policies.data.deploy_to_unprotected_environment_test

import data.gate.policies.data.deploy_to_unprotected_environment as policy

deployment(name, exists, approved) := {"facts": {"deployments": [{
	"_loc": "p#2",
	"path": [],
	"job": "deploy",
	"environment": name,
	"exists": exists,
	"approved": approved,
	"why": "Not Found",
	"via": [{"_loc": "s#1", "path": ["reviewers"], "what": "no required reviewers"}],
}]}}

said(findings) := {[finding.loc, finding.message, finding.key] | some finding in findings}

test_an_environment_without_reviewers_is_a_violation_with_both_places if {
	open := deployment("production", true, false)
	said(policy.deny) == {["p#2", "deploy deploys to production, which nobody has to approve", "deploy/production"]} with input as open
	{related | some finding in policy.deny; some related in finding.related} == {{
		"loc": "s#1",
		"path": ["reviewers"],
		"message": "no required reviewers",
	}} with input as open
	count(policy.unknown) == 0 with input as open
}

test_an_environment_that_does_not_exist_is_a_violation if {
	absent := deployment("production", false, false)
	message := "deploy deploys to production, which does not exist and will be created without protection"
	said(policy.deny) == {["p#2", message, "deploy/production"]} with input as absent
	count(policy.unknown) == 0 with input as absent
}

test_an_environment_that_may_be_hidden_is_unknown if {
	hidden := deployment("production", null, null)
	said(policy.unknown) == {["p#2", "whether production is protected is not known: Not Found", "deploy/production"]} with input as hidden
	count(policy.deny) == 0 with input as hidden
}

test_reviewers_that_are_not_told_are_unknown if {
	untold := deployment("production", true, null)
	said(policy.unknown) == {["p#2", "who has to approve a deployment to production is not known", "deploy/production"]} with input as untold
	count(policy.deny) == 0 with input as untold
}

test_jobs_that_do_not_deploy_to_production_do_not_count if {
	every answer in [[true, false], [false, false], [null, null], [true, null]] {
		count(policy.deny) == 0 with input as deployment("staging", answer[0], answer[1])
		count(policy.unknown) == 0 with input as deployment("staging", answer[0], answer[1])
	}
}
