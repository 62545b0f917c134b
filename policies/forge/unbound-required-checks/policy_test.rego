package gate.policies.forge.unbound_required_checks_test

import data.gate.policies.forge.unbound_required_checks as policy

empty := {"status_checks": [], "check_sources": [], "bypasses": [], "default_branches": []}

document(facts) := {"facts": object.union(empty, facts)}

checks(required, observed) := document({"status_checks": [{
	"_loc": "s#1",
	"path": ["effective", "status_checks_required"],
	"branch": "main",
	"label": "main",
	"required": required,
	"names": ["gate"],
	"observed": observed,
	"why": "Not Found",
}]})

source(bound) := document({"check_sources": [{"_loc": "s#5", "path": ["app_id"], "branch": "main", "check": "lint", "bound": bound}]})

bypass(mode, skips) := document({"bypasses": [{
	"_loc": "s#7",
	"path": [],
	"branch": "main",
	"label": "main",
	"layer": "ruleset:7",
	"who": "Team 77",
	"mode": mode,
	"skips_checks": skips,
}]})

said(findings) := {[finding.loc, finding.message] | some finding in findings}

test_bound_checks_are_enough if {
	count(policy.deny) == 0 with input as checks(true, true)
	count(policy.unknown) == 0 with input as checks(true, true)
}

test_no_check_is_a_violation_at_the_branch if {
	said(policy.deny) == {["s#1", "main requires no check to pass"]} with input as checks(false, true)
	said(policy.deny) == {["s#1", "main requires no check to pass"]} with input as checks(false, false)
}

test_hidden_checks_are_unknown if {
	said(policy.unknown) == {["s#1", "whether main requires checks is not known: Not Found"]} with input as checks(null, true)
	count(policy.deny) == 0 with input as checks(null, true)
}

test_an_unbound_check_is_a_violation_at_the_check if {
	message := "the required check lint is bound to no app, so anybody with write access can report it"
	said(policy.deny) == {["s#5", message]} with input as source(false)
	count(policy.unknown) == 0 with input as source(false)
}

test_a_check_whose_source_is_not_told_is_unknown if {
	said(policy.unknown) == {["s#5", "which app has to report the required check lint is not known"]} with input as source(null)
	count(policy.deny) == 0 with input as source(null)
}

test_checks_that_the_configuration_asks_for_must_be_required if {
	parameters := {"unbound-required-checks": {"checks": ["gate", "security"]}}
	said(policy.deny) == {["s#1", "the check security is not required by main"]} with input as checks(true, true) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as checks(true, false) with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as checks(false, true) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as checks(null, true) with data.gate.parameters as parameters
}

test_merging_without_the_checks_is_a_violation_at_the_actor if {
	said(policy.deny) == {["s#7", "Team 77 may merge into main without the required checks"]} with input as bypass("pull_request", true)
	count(policy.deny) == 0 with input as bypass("pull_request", false)
	count(policy.deny) == 0 with input as bypass("always", true)
}

test_an_unknown_default_branch_is_unknown if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found"}
	{finding.loc | some finding in policy.unknown} == {"s#3"} with input as document({"default_branches": [nameless]})
}

test_only_a_default_branch_without_a_name_is_a_question if {
	nameless := {"_loc": "s#3", "path": [], "name": null, "why": "Not Found"}
	{finding.key | some finding in policy.unknown} == {"default branch"} with input as document({"default_branches": [nameless]})
	named := {"_loc": "s#3", "path": [], "name": "main", "why": ""}
	count(policy.unknown) == 0 with input as document({"default_branches": [named]})
}
