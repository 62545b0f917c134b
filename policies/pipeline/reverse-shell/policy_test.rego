package gate.policies.pipeline.reverse_shell_test

import data.gate.policies.pipeline.reverse_shell as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

outlet(does) := fact("outlets", {"does": does, "tool": "nc", "limited": false, "holds": ["secrets"]})

test_a_shell_for_a_host_is_a_finding if {
	expected := found("a hands a shell of the runner to a host of the net, by nc", "a/nc")
	policy.deny == expected with input as outlet("shell")
}

test_other_outlets_are_findings_of_their_own if {
	every does in ["tunnel", "variables", "secrets"] {
		count(policy.deny) == 0 with input as outlet(does)
	}
}
