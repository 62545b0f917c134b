package gate.policies.data.unscanned_deployment_test

import data.gate.policies.data.unscanned_deployment as policy

coverage(before, elsewhere, whole) := {"facts": {"coverage": [{
	"_loc": "p#2",
	"path": [],
	"about": "ship",
	"environments": ["production"],
	"signs": [],
	"before": before,
	"elsewhere": elsewhere,
	"whole": whole,
	"why": "`acme/ci/x.yml@v1` is not in this repository",
	"via": [],
}]}}

with_required(kinds) := {"unscanned-deployment": {"production_pattern": "prod", "required": kinds}}

said(findings) := {[finding.loc, finding.message, finding.key] | some finding in findings}

test_a_deployment_without_any_scan_is_a_violation if {
	expected := {["p#2", "ship deploys to production (production) and no scan can stop it", "ship"]}
	said(policy.deny) == expected with input as coverage([], [], true)
	count(policy.unknown) == 0 with input as coverage([], [], true)
}

test_one_scan_of_any_kind_is_enough if {
	count(policy.deny) == 0 with input as coverage(["sast"], [], true)
	count(policy.deny) == 0 with input as coverage([], ["image"], true)
	count(policy.unknown) == 0 with input as coverage([], ["image"], null)
}

test_what_stands_elsewhere_may_scan if {
	expected := {["p#2", "ship deploys to production (production) and no scan here can stop it; `acme/ci/x.yml@v1` is not in this repository", "ship"]}
	said(policy.unknown) == expected with input as coverage([], [], null)
	count(policy.deny) == 0 with input as coverage([], [], null)
}

test_each_kind_that_is_required_has_to_be_there if {
	expected := {["p#2", "ship deploys to production (production) and no scan of the kind sca can stop it", "ship"]}
	said(policy.deny) == expected with input as coverage(["sast"], [], true) with data.gate.parameters as with_required(["sast", "sca"])
	count(policy.deny) == 0 with input as coverage(["sast"], ["sca"], true) with data.gate.parameters as with_required(["sast", "sca"])
}

test_other_environments_do_not_matter if {
	staging := json.patch(coverage([], [], true), [{"op": "replace", "path": "/facts/coverage/0/environments", "value": ["staging"]}])
	count(policy.deny) == 0 with input as staging
}

test_an_environment_that_nobody_knows_is_not_judged_here if {
	open := json.patch(coverage([], [], true), [{"op": "replace", "path": "/facts/coverage/0/environments", "value": null}])
	count(policy.deny) == 0 with input as open
	count(policy.unknown) == 0 with input as open
}

test_kinds_that_are_required_are_named_where_no_scan_is if {
	expected := {["p#2", "ship deploys to production (production) and no scan of the kind sast, sca can stop it", "ship"]}
	said(policy.deny) == expected with input as coverage([], [], true) with data.gate.parameters as with_required(["sast", "sca"])
}

test_one_name_that_means_production_is_said if {
	both := json.patch(coverage([], [], true), [{"op": "replace", "path": "/facts/coverage/0/environments", "value": ["production", "prod-eu"]}])
	expected := {["p#2", "ship deploys to production (production) and no scan can stop it", "ship"]}
	said(policy.deny) == expected with input as both
}
