package gate.policies.pipeline.vulnerable_action_test

import data.gate.policies.pipeline.vulnerable_action as policy

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

test_a_version_with_a_hole_is_said_with_its_advisories if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "acme/build@v2 has a vulnerability that is known (GHSA-1, GHSA-2); 3.1.0 is the first without it",
		"key": "acme/build@v2",
	}}
	policy.deny == expected with input as advisory("vulnerable", {})
	messages(policy.deny) == {"acme/build@v2 has a vulnerability that is known (GHSA-1); no version without it is known"} with input as advisory("vulnerable", {"fixed": "", "advisories": ["GHSA-1"]})
	count(policy.unknown) == 0 with input as advisory("vulnerable", {})
}

test_of_a_commit_only_its_comment_says_the_version if {
	doubted := advisory("vulnerable", {"affected": null, "said": "v2.0.1", "reference": "93cb6efe1820"})
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "whether acme/build@93cb6efe1820 has a vulnerability that is known cannot be told: its comment says v2.0.1, and it may be another commit (GHSA-1, GHSA-2); 3.1.0 is the first without it",
		"key": "acme/build@93cb6efe1820",
	}}
	policy.unknown == expected with input as doubted
	count(policy.deny) == 0 with input as doubted
}

test_the_severities_that_count_are_a_parameter if {
	every severity, counts in {"critical": 1, "high": 1, "medium": 0, "low": 0} {
		count(policy.deny) == counts with input as advisory("vulnerable", {"severity": severity})
		count(policy.unknown) == counts with input as advisory("vulnerable", {"severity": severity, "affected": null})
	}
	all := {"vulnerable-action": {"severities": ["low"]}}
	count(policy.deny) == 1 with input as advisory("vulnerable", {"severity": "low"}) with data.gate.parameters as all
	count(policy.deny) == 0 with input as advisory("vulnerable", {}) with data.gate.parameters as all
}

test_attacks_are_said_by_others if {
	every kind in ["malicious", "moved", "restored"] {
		count(policy.deny) == 0 with input as advisory(kind, {})
		count(policy.unknown) == 0 with input as advisory(kind, {"affected": null})
	}
}
