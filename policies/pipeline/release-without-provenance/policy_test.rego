package gate.policies.pipeline.release_without_provenance_test

import data.gate.policies.pipeline.release_without_provenance as policy

published(value) := {"facts": {"published": [{
	"_loc": "w#1",
	"path": [],
	"about": "release",
	"why": "x",
	"via": [],
	"tools": ["npm", "docker"],
	"signed": "other",
	"attested": "other",
	"listed": "other",
	"attested": value,
}]}}

finding(message) := {"loc": "w#1", "path": [], "message": message, "key": "release", "related": []}

test_what_is_missing_is_said if {
	policy.deny == {finding("no job attests how what is published here (npm, docker) was built")} with input as published(false)
	count(policy.unknown) == 0 with input as published(false)
}

test_what_is_there_is_fine if {
	count(policy.deny) == 0 with input as published(true)
	count(policy.unknown) == 0 with input as published(true)
}

test_what_is_not_read_is_unknown if {
	policy.unknown == {finding("no job that gate reads attests how what is published here (npm, docker) was built; x")} with input as published(null)
	count(policy.deny) == 0 with input as published(null)
}
