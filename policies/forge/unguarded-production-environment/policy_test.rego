package gate.policies.forge.unguarded_production_environment_test

import data.gate.policies.forge.unguarded_production_environment as policy

environment(name, reviewers, self, apps) := {
	"_loc": "s#1",
	"name": name,
	"reviewers": reviewers,
	"prevent_self_review": self,
	"custom_rules": apps,
	"admins_bypass": false,
}

snapshot(environments, unknowns) := {
	"source": {"kind": "snapshot"},
	"environments": environments,
	"unknowns": unknowns,
}

paths(findings) := {finding.path | some finding in findings}

test_a_reviewer_who_is_somebody_else_is_enough if {
	guarded := snapshot([environment("production", 1, true, null)], [])
	count(policy.deny) == 0 with input as guarded
	count(policy.unknown) == 0 with input as guarded
}

test_nobody_to_approve_is_a_violation if {
	paths(policy.deny) == {["reviewers"]} with input as snapshot([environment("production", 0, false, null)], [])
	count(policy.deny) == 1 with input as snapshot([environment("production", 0, false, 0)], [])
	count(policy.deny) == 0 with input as snapshot([environment("production", 0, false, 1)], [])
}

test_approving_oneself_is_a_violation if {
	paths(policy.deny) == {["prevent_self_review"]} with input as snapshot([environment("production", 2, false, null)], [])
}

test_administrators_who_may_skip_the_approval_are_a_violation if {
	guarded := environment("production", 1, true, null)
	open := object.union(guarded, {"admins_bypass": true})
	closed := object.union(guarded, {"admins_bypass": false})
	paths(policy.deny) == {["admins_bypass"]} with input as snapshot([open], [])
	count(policy.deny) == 0 with input as snapshot([closed], [])
}

test_what_is_not_told_is_unknown if {
	paths(policy.unknown) == {["reviewers"]} with input as snapshot([environment("production", null, null, null)], [])
	paths(policy.unknown) == {["prevent_self_review"]} with input as snapshot([environment("production", 1, null, null)], [])
	count(policy.deny) == 0 with input as snapshot([environment("production", null, null, null)], [])
}

test_administrators_of_whom_nothing_is_told_are_unknown if {
	untold := object.union(environment("production", 1, true, null), {"admins_bypass": null})
	paths(policy.unknown) == {["admins_bypass"]} with input as snapshot([untold], [])
	count(policy.deny) == 0 with input as snapshot([untold], [])
}

test_the_list_of_environments_may_be_unknown if {
	gap := {"_loc": "s#2", "path": "/environments", "message": "Not Found", "needs": null}
	{finding.loc | some finding in policy.unknown} == {"s#2"} with input as snapshot([], [gap])
	declared := {"source": {"kind": "declared"}, "environments": [], "unknowns": [gap]}
	count(policy.unknown) == 0 with input as declared
}

test_names_of_production if {
	every name in ["production", "Prod", "prod-eu", "eu_production", "live", "PRODUCTION 2", "prod1"] {
		count(policy.deny) == 1 with input as snapshot([environment(name, 0, false, null)], [])
	}
}

test_names_of_something_else if {
	every name in ["staging", "product-docs", "reproduction", "delivery", "preprod"] {
		count(policy.deny) == 0 with input as snapshot([environment(name, 0, false, null)], [])
	}
}

test_the_names_are_a_parameter if {
	parameters := {"unguarded-production-environment": {"production_pattern": "^blue$"}}
	count(policy.deny) == 1 with input as snapshot([environment("blue", 0, false, null)], []) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as snapshot([environment("production", 0, false, null)], []) with data.gate.parameters as parameters
}
