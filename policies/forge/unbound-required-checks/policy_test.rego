package gate.policies.forge.unbound_required_checks_test

import data.gate.policies.forge.unbound_required_checks as policy

document(kind, required, checks) := {
	"source": {"kind": kind},
	"unknowns": [],
	"branches": [{
		"_loc": "s#1",
		"name": "main",
		"is_default": true,
		"effective": {"status_checks_required": required},
		"required_checks": checks,
		"unknowns": [{"_loc": "s#2", "message": "Not Found", "needs": null}],
	}],
}

bound := {"_loc": "s#4", "context": "gate", "bound": true}

unbound := {"_loc": "s#5", "context": "lint", "bound": false}

locs(findings) := {finding.loc | some finding in findings}

test_bound_checks_are_enough if {
	count(policy.deny) == 0 with input as document("snapshot", true, [bound])
	count(policy.unknown) == 0 with input as document("snapshot", true, [bound])
}

test_no_check_is_a_violation_at_the_branch if {
	locs(policy.deny) == {"s#1"} with input as document("snapshot", false, [])
}

test_each_unbound_check_is_a_violation_at_the_check if {
	locs(policy.deny) == {"s#5"} with input as document("snapshot", true, [bound, unbound])
	locs(policy.deny) == {"s#5"} with input as document("declared", true, [unbound])
}

test_checks_that_the_configuration_asks_for_must_be_required if {
	parameters := {"unbound-required-checks": {"checks": ["gate", "security"]}}
	found := policy.deny with input as document("snapshot", true, [bound]) with data.gate.parameters as parameters
	{finding.message | some finding in found} == {"the check security is not required by main"}
	count(policy.deny) == 0 with input as document("declared", true, [bound]) with data.gate.parameters as parameters
}

test_a_check_whose_source_is_not_told_is_unknown if {
	untold := {"_loc": "s#6", "context": "lint", "bound": null}
	locs(policy.unknown) == {"s#6"} with input as document("snapshot", true, [bound, untold])
	count(policy.deny) == 0 with input as document("snapshot", true, [bound, untold])
}

skipped(mode, everyone) := object.union(doc, {"branches": [branch]}) if {
	doc := document("snapshot", true, [bound])
	actor := {"_loc": "s#7", "type": "Team", "id": 77, "name": null, "mode": mode}
	rules := {"status_checks_required": true}
	layer := {"source": "ruleset:7", "enforcement": "active", "rules": rules, "bypass_actors": [actor]}
	branch := object.union(doc.branches[0], {
		"layers": [layer],
		"effective_for_everyone": {"status_checks_required": everyone},
	})
}

test_merging_without_the_checks_is_a_violation_at_the_actor if {
	locs(policy.deny) == {"s#7"} with input as skipped("pull_request", false)
	count(policy.deny) == 0 with input as skipped("pull_request", true)
	count(policy.deny) == 0 with input as skipped("always", false)
}

test_hidden_checks_are_unknown if {
	locs(policy.unknown) == {"s#2"} with input as document("snapshot", null, [])
	count(policy.deny) == 0 with input as document("snapshot", null, [])
	count(policy.unknown) == 0 with input as document("declared", null, [])
}

test_an_unknown_default_branch_is_unknown if {
	gap := {"_loc": "s#3", "path": "/repository/default_branch", "message": "Not Found", "needs": null}
	nameless := {"source": {"kind": "snapshot"}, "unknowns": [gap], "branches": []}
	locs(policy.unknown) == {"s#3"} with input as nameless
}
