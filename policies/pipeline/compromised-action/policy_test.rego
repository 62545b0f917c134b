package gate.policies.pipeline.compromised_action_test

import data.gate.policies.pipeline.compromised_action as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

advisory(kind, fields) := fact("advisories", object.union(
	{
		"action": "acme/build",
		"reference": "v2",
		"kind": kind,
		"affected": true,
		"said": "",
		"advisories": ["GHSA-1", "GHSA-2"],
		"severity": "high",
		"fixed": "3.1.0",
		"date": "2026-03-19",
	},
	fields,
))

messages(set) := {finding.message | some finding in set}

test_what_is_an_attack_or_may_be_is_said_with_what_is_right if {
	messages(policy.deny) == {"acme/build@v2 is the code of an attacker (2026-03-19); 3.1.0 is right"} with input as advisory("malicious", {})
	expected := {"acme/build@v2 is a tag that an attacker has pointed at code of theirs (2026-03-19), and nobody has said that it is right again; no version is known to be right"}
	messages(policy.deny) == expected with input as advisory("moved", {"fixed": ""})
}

test_the_same_version_of_an_action_is_one_subject if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "acme/build@v2 is the code of an attacker (2026-03-19); 3.1.0 is right",
		"key": "acme/build@v2",
	}}
	policy.deny == expected with input as advisory("malicious", {})
}

test_what_is_in_doubt_is_no_attack if {
	every kind in ["malicious", "moved"] {
		count(policy.deny) == 0 with input as advisory(kind, {"affected": null})
	}
}

test_what_is_right_again_or_has_a_hole_is_said_by_others if {
	every kind in ["restored", "vulnerable"] {
		count(policy.deny) == 0 with input as advisory(kind, {})
	}
}
