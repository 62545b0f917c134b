package gate.policies.pipeline.long_lived_publish_token_test

import data.gate.policies.pipeline.long_lived_publish_token as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

release(changes) := fact("releases", object.union({"tool": "npm", "oidc": false, "secrets": ["KEY"]}, changes))

test_the_tokens_are_named if {
	message := "build publishes with npm by a stored token: KEY, OTHER"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/npm", "related": []}}
	policy.deny == expected with input as release({"secrets": ["KEY", "OTHER"]})
}

test_a_job_without_secrets_is_fine if {
	count(policy.deny) == 0 with input as release({"secrets": []})
	count(policy.deny) == 0 with input as release({"oidc": true, "secrets": []})
}

test_beside_an_identity_the_name_decides if {
	every name in ["NPM_TOKEN", "NODE_AUTH_TOKEN", "PYPI", "TWINE_PASSWORD", "UV_PUBLISH_TOKEN", "POETRY_TOKEN", "cargo_token", "CRATES_IO", "RUBYGEMS_KEY", "NUGET_API_KEY"] {
		count(policy.deny) == 1 with input as release({"oidc": true, "secrets": [name]})
	}
	count(policy.deny) == 0 with input as release({"oidc": true, "secrets": ["WEBHOOK"]})
	messages := {finding.message | some finding in policy.deny} with input as release({"oidc": true, "secrets": ["WEBHOOK", "NPM_TOKEN"]})
	messages == {"build publishes with npm by a stored token: NPM_TOKEN"}
}

test_tools_without_such_a_registry_are_fine if {
	every tool in ["cargo", "gem", "npm", "nuget", "poetry", "pypi", "twine", "uv"] {
		count(policy.deny) == 1 with input as release({"tool": tool})
	}
	count(policy.deny) == 0 with input as release({"tool": "release"})
	parameters := {"long-lived-publish-token": {"tools": ["release"], "allowed_names": []}}
	count(policy.deny) == 1 with input as release({"tool": "release"}) with data.gate.parameters as parameters
}

test_names_can_be_allowed if {
	parameters := {"long-lived-publish-token": {"tools": ["npm"], "allowed_names": ["KEY"]}}
	count(policy.deny) == 0 with input as release({}) with data.gate.parameters as parameters
	messages := {finding.message | some finding in policy.deny} with input as release({"secrets": ["KEY", "OTHER"]}) with data.gate.parameters as parameters
	messages == {"build publishes with npm by a stored token: OTHER"}
}
