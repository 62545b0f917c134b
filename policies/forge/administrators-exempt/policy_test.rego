package gate.policies.forge.administrators_exempt_test

import data.gate.policies.forge.administrators_exempt as policy

layer(enforcement, actors) := {"source": "ruleset:7", "enforcement": enforcement, "bypass_actors": actors}

actor(mode) := {"_loc": "s#4", "type": "RepositoryRole", "id": 5, "name": "admin", "mode": mode}

hidden_list := {"_loc": "s#2", "path": "/layers/ruleset:7/bypass_actors", "message": "hidden", "needs": "write"}

hidden_layer := {"_loc": "s#3", "path": "/layers/classic", "message": "Not Found", "needs": null}

document(kind, layers, actors, everyone, unknowns) := {
	"source": {"kind": kind},
	"unknowns": [],
	"branches": [{
		"_loc": "s#1",
		"name": "main",
		"is_default": true,
		"layers": layers,
		"bypass_actors": actors,
		"effective_for_everyone": {"pull_request_required": everyone},
		"unknowns": unknowns,
	}],
}

locs(findings) := {finding.loc | some finding in findings}

test_rules_without_exemption_bind_everybody if {
	sound := document("snapshot", [layer("active", [])], [], true, [])
	count(policy.deny) == 0 with input as sound
	count(policy.unknown) == 0 with input as sound
}

test_always_and_exempt_are_violations_at_the_actor if {
	every mode in ["always", "exempt"] {
		locs(policy.deny) == {"s#4"} with input as document("snapshot", [layer("active", [actor(mode)])], [], false, [])
	}
	careful := document("snapshot", [layer("active", [actor("pull_request")])], [], true, [])
	count(policy.deny) == 0 with input as careful
}

twice(everyone) := document("snapshot", [first, second], [], everyone, []) if {
	rules := {"pull_request_required": true, "force_push_allowed": false}
	first := object.union(layer("active", [actor("always")]), {"rules": rules})
	second := object.union(layer("active", []), {"rules": rules})
}

test_a_second_layer_that_makes_the_same_rules_binds_everybody if {
	doc := twice(true)
	branch := object.union(doc.branches[0], {"effective": {"pull_request_required": true}})
	count(policy.deny) == 0 with input as object.union(doc, {"branches": [branch]})
	every everyone in [false, null] {
		weaker := object.union(branch, {"effective_for_everyone": {"pull_request_required": everyone}})
		locs(policy.deny) == {"s#4"} with input as object.union(doc, {"branches": [weaker]})
	}
}

test_an_idle_layer_exempts_nobody if {
	count(policy.deny) == 0 with input as document("snapshot", [layer("evaluate", [actor("always")])], [], false, [])
}

test_a_hidden_list_is_unknown_once if {
	hidden := document("snapshot", [layer("active", null)], null, null, [hidden_list])
	count(policy.deny) == 0 with input as hidden
	locs(policy.unknown) == {"s#2"} with input as hidden
}

test_a_hidden_layer_is_unknown_unless_another_binds_everybody if {
	locs(policy.unknown) == {"s#3"} with input as document("snapshot", [], null, null, [hidden_layer])
	bound := document("snapshot", [layer("active", [])], null, true, [hidden_layer])
	count(policy.unknown) == 0 with input as bound
}

test_a_file_may_leave_the_list_out if {
	silent := document("declared", [layer("active", null)], null, null, [])
	count(policy.deny) == 0 with input as silent
	count(policy.unknown) == 0 with input as silent
}

test_an_actor_without_a_name_is_named_by_its_number if {
	app := {"_loc": "s#4", "type": "Integration", "id": 77, "name": null, "mode": "always"}
	found := policy.deny with input as document("snapshot", [layer("active", [app])], [], false, [])
	{finding.message | some finding in found} == {"Integration 77 may bypass the rules of main at any time"}
}

test_an_unknown_default_branch_is_unknown if {
	gap := {"_loc": "s#5", "path": "/repository/default_branch", "message": "Not Found", "needs": null}
	nameless := {"source": {"kind": "snapshot"}, "unknowns": [gap], "branches": []}
	locs(policy.unknown) == {"s#5"} with input as nameless
}
