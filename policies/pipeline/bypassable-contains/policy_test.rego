package gate.policies.pipeline.bypassable_contains_test

import data.gate.policies.pipeline.bypassable_contains as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

condition(guards) := fact("loose_conditions", {"asks": "github.ref", "text": "main", "lets_in": "maintenance", "guards": guards})

test_each_condition_has_its_words if {
	every guard in [
		["deploys", "a deployment"],
		["publishes", "a release"],
		["merges", "a merge or an approval"],
		["secrets", "secrets"],
		["identity", "the identity of the job at a cloud"],
	] {
		[guards, words] := guard
		message := sprintf("the condition in front of %s asks for `main` in `github.ref` and lets `maintenance` in", [words])
		policy.deny == found(message, "a/main") with input as condition(guards)
	}
}

test_where_every_condition_means_what_it_says_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"loose_conditions": []}}
}
