package gate.policies.forge.unreviewed_default_branch_test

import data.gate.policies.forge.unreviewed_default_branch as policy

# What a branch demands of somebody and of everybody: [pull request, approvals, at least].
demands(pull_request, approvals, least) := {
	"pull_request_required": pull_request,
	"approvals_required": approvals,
	"approvals_required_at_least": least,
}

snapshot(effective, everyone) := document("snapshot", effective, everyone)

document(kind, effective, everyone) := {
	"source": {"kind": kind},
	"unknowns": [],
	"branches": [{
		"_loc": "s#1",
		"name": "main",
		"is_default": true,
		"effective": effective,
		"effective_for_everyone": everyone,
		"unknowns": [{"_loc": "s#2", "message": "Not Found", "needs": null}],
	}],
}

paths(findings) := {finding.path | some finding in findings}

test_a_pull_request_with_one_approval_is_a_review if {
	bound := demands(true, 1, 1)
	count(policy.deny) == 0 with input as snapshot(bound, bound)
	count(policy.unknown) == 0 with input as snapshot(bound, bound)
}

test_only_the_first_weakness_is_reported if {
	none := demands(false, 0, 0)
	paths(policy.deny) == {["effective", "pull_request_required"]} with input as snapshot(none, none)
	few := demands(true, 0, 0)
	paths(policy.deny) == {["effective", "approvals_required"]} with input as snapshot(few, few)
	full := demands(true, 2, 2)
	paths(policy.deny) == {["effective_for_everyone", "pull_request_required"]} with input as snapshot(full, none)
	paths(policy.deny) == {["effective_for_everyone", "approvals_required"]} with input as snapshot(full, few)
}

test_the_number_of_approvals_is_a_parameter if {
	one := demands(true, 1, 1)
	parameters := {"unreviewed-default-branch": {"approvals": 2}}
	count(policy.deny) == 1 with input as snapshot(one, one) with data.gate.parameters as parameters
	two := demands(true, 2, 2)
	count(policy.deny) == 0 with input as snapshot(two, two) with data.gate.parameters as parameters
}

test_enough_approvals_in_a_visible_layer_are_enough_though_another_is_hidden if {
	bound := demands(true, null, 1)
	count(policy.deny) == 0 with input as snapshot(bound, bound)
	count(policy.unknown) == 0 with input as snapshot(bound, bound)
}

test_what_is_hidden_is_unknown_and_neither_fails_nor_passes if {
	hidden := demands(null, null, 0)
	count(policy.deny) == 0 with input as snapshot(hidden, hidden)
	{finding.loc | some finding in policy.unknown} == {"s#2"} with input as snapshot(hidden, hidden)
	doubtful := demands(true, 1, 1)
	count(policy.unknown) == 1 with input as snapshot(doubtful, hidden)
}

test_a_declared_ruleset_is_judged_for_what_it_declares if {
	silent := demands(null, null, 0)
	count(policy.deny) == 0 with input as document("declared", silent, silent)
	count(policy.unknown) == 0 with input as document("declared", silent, silent)
	none := demands(true, 0, 0)
	count(policy.deny) == 1 with input as document("declared", none, none)
}

test_another_branch_does_not_count if {
	none := demands(false, 0, 0)
	other := json.patch(snapshot(none, none), [{"op": "replace", "path": "/branches/0/is_default", "value": false}])
	count(policy.deny) == 0 with input as other
	count(policy.unknown) == 0 with input as other
}

test_an_unknown_default_branch_is_unknown if {
	gap := {"_loc": "s#3", "path": "/repository/default_branch", "message": "Not Found", "needs": "Metadata: read"}
	nameless := {"source": {"kind": "snapshot"}, "unknowns": [gap], "branches": []}
	{finding.loc | some finding in policy.unknown} == {"s#3"} with input as nameless
}
