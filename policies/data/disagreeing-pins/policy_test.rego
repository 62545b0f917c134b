package gate.policies.data.disagreeing_pins_test

import data.gate.policies.data.disagreeing_pins as policy

pin(differ, other) := {"facts": {"pins": [{
	"_loc": "w#1",
	"path": [],
	"about": "build",
	"why": "",
	"via": [{"_loc": "w#2", "path": [], "what": "is said here"}],
	"action": "acme/build",
	"differ": differ,
	"commit": "93cb6efe1820",
	"said": "v2.0.0",
	"other": other,
}]}}

test_both_are_named_with_their_places if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "acme/build@93cb6efe1820 is said to be v2.0.0 here and v3.0.0 elsewhere",
		"key": "acme/build/93cb6efe1820/v2.0.0",
		"related": [{"loc": "w#2", "path": [], "message": "is said here"}],
	}}
	policy.deny == expected with input as pin("versions", "v3.0.0")
	messages := {finding.message | some finding in policy.deny} with input as pin("commits", "0a4d55a8d778")
	messages == {"acme/build@93cb6efe1820 is said to be v2.0.0 here, which is another commit (0a4d55a8d778) elsewhere"}
}
