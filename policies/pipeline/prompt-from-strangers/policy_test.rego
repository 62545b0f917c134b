package gate.policies.pipeline.prompt_from_strangers_test

import data.gate.policies.pipeline.prompt_from_strangers as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

agent(changes) := fact("agents", object.union(
	{"agent": "Codex", "source": "github.event.issue.body", "foreign": true, "free": false},
	changes,
))

test_words_of_strangers_are_named if {
	message := "the prompt of Codex holds github.event.issue.body, which anybody can write"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex/github.event.issue.body", "related": []}}
	policy.deny == expected with input as agent({})
	count(policy.unknown) == 0 with input as agent({})
}

test_what_the_agent_may_do_is_said if {
	every free, ending in {"true": ", and it may do anything without being asked", "false": "", "null": ""} {
		value := json.unmarshal(free)
		messages := {finding.message | some finding in policy.deny} with input as agent({"free": value})
		messages == {sprintf("the prompt of Codex holds github.event.issue.body, which anybody can write%s", [ending])}
	}
}

test_other_words_are_fine if {
	count(policy.deny) == 0 with input as agent({"foreign": false})
	count(policy.unknown) == 0 with input as agent({"foreign": false})
	count(policy.deny) == 0 with input as {"facts": {"agents": []}}
}

test_words_of_which_nobody_knows_are_unknown if {
	doubted := agent({"foreign": null, "why": "nobody knows what `sum-up` makes of it"})
	message := "the prompt of Codex may hold github.event.issue.body as a stranger writes it: nobody knows what `sum-up` makes of it"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex/github.event.issue.body", "related": []}}
	policy.unknown == expected with input as doubted
	count(policy.deny) == 0 with input as doubted
}
