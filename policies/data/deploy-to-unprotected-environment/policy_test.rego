package gate.policies.data.deploy_to_unprotected_environment_test

import data.gate.policies.data.deploy_to_unprotected_environment as policy

job(environment) := {"_loc": "p#1", "id": "deploy", "environment": environment}

environment(name) := {"_loc": "p#2", "name": name, "names": []}

guarded(name, reviewers) := {"_loc": "s#1", "name": name, "reviewers": reviewers, "custom_rules": null}

gap := {"_loc": "s#2", "path": "/environments", "message": "Not Found", "needs": null}

forge(environments, unknowns) := {
	"source": {"forge": "github", "kind": "snapshot"},
	"environments": environments,
	"unknowns": unknowns,
}

repository(pipelines, settings) := {"pipelines": pipelines, "forge": settings}

github(jobs) := [{"vendor": "github", "jobs": jobs}]

messages(findings) := {finding.message | some finding in findings}

deploying := github([job(environment("production"))])

test_an_environment_with_reviewers_is_protected if {
	sound := repository(deploying, forge([guarded("Production", 1)], []))
	count(policy.deny) == 0 with input as sound
	count(policy.unknown) == 0 with input as sound
}

test_an_environment_without_reviewers_is_a_violation_with_both_places if {
	found := policy.deny with input as repository(deploying, forge([guarded("production", 0)], []))
	messages(found) == {"deploy deploys to production, which nobody has to approve"}
	{finding.loc | some finding in found} == {"p#2"}
	{finding.related[0].loc | some finding in found} == {"s#1"}
}

test_an_environment_that_does_not_exist_is_a_violation_when_the_list_is_complete if {
	message := "deploy deploys to production, which does not exist and will be created without protection"
	messages(policy.deny) == {message} with input as repository(deploying, forge([], []))
	short := repository(deploying, forge([], [gap]))
	count(policy.deny) == 0 with input as short
	messages(policy.unknown) == {"whether production is protected is not known: Not Found"} with input as short
}

test_reviewers_that_are_not_told_are_unknown if {
	hidden := repository(deploying, forge([guarded("production", null)], []))
	count(policy.deny) == 0 with input as hidden
	count(policy.unknown) == 1 with input as hidden
}

test_every_name_that_an_expression_can_have_counts if {
	choice := github([job({"_loc": "p#2", "name": null, "names": ["prod-eu", "staging"]})])
	settings := forge([guarded("prod-eu", 0), guarded("staging", 0)], [])
	messages(policy.deny) == {"deploy deploys to prod-eu, which nobody has to approve"} with input as repository(choice, settings)
	open := github([job({"_loc": "p#2", "name": null, "names": []})])
	count(policy.deny) == 0 with input as repository(open, settings)
	count(policy.unknown) == 0 with input as repository(open, settings)
}

test_jobs_that_do_not_deploy_to_production_do_not_count if {
	settings := forge([guarded("staging", 0)], [])
	count(policy.deny) == 0 with input as repository(github([job(environment("staging"))]), settings)
	count(policy.deny) == 0 with input as repository(github([job(null)]), settings)
}

test_pipelines_of_another_vendor_do_not_ask_this_forge if {
	other := [{"vendor": "gitlab", "jobs": [job(environment("production"))]}]
	count(policy.deny) == 0 with input as repository(other, forge([guarded("production", 0)], []))
}

test_without_a_snapshot_nothing_is_said if {
	count(policy.deny) == 0 with input as repository(deploying, null)
	count(policy.unknown) == 0 with input as repository(deploying, null)
}
