package gate.policies.pipeline.ignored_approval_test

import data.gate.policies.pipeline.ignored_approval as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

approval(changes) := fact("approvals", object.union({"asks": "step", "holds": false, "guards": true}, changes))

test_a_step_that_asks_in_vain_is_named if {
	message := "build asks for an approval and goes on without one"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	every guards in [true, false] {
		policy.deny == expected with input as approval({"guards": guards})
	}
}

test_one_that_holds_is_fine if {
	count(policy.deny) == 0 with input as approval({"holds": true})
}

test_other_ways_to_ask_are_fine if {
	count(policy.deny) == 0 with input as approval({"asks": "start"})
	count(policy.deny) == 0 with input as approval({"asks": "environment", "holds": null})
}
