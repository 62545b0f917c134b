package gate.policies.pipeline.unapproved_action_test

import data.gate.policies.pipeline.unapproved_action as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

used(name, reference) := fact("uses", {"kind": "action", "name": name, "reference": reference, "like": "", "why": "x"})

lists(allowed, denied) := {"unapproved-action": {"allowed": allowed, "denied": denied}}

found(allowed, denied) := messages if {
	messages := {finding.message | some finding in policy.deny} with input as used("acme/build/fast", "V2") with data.gate.parameters as lists(allowed, denied)
}

test_without_a_list_everything_may_be_used if {
	found([], []) == set()
	count(policy.deny) == 0 with input as used("acme/build", "v2")
	count(policy.unknown) == 0 with input as used(null, "v2")
}

test_what_is_not_allowed_must_not_be_used if {
	not_allowed := {"acme/build/fast@v2 is not on the list of what may be used"}
	every allowed in [["actions/*"], ["acme/build"], ["acme/build/fast@v1"], ["build/*"], ["*@v3"]] {
		found(allowed, []) == not_allowed
	}
	every allowed in [["acme/*"], ["ACME/**"], ["acme/build/fast"], ["acme/build/fast@v2"], ["actions/*", "*@v2"]] {
		found(allowed, []) == set()
	}
}

test_what_is_denied_counts_first if {
	found(["acme/*"], ["acme/build/*@v2"]) == {"acme/build/fast@v2 is on the list of what must not be used"}
	found([], ["acme/other"]) == set()
}

test_what_names_no_version_is_its_name if {
	finding := {
		"loc": "w#1",
		"path": [],
		"message": "acme/build is not on the list of what may be used",
		"key": "acme/build",
	}
	policy.deny == {finding} with input as used("acme/build", "") with data.gate.parameters as lists(["actions/*"], [])
}

test_a_variable_is_unknown_where_there_is_a_list if {
	finding := {
		"loc": "w#1",
		"path": [],
		"message": "whether this action may be used cannot be told: x",
		"key": "build/action",
	}
	every parameters in [lists(["a/*"], []), lists([], ["a/*"])] {
		policy.unknown == {finding} with input as used(null, "v2") with data.gate.parameters as parameters
		count(policy.deny) == 0 with input as used(null, "v2") with data.gate.parameters as parameters
		count(policy.unknown) == 0 with input as used("a/b", "v2") with data.gate.parameters as parameters
	}
}
