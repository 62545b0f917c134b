package gate.policies.pipeline.bot_merges_change_test

import data.gate.policies.pipeline.bot_merges_change as policy

fact(does) := {"facts": {"decisions": [{"_loc": "w#1", "path": ["with"], "about": "build", "why": "", "via": [], "does": does, "tool": "gh"}]}}

test_a_merge_is_said if {
	message := "gh merges the change, and no person does"
	expected := {{"loc": "w#1", "path": ["with"], "message": message, "key": "build/gh", "related": []}}
	policy.deny == expected with input as fact("merges")
}

test_what_else_is_decided_is_not_meant if {
	every does in ["approves", "overrides"] {
		count(policy.deny) == 0 with input as fact(does)
	}
}
