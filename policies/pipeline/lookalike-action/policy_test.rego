package gate.policies.pipeline.lookalike_action_test

import data.gate.policies.pipeline.lookalike_action as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

used(name, like) := fact("uses", {"kind": "action", "name": name, "reference": "v4", "like": like})

test_a_name_that_is_almost_another_is_said if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "action/checkout is not actions/checkout, which many use, and is called almost the same",
		"key": "action/checkout",
	}}
	policy.deny == expected with input as used("action/checkout", "actions/checkout")
}

test_a_name_that_is_like_no_other_is_right if {
	count(policy.deny) == 0 with input as used("acme/checkout", "")
}
