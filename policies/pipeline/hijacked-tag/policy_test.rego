package gate.policies.pipeline.hijacked_tag_test

import data.gate.policies.pipeline.hijacked_tag as policy

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

test_a_tag_that_was_moved_is_said_with_the_day if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "acme/build@v2 is a tag that an attacker had moved on 2026-03-19: runs of those days may have lost their secrets",
		"key": "acme/build@v2",
	}}
	policy.deny == expected with input as advisory("restored", {})
}

test_what_is_in_doubt_was_not_moved if {
	count(policy.deny) == 0 with input as advisory("restored", {"affected": null})
}

test_what_is_wrong_now_is_said_by_others if {
	every kind in ["malicious", "moved", "vulnerable"] {
		count(policy.deny) == 0 with input as advisory(kind, {})
	}
}
