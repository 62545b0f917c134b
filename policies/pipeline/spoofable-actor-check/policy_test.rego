package gate.policies.pipeline.spoofable_actor_check_test

import data.gate.policies.pipeline.spoofable_actor_check as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

check(guards) := with_checkouts(guards, [])

with_checkouts(guards, checkouts) := {"facts": object.union(
	fact("actor_checks", {"asks": "github.actor", "event": "pull_request_target", "guards": guards}).facts,
	{"checkouts": checkouts},
)}

test_each_thing_that_is_let_through_has_its_words if {
	every case in [
		["deploys", "a deployment"],
		["publishes", "a release"],
		["merges", "a merge or an approval"],
		["secrets", "secrets"],
		["identity", "the identity of the job at a cloud"],
		["rights", "a token that may write to the repository"],
	] {
		[guards, words] := case
		message := sprintf("a asks `github.actor` for the author of a change under pull_request_target, and what it lets through is %s", [words])
		policy.deny == found(message, "a/github.actor") with input as check(guards)
	}
}

test_where_nobody_asks_nothing_is_said if {
	count(policy.deny) == 0 with input as {"facts": {"actor_checks": [], "checkouts": []}}
}

test_code_of_a_stranger_in_the_same_job_is_a_finding_of_its_own if {
	count(policy.deny) == 0 with input as with_checkouts("merges", [{"about": "a", "foreign": true}])
	count(policy.deny) == 1 with input as with_checkouts("merges", [{"about": "b", "foreign": true}])
	count(policy.deny) == 1 with input as with_checkouts("merges", [{"about": "a", "foreign": null}])
}
