package gate.policies.forge.unguarded_production_environment_test

import data.gate.policies.forge.unguarded_production_environment as policy

approval(environment, weakness, certain) := {"facts": {"environment_lists": [], "approvals": [{
	"_loc": "s#1",
	"path": ["reviewers"],
	"environment": environment,
	"weakness": weakness,
	"certain": certain,
	"why": "Not Found",
}]}}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_every_weakness_is_a_violation_in_its_own_words if {
	nobody := {["nobody has to approve a deployment to live", "live"]}
	said(policy.deny) == nobody with input as approval("live", "nobody", true)
	own := {["whoever starts a deployment to live may approve it", "live"]}
	said(policy.deny) == own with input as approval("live", "self_review", true)
	administrators := {["administrators may deploy to live without the approval", "live"]}
	said(policy.deny) == administrators with input as approval("live", "administrators", true)
	every weakness in ["nobody", "self_review", "administrators"] {
		count(policy.unknown) == 0 with input as approval("live", weakness, true)
	}
}

test_what_is_not_told_is_unknown_in_its_own_words if {
	nobody := {["who has to approve a deployment to live is not known", "live"]}
	said(policy.unknown) == nobody with input as approval("live", "nobody", null)
	own := {["whether people may approve their own deployment to live is not known", "live"]}
	said(policy.unknown) == own with input as approval("live", "self_review", null)
	administrators := {["whether administrators may deploy to live without the approval is not known", "live/administrators"]}
	said(policy.unknown) == administrators with input as approval("live", "administrators", null)
	every weakness in ["nobody", "self_review", "administrators"] {
		count(policy.deny) == 0 with input as approval("live", weakness, null)
	}
}

test_the_list_of_environments_may_be_unknown if {
	list := {"_loc": "s#2", "path": [], "complete": null, "why": "Not Found"}
	short := {"facts": {"environment_lists": [list], "approvals": []}}
	whole := {"facts": {"environment_lists": [object.union(list, {"complete": true})], "approvals": []}}
	count(policy.unknown) == 0 with input as whole
	said(policy.unknown) == {["whether production is guarded is not known: Not Found", "environments"]} with input as short
	count(policy.deny) == 0 with input as short
}

test_names_of_production if {
	every name in ["production", "Prod", "prod-eu", "eu_production", "live", "PRODUCTION 2", "prod1"] {
		count(policy.deny) == 1 with input as approval(name, "nobody", true)
	}
}

test_names_of_something_else if {
	every name in ["staging", "product-docs", "reproduction", "delivery", "preprod"] {
		count(policy.deny) == 0 with input as approval(name, "nobody", true)
		count(policy.unknown) == 0 with input as approval(name, "nobody", null)
	}
}

test_the_names_are_a_parameter if {
	parameters := {"unguarded-production-environment": {"production_pattern": "^blue$"}}
	count(policy.deny) == 1 with input as approval("blue", "nobody", true) with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as approval("production", "nobody", true) with data.gate.parameters as parameters
}
