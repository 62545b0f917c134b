package gate.policies.pipeline.static_cloud_keys_test

import data.gate.policies.pipeline.static_cloud_keys as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

key(way, name) := fact("keys", {"way": way, "name": name, "cloud": "AWS"})

test_each_way_has_its_words if {
	cases := [
		["handed", "KEY", "KEY", "KEY is a key for AWS that never expires"],
		["read", "KEY", "KEY", "$KEY is a key for AWS that never expires"],
		["written", "KEY", "KEY", "KEY is a key for AWS that never expires, and it is written out"],
		["written", "", "script", "a key for AWS that never expires is written out in the script"],
	]
	every case in cases {
		[way, name, key_of_finding, message] := case
		expected := {{"loc": "w#1", "path": [], "message": message, "key": key_of_finding, "related": []}}
		policy.deny == expected with input as key(way, name)
	}
}

test_names_can_be_accepted_and_what_is_written_out_cannot if {
	parameters := {"static-cloud-keys": {"allowed_names": ["KEY"]}}
	every way, expected in {"handed": 0, "read": 0, "written": 1} {
		count(policy.deny) == expected with input as key(way, "KEY") with data.gate.parameters as parameters
		count(policy.deny) == 1 with input as key(way, "OTHER_KEY") with data.gate.parameters as parameters
	}
}

test_without_keys_all_is_fine if {
	count(policy.deny) == 0 with input as {"facts": {"keys": []}}
}
