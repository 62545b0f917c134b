package gate.policies.forge.rewritable_default_branch_test

import data.gate.policies.forge.rewritable_default_branch as policy

document(rewritings) := {"facts": {"rewritings": rewritings, "default_branches": []}}

rewriting(possible, ways) := {
	"_loc": "s#1",
	"path": ["effective", "deletion_allowed"],
	"branch": "~DEFAULT_BRANCH",
	"label": "the default branch",
	"possible": possible,
	"ways": ways,
	"why": "Not Found",
}

both := ["rewritten by a force push", "deleted"]

said(findings) := {[finding.message, finding.path, finding.key] | some finding in findings}

test_one_finding_names_all_that_is_allowed if {
	message := "the default branch can be rewritten by a force push and deleted"
	said(policy.deny) == {[message, ["effective", "deletion_allowed"], "~DEFAULT_BRANCH"]} with input as document([rewriting(true, both)])
	count(policy.unknown) == 0 with input as document([rewriting(true, both)])
}

test_hidden_rules_are_unknown if {
	message := "whether the default branch can be rewritten by a force push or deleted is not known: Not Found"
	{finding.message | some finding in policy.unknown} == {message} with input as document([rewriting(null, both)])
	count(policy.deny) == 0 with input as document([rewriting(null, both)])
}

test_a_certain_weakness_does_not_hide_what_is_unknown if {
	partly := document([rewriting(true, ["deleted"]), rewriting(null, ["rewritten by a force push"])])
	count(policy.deny) == 1 with input as partly
	count(policy.unknown) == 1 with input as partly
}

test_what_is_forbidden_is_fine if {
	count(policy.deny) == 0 with input as document([])
	count(policy.unknown) == 0 with input as document([])
}

test_an_unknown_default_branch_is_unknown if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found"}
	doc := {"facts": {"rewritings": [], "default_branches": [nameless]}}
	{finding.loc | some finding in policy.unknown} == {"s#3"} with input as doc
}

test_only_a_default_branch_without_a_name_is_a_question if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found"}
	{finding.key | some finding in policy.unknown} == {"default branch"} with input as {"facts": {"rewritings": [], "default_branches": [nameless]}}
	named := {"_loc": "s#3", "path": [], "name": "main", "why": ""}
	count(policy.unknown) == 0 with input as {"facts": {"rewritings": [], "default_branches": [named]}}
}
