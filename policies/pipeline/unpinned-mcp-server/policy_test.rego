package gate.policies.pipeline.unpinned_mcp_server_test

import data.gate.policies.pipeline.unpinned_mcp_server as policy

fact(concept, fields) := {"facts": {concept: [object.union({"_loc": "w#1", "path": [], "about": "build", "why": "", "via": []}, fields)]}}

server(exact) := fact("agent_servers", {"agent": "Acme", "server": "tickets", "package": "@acme/tickets", "exact": exact, "why": "x"})

test_a_server_without_an_exact_version_is_said if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "Acme starts the server tickets from @acme/tickets, of which no exact version is named",
		"key": "Acme/tickets",
		"related": [],
	}}
	policy.deny == expected with input as server(false)
	count(policy.unknown) == 0 with input as server(false)
}

test_what_cannot_be_read_is_unknown if {
	expected := {{
		"loc": "w#1",
		"path": [],
		"message": "which version of which servers Acme starts cannot be told: x",
		"key": "Acme/tickets",
		"related": [],
	}}
	policy.unknown == expected with input as server(null)
	count(policy.deny) == 0 with input as server(null)
}
