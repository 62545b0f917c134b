package gate.policies.pipeline.credentials_kept_in_checkout_test

import data.gate.policies.pipeline.credentials_kept_in_checkout as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

kept(uploaded, why) := fact("kept_credentials", {"uploads": "a/b", "uploaded": uploaded, "why": why})

test_a_token_in_an_artifact_is_said if {
	message := "a/b uploads the whole workspace with the token that the checkout has left in it"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/a/b", "related": []}}
	policy.deny == expected with input as kept(true, "")
	count(policy.unknown) == 0 with input as kept(true, "")
}

test_one_that_nobody_knows_of_is_unknown if {
	message := "whether a/b uploads the token that the checkout has left in the workspace cannot be said: x"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/a/b", "related": []}}
	policy.unknown == expected with input as kept(null, "x")
	count(policy.deny) == 0 with input as kept(null, "x")
}
