package gate.policies.pipeline.condition_always_true_test

import data.gate.policies.pipeline.condition_always_true as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

condition(by, guards) := fact("void_conditions", {"by": by, "guards": guards})

test_each_condition_has_its_words if {
	every guard in [
		["deploys", "a deployment"],
		["publishes", "a release"],
		["merges", "a merge or an approval"],
		["secrets", "secrets"],
		["identity", "the identity of the job at a cloud"],
	] {
		[guards, words] := guard
		fenced := sprintf("the condition in front of %s holds in every run: something stands outside of `${{ }}`, which makes it a text", [words])
		policy.deny == found(fenced, "a") with input as condition("fenced", guards)
		constant := sprintf("the condition in front of %s holds in every run: it is true by what is written out in it", [words])
		policy.deny == found(constant, "a") with input as condition("constant", guards)
	}
}

test_where_every_condition_asks_something_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"void_conditions": []}}
}
