package gate.policies.forge.unreviewed_default_branch_test

import data.gate.policies.forge.unreviewed_default_branch as policy

# What a branch demands of somebody and of everybody: [pull request, approvals, at least].
demands(pull_request, approvals, least) := {
	"pull_request_required": pull_request,
	"approvals_required": approvals,
	"approvals_required_at_least": least,
}

snapshot(effective, everyone) := document(effective, everyone, {"_loc": "s#2", "why": "Not Found"})

declared(effective, everyone) := document(effective, everyone, null)

document(effective, everyone, gap) := {"facts": {"default_branches": [], "reviews": [{
	"_loc": "s#1",
	"path": [],
	"branch": "main",
	"label": "main",
	"effective": effective,
	"effective_for_everyone": everyone,
	"gap": gap,
}]}}

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
	count(policy.deny) == 0 with input as declared(silent, silent)
	count(policy.unknown) == 0 with input as declared(silent, silent)
	none := demands(true, 0, 0)
	count(policy.deny) == 1 with input as declared(none, none)
}

test_an_unknown_default_branch_is_unknown if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found; it takes Metadata: read"}
	doc := {"facts": {"reviews": [], "default_branches": [nameless]}}
	{[finding.loc, finding.message] | some finding in policy.unknown} == {[
		"s#3",
		"which branch is the default one is not known: Not Found; it takes Metadata: read",
	]} with input as doc
}

test_only_a_default_branch_without_a_name_is_a_question if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found"}
	{finding.key | some finding in policy.unknown} == {"default branch"} with input as {"facts": {"reviews": [], "default_branches": [nameless]}}
	named := {"_loc": "s#3", "path": [], "name": "main", "why": ""}
	count(policy.unknown) == 0 with input as {"facts": {"reviews": [], "default_branches": [named]}}
}

test_half_of_what_is_wanted_is_not_enough_where_a_layer_is_hidden if {
	every demanded in [demands(true, null, 0), demands(null, null, 1)] {
		count(policy.deny) == 0 with input as snapshot(demanded, demanded)
		count(policy.unknown) == 1 with input as snapshot(demanded, demanded)
	}
}
