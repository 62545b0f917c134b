package gate.policies.forge.rewritable_default_branch_test

import data.gate.policies.forge.rewritable_default_branch as policy

document(kind, force_push, deletion) := {
	"source": {"kind": kind},
	"unknowns": [],
	"branches": [{
		"_loc": "s#1",
		"name": "main",
		"is_default": true,
		"effective": {"force_push_allowed": force_push, "deletion_allowed": deletion},
		"unknowns": [{"_loc": "s#2", "message": "Not Found", "needs": null}],
	}],
}

messages(findings) := {finding.message | some finding in findings}

test_both_are_forbidden if {
	count(policy.deny) == 0 with input as document("snapshot", false, false)
	count(policy.unknown) == 0 with input as document("snapshot", false, false)
}

test_one_finding_names_all_that_is_allowed if {
	both := "main can be rewritten by a force push and deleted"
	messages(policy.deny) == {both} with input as document("snapshot", true, true)
	messages(policy.deny) == {"main can be deleted"} with input as document("snapshot", false, true)
}

test_a_certain_weakness_does_not_hide_what_is_unknown if {
	count(policy.deny) == 1 with input as document("snapshot", true, null)
	count(policy.unknown) == 1 with input as document("snapshot", true, null)
}

test_hidden_rules_are_unknown if {
	count(policy.deny) == 0 with input as document("snapshot", null, null)
	message := "whether main can be rewritten by a force push or deleted is not known: Not Found"
	messages(policy.unknown) == {message} with input as document("snapshot", null, null)
}

test_a_ruleset_that_does_not_mention_them_is_not_at_fault if {
	count(policy.unknown) == 0 with input as document("declared", null, null)
}

test_an_unknown_default_branch_is_unknown if {
	gap := {"_loc": "s#3", "path": "/repository/default_branch", "message": "Not Found", "needs": null}
	nameless := {"source": {"kind": "snapshot"}, "unknowns": [gap], "branches": []}
	{finding.loc | some finding in policy.unknown} == {"s#3"} with input as nameless
}
