package gate.policies.pipeline.command_from_anybody_test

import data.gate.policies.pipeline.command_from_anybody as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

opening(does, open) := fact("openings", {"does": does, "event": "issue_comment", "open": open, "why": "a condition"})

test_each_thing_that_anybody_can_start_has_its_words if {
	every case in [
		["deploys", "deploy"],
		["publishes", "publish"],
		["merges", "merge or approve a change"],
		["starts", "start another workflow"],
	] {
		[does, words] := case
		deny := found(sprintf("anybody can have a %s, by issue_comment", [words]), sprintf("a/%s", [does]))
		policy.deny == deny with input as opening(does, true)
		count(policy.unknown) == 0 with input as opening(does, true)
		unknown := found(sprintf("whether anybody can have a %s, by issue_comment, is not known: a condition", [words]), sprintf("a/%s", [does]))
		policy.unknown == unknown with input as opening(does, null)
		count(policy.deny) == 0 with input as opening(does, null)
	}
}

test_what_is_kept_from_strangers_is_no_finding if {
	count(policy.deny) == 0 with input as opening("deploys", false)
	count(policy.unknown) == 0 with input as opening("deploys", false)
}
