package gate.policies.pipeline.secret_sent_away_test

import data.gate.policies.pipeline.secret_sent_away as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

outlet(does) := fact("outlets", {"does": does, "tool": "curl", "limited": false, "holds": []})

test_all_that_is_sent_has_its_words if {
	variables := found("a sends all of its variables to a host, by curl", "a/curl")
	policy.deny == variables with input as outlet("variables")
	secrets := found("a sends all secrets to a host, by curl", "a/curl")
	policy.deny == secrets with input as outlet("secrets")
}

test_shells_and_tunnels_are_findings_of_their_own if {
	every does in ["tunnel", "shell"] {
		count(policy.deny) == 0 with input as outlet(does)
	}
}
