package gate.policies.pipeline.unrestricted_agent_test

import data.gate.policies.pipeline.unrestricted_agent as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

agent(changes) := fact("agents", object.union(
	{"agent": "Codex", "free": true, "writes": false, "secrets": ["OPENAI_API_KEY"]},
	changes,
))

messages(name) := {finding.message | some finding in policy[name]}

test_a_token_that_writes_is_named if {
	message := "Codex may do anything without being asked, in a job with a token that may write"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex", "related": []}}
	every secrets in [[], ["DATABASE_URL"]] {
		policy.deny == expected with input as agent({"writes": true, "secrets": secrets})
		count(policy.unknown) == 0 with input as agent({"writes": true, "secrets": secrets})
	}
}

test_secrets_of_others_are_named if {
	secrets := ["OPENAI_API_KEY", "DATABASE_URL", "NPM_TOKEN"]
	every writes in [false, null] {
		found := messages("deny") with input as agent({"writes": writes, "secrets": secrets})
		found == {"Codex may do anything without being asked, in a job with DATABASE_URL, NPM_TOKEN"}
		count(policy.unknown) == 0 with input as agent({"writes": writes, "secrets": secrets})
	}
}

test_an_agent_with_its_own_key_is_fine if {
	every name in ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "gemini_api_key", "CURSOR_API_KEY"] {
		count(policy.deny) == 0 with input as agent({"secrets": [name]})
		count(policy.unknown) == 0 with input as agent({"secrets": [name]})
	}
	count(policy.deny) == 1 with input as agent({}) with data.gate.parameters as {"unrestricted-agent": {"own_keys": "^X$"}}
}

test_an_agent_that_asks_is_fine if {
	every changes in [{"writes": true}, {"writes": null}, {"secrets": ["A"]}] {
		count(policy.deny) == 0 with input as agent(object.union(changes, {"free": false}))
		count(policy.unknown) == 0 with input as agent(object.union(changes, {"free": false}))
	}
}

test_a_token_of_which_nobody_knows_is_unknown if {
	found := messages("unknown") with input as agent({"writes": null})
	found == {"Codex may do anything without being asked; what the token of its job may do is not known"}
	keys := {finding.key | some finding in policy.unknown} with input as agent({"writes": null})
	keys == {"build/Codex"}
	count(policy.deny) == 0 with input as agent({"writes": null})
}

test_a_mode_that_the_run_decides_is_unknown if {
	undecided := agent({"free": null, "writes": true})
	message := "whether Codex asks before it does anything is decided when it runs, in a job with a token that may write"
	expected := {{"loc": "w#1", "path": [], "message": message, "key": "build/Codex", "related": []}}
	policy.unknown == expected with input as undecided
	count(policy.deny) == 0 with input as undecided
	count(policy.unknown) == 0 with input as agent({"free": null})
	found := messages("unknown") with input as agent({"free": null, "writes": null})
	found == {"whether Codex asks before it does anything is decided when it runs, in a job with a token of which nobody has said what it may do"}
	others := messages("unknown") with input as agent({"free": null, "writes": null, "secrets": ["A"]})
	others == {"whether Codex asks before it does anything is decided when it runs, in a job with A"}
}
