package gate.policies.pipeline.excessive_permissions_test

import data.gate.policies.pipeline.excessive_permissions as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

token(of, may, about, path) := fact("tokens", {"of": of, "may": may, "about": about, "path": path})

test_each_token_is_named_at_its_place if {
	cases := [
		["workflow", "write-all", "workflow", [], "the token of every job may write everything"],
		["job", "write-all", "build", [], "the token of build may write everything"],
		["workflow", "unspecified", "workflow", ["permissions"], "neither the workflow nor a job says what its token may do"],
		["job", "unspecified", "build", ["permissions"], "neither the workflow nor build says what the token of the job may do"],
	]
	every case in cases {
		[of, may, about, path, message] := case
		expected := {{"loc": "w#1", "path": path, "message": message, "key": about}}
		policy.deny == expected with input as token(of, may, about, path)
	}
}

test_other_tokens_are_fine if {
	count(policy.deny) == 0 with input as {"facts": {"tokens": []}}
	count(policy.deny) == 0 with input as token("job", "read-all", "build", [])
}
