package gate.policies.pipeline.broad_app_token_test

import data.gate.policies.pipeline.broad_app_token as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": ["if"], "about": "a", "why": "", "via": []}, fields)]}}

found(message, key) := {{"loc": "w#1", "path": ["if"], "message": message, "key": key, "related": []}}

token(repositories, scopes) := fact("app_tokens", {"action": "acme/token", "repositories": repositories, "scopes": scopes})

test_a_token_for_every_repository_is_said_with_what_it_may_do if {
	all := found("a gets a token for every repository that the app is installed in, which may do all that the app may", "a/acme/token")
	policy.deny == all with input as token("all", [])
	some_of := found("a gets a token for every repository that the app is installed in, which may do contents: write, issues: read", "a/acme/token")
	policy.deny == some_of with input as token("all", ["contents: write", "issues: read"])
}

test_a_token_for_one_or_for_named_repositories_is_none if {
	every repositories in ["own", "named"] {
		count(policy.deny) == 0 with input as token(repositories, [])
	}
}
