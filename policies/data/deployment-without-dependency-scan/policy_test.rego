package gate.policies.data.deployment_without_dependency_scan_test

import data.gate.policies.data.deployment_without_dependency_scan as policy

base := {
	"_loc": "p#2",
	"path": [],
	"about": "ship",
	"environments": ["production"],
	"signs": [],
	"before": ["sast"],
	"elsewhere": [],
	"whole": true,
	"ships": ["code"],
	"rehearsed": true,
	"by_forge": [],
	"why": "",
	"via": [],
}

one(changes) := {"facts": {"coverage": [object.union(base, changes)]}}

two(changes) := {"facts": {"coverage": [object.union(base, changes), object.union(base, {"_loc": "p#3", "about": "ship-eu"})]}}

said(findings) := {[finding.loc, finding.message, finding.key] | some finding in findings}

expected := {["p#2", "ship deploys a program to production (production) and no scan of its dependencies can stop it", "ship"]}

test_a_deployment_without_it_is_a_violation if {
	said(policy.deny) == expected with input as one({})
	count(policy.unknown) == 0 with input as one({})
	said(policy.deny) == expected with input as one({"before": [], "elsewhere": ["sast"]})
}

test_one_that_can_stop_it_is_enough_wherever_it_runs if {
	count(policy.deny) == 0 with input as one({"before": ["sca"]})
	count(policy.deny) == 0 with input as one({"elsewhere": ["sca"]})
	count(policy.unknown) == 0 with input as one({"elsewhere": ["sca"], "whole": null})
}

test_where_there_is_no_scan_at_all_another_policy_says_so if {
	count(policy.deny) == 0 with input as one({"before": []})
	count(policy.unknown) == 0 with input as one({"before": [], "whole": null})
}

test_it_matters_only_for_what_is_shipped if {
	count(policy.deny) == 0 with input as one({"ships": ["image", "infrastructure", "workload"]})
}

test_it_is_said_once_at_the_first_of_them if {
	said(policy.deny) == expected with input as two({})
	locs := {finding.loc | some finding in policy.deny} with input as two({"before": ["sca"]})
	locs == {"p#3"}
	unsure := {finding.loc | some finding in policy.unknown} with input as two({"whole": null, "why": "x"})
	unsure == {"p#2"}
	count(policy.deny) == 0 with input as two({"whole": null, "why": "x"})
	both := {"facts": {"coverage": [object.union(base, {"whole": null}), object.union(base, {"whole": null, "_loc": "p#3"})]}}
	again := {finding.loc | some finding in policy.unknown} with input as both
	again == {"p#2"}
}

test_what_stands_elsewhere_may_scan if {
	message := "ship deploys a program to production (production) and no scan of its dependencies can stop it here; `acme/ci/x.yml@v1` is not in this repository"
	unsure := {"whole": null, "why": "`acme/ci/x.yml@v1` is not in this repository"}
	said(policy.unknown) == {["p#2", message, "ship"]} with input as one(unsure)
	count(policy.deny) == 0 with input as one(unsure)
}

test_other_environments_do_not_matter if {
	count(policy.deny) == 0 with input as one({"environments": ["staging"], "signs": []}) with data.gate.parameters as {"deployment-without-dependency-scan": {"production_pattern": "^prod"}}
	count(policy.deny) == 0 with input as one({"environments": null})
	locs := {finding.loc | some finding in policy.deny} with input as two({"environments": ["staging"]})
	locs == {"p#3"}
	said(policy.deny) == expected with input as one({"environments": [], "signs": ["ship", "production", "prod-eu"]})
}

test_a_scan_of_images_looks_at_dependencies_too if {
	count(policy.deny) == 0 with input as one({"before": ["image"]})
}
