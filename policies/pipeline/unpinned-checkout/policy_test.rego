package gate.policies.pipeline.unpinned_checkout_test

import data.gate.policies.pipeline.unpinned_checkout as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

code(pin, holds) := fact("foreign_code", {"repository": "acme/tools", "pin": pin, "runs": "make", "holds": holds})

messages(set) := {finding.message | some finding in set}

test_each_pin_has_its_words if {
	every pin, words in {
		"tag": "a tag, which can be moved",
		"semver": "a tag, which can be moved",
		"branch": "a branch, which changes with every commit",
		"latest": "whatever is newest",
		"none": "whatever its default branch is then",
	} {
		expected := {{
			"loc": "w#1",
			"path": [],
			"message": sprintf("make runs code of acme/tools by %s, where the job deploys", [words]),
			"key": "build/acme/tools",
			"related": [],
		}}
		policy.deny == expected with input as code(pin, ["deploys", "secrets"])
		count(policy.unknown) == 0 with input as code(pin, ["deploys"])
	}
}

test_the_weightiest_that_the_job_holds_is_named if {
	every held, words in {
		"deploys": "deploys",
		"publishes": "publishes",
		"secrets": "has secrets",
		"identity": "may ask clouds for tokens",
		"rights": "has a token that may write",
	} {
		expected := {sprintf("make runs code of acme/tools by whatever its default branch is then, where the job %s", [words])}
		messages(policy.deny) == expected with input as code("none", [held])
	}
}

test_where_there_is_nothing_to_steal_nothing_is_said if {
	count(policy.deny) == 0 with input as code("none", [])
	count(policy.unknown) == 0 with input as code(null, [])
}

test_a_version_from_a_variable_is_unknown if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "which version of acme/tools make runs is decided by a variable",
		"key": "build/acme/tools",
		"related": [],
	}}
	policy.unknown == expected with input as code(null, ["rights"])
	count(policy.deny) == 0 with input as code(null, ["rights"])
}
