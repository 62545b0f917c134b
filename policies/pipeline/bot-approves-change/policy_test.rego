package gate.policies.pipeline.bot_approves_change_test

import data.gate.policies.pipeline.bot_approves_change as policy

fact(does) := {"facts": {"decisions": [{"_loc": "w#1", "path": ["with"], "about": "build", "why": "", "via": [], "does": does, "tool": "gh"}]}}

test_each_way_has_its_words if {
	every does, words in {
		"approves": "gh approves the change, which takes the place of a second person",
		"overrides": "gh merges the change past the rules of the branch (`--admin`), so nobody has to approve it",
	} {
		key := sprintf("build/%s/gh", [does])
		expected := {{"loc": "w#1", "path": ["with"], "message": words, "key": key, "related": []}}
		policy.deny == expected with input as fact(does)
	}
}

test_a_merge_by_the_rules_is_not_meant if {
	count(policy.deny) == 0 with input as fact("merges")
	count(policy.deny) == 0 with input as {"facts": {"decisions": []}}
}
