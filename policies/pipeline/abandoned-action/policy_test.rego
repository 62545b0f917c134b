package gate.policies.pipeline.abandoned_action_test

import data.gate.policies.pipeline.abandoned_action as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

retired(fields) := fact("retired", object.union(
	{"action": "acme/build", "reference": "v2", "reason": "archived", "since": "2026-08-22", "instead": ""},
	fields,
))

test_each_reason_has_its_words if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "acme/build@v2 is of a repository that is archived (seen on 2026-08-22): nobody maintains it",
		"key": "acme/build@v2",
	}}
	policy.deny == expected with input as retired({})
	messages := {finding.message | some finding in policy.deny} with input as retired({"reason": "removed", "instead": "acme/build@v3"})
	messages == {"acme/build@v2 is of a version that GitHub has removed on 2026-08-22; use acme/build@v3"}
}
