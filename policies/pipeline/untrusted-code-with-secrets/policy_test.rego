package gate.policies.pipeline.untrusted_code_with_secrets_test

import data.gate.policies.pipeline.untrusted_code_with_secrets as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

checkout(code, foreign, approved) := fact("checkouts", {
	"event": "pull_request_target",
	"code": code,
	"foreign": foreign,
	"approved": approved,
	"path": ["with", "ref"],
})

finding(message) := {"loc": "w#1", "path": ["with", "ref"], "message": message, "key": "build", "related": [], "once": "checkout"}

test_the_code_of_a_stranger_is_a_violation if {
	words := "build checks out the code of a stranger: github.head_ref under pull_request_target"
	policy.deny == {finding(words)} with input as checkout("github.head_ref", true, false)
	fetched := "build fetches the code of a stranger under pull_request_target"
	policy.deny == {finding(fetched)} with input as checkout("", true, false)
	count(policy.unknown) == 0 with input as checkout("", true, false)
}

test_behind_an_environment_it_is_unknown if {
	words := "build fetches the code of a stranger under pull_request_target; whether its environment asks for an approval is not known"
	policy.unknown == {finding(words)} with input as checkout("", true, null)
	count(policy.deny) == 0 with input as checkout("", true, null)
}

test_what_is_decided_during_the_run_is_unknown if {
	words := "build checks out steps.pr.outputs.sha under pull_request_target; whether it is the code of a stranger is not known"
	every approved in [false, null] {
		decided := checkout("steps.pr.outputs.sha", null, approved)
		policy.unknown == {finding(words)} with input as decided
		count(policy.deny) == 0 with input as decided
	}
}

test_without_checkouts_all_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"checkouts": []}}
	count(policy.unknown) == 0 with input as {"facts": {"checkouts": []}}
}
