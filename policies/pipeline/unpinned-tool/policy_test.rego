package gate.policies.pipeline.unpinned_tool_test

import data.gate.policies.pipeline.unpinned_tool as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

fetched(holds) := fact("fetched_tools", {"action": "acme/setup", "tool": "ledger", "input": "version", "holds": holds})

test_the_weightiest_that_the_job_holds_is_named if {
	every held, words in {
		"deploys": "deploys",
		"publishes": "publishes",
		"secrets": "has secrets",
		"identity": "may ask clouds for tokens",
		"rights": "has a token that may write",
	} {
		expected := {{
			"loc": "w#1",
			"path": [],
			"message": sprintf("acme/setup fetches the newest ledger, where the job %s: give `version` a version", [words]),
			"key": "build/ledger",
			"related": [],
		}}
		policy.deny == expected with input as fetched([held, "rights"])
	}
}

test_where_there_is_nothing_to_steal_nothing_is_said if {
	count(policy.deny) == 0 with input as fetched([])
}
