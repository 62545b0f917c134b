package gate.policies.pipeline.static_vault_token_test

import data.gate.policies.pipeline.static_vault_token as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

login(about, lasting) := fact("vault_logins", {"about": about, "method": "approle", "lasting": lasting, "why": "an expression decides"})

test_a_credential_that_lasts_is_said_for_the_job_or_for_all if {
	one := found("a logs in at the vault by approle, with a credential that lasts", "a/approle")
	policy.deny == one with input as login("a", true)
	all := found("every job logs in at the vault by approle, with a credential that lasts", "/approle")
	policy.deny == all with input as login("", true)
	count(policy.unknown) == 0 with input as login("a", true)
}

test_a_method_that_nobody_knows_is_asked_for if {
	expected := found("whether a logs in at the vault with a credential that lasts is not known: an expression decides", "a")
	policy.unknown == expected with input as login("a", null)
	count(policy.deny) == 0 with input as login("a", null)
}

test_a_credential_that_does_not_last_is_none if {
	count(policy.deny) == 0 with input as login("a", false)
	count(policy.unknown) == 0 with input as login("a", false)
}
