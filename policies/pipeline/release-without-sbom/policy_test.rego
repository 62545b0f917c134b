package gate.policies.pipeline.release_without_sbom_test

import data.gate.policies.pipeline.release_without_sbom as policy

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
	"listed": value,
}]}}

finding(message) := {"loc": "w#1", "path": [], "message": message, "key": "release", "related": []}

test_what_is_missing_is_said if {
	policy.deny == {finding("no job lists what is in what is published here (npm, docker): there is no SBOM")} with input as published(false)
	count(policy.unknown) == 0 with input as published(false)
}

test_what_is_there_is_fine if {
	count(policy.deny) == 0 with input as published(true)
	count(policy.unknown) == 0 with input as published(true)
}

test_what_is_not_read_is_unknown if {
	policy.unknown == {finding("no job that gate reads lists what is in what is published here (npm, docker): there is no SBOM; x")} with input as published(null)
	count(policy.deny) == 0 with input as published(null)
}
