package gate.policies.pipeline.deploy_from_any_ref_test

import data.gate.policies.pipeline.deploy_from_any_ref as policy

deployment(fields) := {"facts": {"deployments": [object.union({
	"_loc": "w#1",
	"path": [],
	"about": "ship",
	"why": "",
	"via": [],
	"deploys": true,
	"signs": ["ship", "helm upgrade -n prod", "prod-2"],
	"any_branch": ["push", "workflow_dispatch"],
}, fields)]}}

test_the_first_event_and_the_first_sign_are_named if {
	message := "ship deploys to production (helm upgrade -n prod) from any branch: push starts it and nothing asks for the branch"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "ship", "related": []}}
	policy.deny == expected with input as deployment({})
}

test_a_branch_that_is_asked_for_is_fine if {
	count(policy.deny) == 0 with input as deployment({"any_branch": []})
	count(policy.deny) == 0 with input as deployment({"deploys": false})
	count(policy.deny) == 0 with input as deployment({"signs": ["ship", "helm upgrade -n staging"]})
}

test_the_words_for_production_are_a_parameter if {
	parameters := {"deploy-from-any-ref": {"production_pattern": "blue"}}
	count(policy.deny) == 1 with input as deployment({"signs": ["blue"]}) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as deployment({"signs": ["prod"]}) with data.gate.parameters as parameters
}
