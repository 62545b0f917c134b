package gate.policies.pipeline.agent_open_to_anybody_test

import data.gate.policies.pipeline.agent_open_to_anybody as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

agent(changes) := fact("agents", object.union({"agent": "Codex", "open": true, "foreign": false}, changes))

test_an_agent_for_everybody_is_named if {
	message := "Codex starts for anybody who writes an issue, a comment or a pull request"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex", "related": []}}
	policy.deny == expected with input as agent({})
	count(policy.unknown) == 0 with input as agent({})
}

test_a_prompt_with_their_text_is_said_elsewhere if {
	every open in [true, null] {
		count(policy.deny) == 0 with input as agent({"foreign": true, "open": open})
		count(policy.unknown) == 0 with input as agent({"foreign": true, "open": open})
	}
	count(policy.unknown) == 0 with input as agent({"foreign": null, "open": null})
}

test_a_prompt_of_which_nobody_knows_changes_nothing if {
	count(policy.deny) == 1 with input as agent({"foreign": null})
	count(policy.unknown) == 0 with input as agent({"foreign": null})
}

test_an_agent_for_members_is_fine if {
	count(policy.deny) == 0 with input as agent({"open": false})
	count(policy.unknown) == 0 with input as agent({"open": false})
}

test_a_condition_that_nobody_can_tell_is_unknown if {
	undecided := agent({"open": null, "why": "a condition decides"})
	message := "whether Codex starts for anybody is decided when it runs"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex", "related": []}}
	policy.unknown == expected with input as undecided
	count(policy.deny) == 0 with input as undecided
}
