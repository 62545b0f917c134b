package gate.policies.pipeline.unscanned_release_test

import data.gate.policies.pipeline.unscanned_release as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

base := {"tool": "npm", "oidc": true, "secrets": [], "environment": "", "approved": false, "tested": false, "scanned": []}

release(changes) := fact("releases", object.union(base, changes))

two(changes) := {"facts": {"releases": [
	object.union(release({}).facts.releases[0], {"_loc": "w#1"}),
	object.union(release({}).facts.releases[0], object.union({"_loc": "w#2", "tool": "pypi"}, changes)),
]}}

test_a_release_is_named_with_its_tool if {
	message := "build publishes with npm and no security scan could have stopped it"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.deny == expected with input as release({})
}

test_it_is_said_once_for_each_job if {
	locs := {finding.loc | some finding in policy.deny} with input as two({})
	locs == {"w#1"}
	others := {finding.loc | some finding in policy.deny} with input as two({"about": "other"})
	others == {"w#1", "w#2"}
}

test_one_that_is_kept_up_is_fine if {
	count(policy.deny) == 0 with input as release({"scanned": ["sca"]})
	count(policy.deny) == 0 with input as {"facts": {"releases": []}}
}

test_what_stands_elsewhere_is_unknown if {
	message := "build publishes with npm; whether a scan could have stopped it is decided outside of the files here"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.unknown == expected with input as release({"scanned": null})
	count(policy.deny) == 0 with input as release({"scanned": null})
	count(policy.unknown) == 0 with input as release({})
	locs := {finding.loc | some finding in policy.unknown} with input as {"facts": {"releases": [
		object.union(release({"scanned": null}).facts.releases[0], {"_loc": "w#1"}),
		object.union(release({"scanned": null}).facts.releases[0], {"_loc": "w#2"}),
	]}}
	locs == {"w#1"}
}
test_kinds_can_be_asked_for if {
	parameters := {"unscanned-release": {"required": ["sca", "sast", "secret"]}}
	message := "build publishes with npm without these scans before it: sast, secret"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build", "related": []}}
	policy.deny == expected with input as release({"scanned": ["sca"]}) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as release({"scanned": ["sast", "sca", "secret"]}) with data.gate.parameters as parameters
	messages := {finding.message | some finding in policy.deny} with input as release({}) with data.gate.parameters as parameters
	messages == {"build publishes with npm and no security scan could have stopped it"}
	one := {finding.message | some finding in policy.deny} with input as release({"scanned": ["sast", "secret"]}) with data.gate.parameters as parameters
	one == {"build publishes with npm without these scans before it: sca"}
	scanned := two({"scanned": ["sca"]})
	locs := {finding.loc | some finding in policy.deny} with input as scanned with data.gate.parameters as parameters
	locs == {"w#1"}
}
