package gate.policies.data.redeployed_without_build_proof_test

import data.gate.policies.data.redeployed_without_build_proof as policy

base := {
	"_loc": "p#2",
	"path": [],
	"about": "ship",
	"environments": ["production"],
	"signs": [],
	"ships": ["workload"],
	"signing": true,
	"verified": false,
	"why": "",
	"via": [],
}

one(changes) := {"facts": {"coverage": [object.union(base, changes)]}}

expected := {["p#2", "ship deploys to production (production) and checks no signature, while the repository signs its images", "ship"]}

said(findings) := {[finding.loc, finding.message, finding.key] | some finding in findings}

test_a_signature_that_nobody_checks_is_a_violation if {
	said(policy.deny) == expected with input as one({})
	said(policy.deny) == expected with input as one({"ships": ["code", "image"]})
}

test_where_nothing_is_signed_nothing_is_asked if {
	count(policy.deny) == 0 with input as one({"signing": false})
}

test_a_check_before_it_is_fine if {
	count(policy.deny) == 0 with input as one({"verified": true})
}

test_only_images_and_workloads_in_production_matter if {
	count(policy.deny) == 0 with input as one({"ships": ["code", "infrastructure"]})
	count(policy.deny) == 0 with input as one({"environments": ["staging"]})
	count(policy.deny) == 0 with input as one({"environments": null})
}

test_it_is_said_once if {
	both := {"facts": {"coverage": [base, object.union(base, {"_loc": "p#3"})]}}
	said(policy.deny) == expected with input as both
	staging := object.union(base, {"_loc": "p#1", "environments": ["staging"]})
	said(policy.deny) == expected with input as {"facts": {"coverage": [staging, base]}}
}
