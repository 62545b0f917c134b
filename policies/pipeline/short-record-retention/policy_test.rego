package gate.policies.pipeline.short_record_retention_test

import data.gate.policies.pipeline.short_record_retention as policy

kept(name, paths, days) := {"facts": {"kept": [{
	"_loc": "w#1",
	"path": ["with", "retention-days"],
	"about": "build",
	"why": "x",
	"via": [],
	"name": name,
	"paths": paths,
	"days": days,
	"reported": false,
}]}}

finding(message, key) := {{"loc": "w#1", "path": ["with", "retention-days"], "message": message, "key": key, "related": []}}

test_evidence_that_is_kept_too_short if {
	expected := finding("sbom is kept for 89 days, and 90 are asked for", "sbom")
	policy.deny == expected with input as kept("sbom", "out.sarif", 89)
	by_path := finding("out.sarif is kept for 1 days, and 90 are asked for", "out.sarif")
	policy.deny == by_path with input as kept("x", "out.sarif", 1)
	count(policy.unknown) == 0 with input as kept("sbom", "", 1)
}

test_what_is_kept_long_enough_or_no_evidence_is_fine if {
	count(policy.deny) == 0 with input as kept("sbom", "", 90)
	count(policy.deny) == 0 with input as kept("dist", "target", 1)
	count(policy.unknown) == 0 with input as kept("dist", "target", null)
}

test_a_time_that_is_decided_later_is_unknown if {
	policy.unknown == finding("how long sbom is kept is decided when it runs", "sbom") with input as kept("sbom", "", null)
	count(policy.deny) == 0 with input as kept("sbom", "", null)
}

test_days_and_names_are_parameters if {
	parameters := {"short-record-retention": {"days": 365, "record_pattern": "blue"}}
	count(policy.deny) == 1 with input as kept("blue", "", 364) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as kept("blue", "", 365) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as kept("sbom", "", 1) with data.gate.parameters as parameters
	count(policy.unknown) == 1 with input as kept("blue", "", null) with data.gate.parameters as parameters
}

test_findings_that_the_forge_has_are_kept_there if {
	reported := {"reported": true, "_loc": "w#1", "path": [], "about": "build", "why": "", "via": [], "days": 1}
	sarif := object.union(reported, {"name": "SARIF file", "paths": "x"})
	count(policy.deny) == 0 with input as {"facts": {"kept": [sarif]}}
	count(policy.unknown) == 0 with input as {"facts": {"kept": [object.union(sarif, {"days": null})]}}
	by_path := object.union(reported, {"name": "x", "paths": "out.sarif"})
	count(policy.deny) == 0 with input as {"facts": {"kept": [by_path]}}
	other := object.union(reported, {"name": "sbom", "paths": "x"})
	count(policy.deny) == 1 with input as {"facts": {"kept": [other]}}
}
