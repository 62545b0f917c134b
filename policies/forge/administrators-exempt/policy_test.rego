package gate.policies.forge.administrators_exempt_test

import data.gate.policies.forge.administrators_exempt as policy

document(bypasses) := {"facts": {"bypasses": bypasses, "default_branches": []}}

bypass(layer, who, mode) := {
	"_loc": "s#4",
	"path": [],
	"branch": "main",
	"label": "main",
	"layer": layer,
	"who": who,
	"mode": mode,
	"skips_checks": true,
	"why": "hidden; it takes write",
}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_always_and_exempt_are_violations_at_the_actor if {
	every mode in ["always", "exempt"] {
		free := document([bypass("ruleset:7", "Integration 77", mode)])
		said(policy.deny) == {["Integration 77 may bypass the rules of main at any time", "main/ruleset:7/Integration 77"]} with input as free
		count(policy.unknown) == 0 with input as free
	}
	count(policy.deny) == 0 with input as document([bypass("ruleset:7", "Integration 77", "pull_request")])
}

test_a_hidden_list_is_unknown if {
	hidden := document([bypass("ruleset:7", null, null)])
	count(policy.deny) == 0 with input as hidden
	message := "who may bypass the ruleset:7 of main is not known: hidden; it takes write"
	said(policy.unknown) == {[message, "main/ruleset:7"]} with input as hidden
}

test_a_hidden_layer_is_unknown if {
	message := "who may bypass the rules of main is not known: hidden; it takes write"
	said(policy.unknown) == {[message, "main"]} with input as document([bypass(null, null, null)])
	count(policy.unknown) == 0 with input as document([bypass(null, "Integration 77", "pull_request")])
}

test_rules_without_exemption_bind_everybody if {
	count(policy.deny) == 0 with input as document([])
	count(policy.unknown) == 0 with input as document([])
}

test_an_unknown_default_branch_is_unknown if {
	nameless := {"_loc": "s#5", "path": [], "name": null, "why": "Not Found"}
	doc := {"facts": {"bypasses": [], "default_branches": [nameless]}}
	said(policy.unknown) == {["which branch is the default one is not known: Not Found", "default branch"]} with input as doc
}

test_a_known_default_branch_is_no_question if {
	doc := {"facts": {"bypasses": [], "default_branches": [{"_loc": "s#5", "path": [], "name": "main", "why": ""}]}}
	count(policy.unknown) == 0 with input as doc
}
