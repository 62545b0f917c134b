package gate.policies.pipeline.self_approved_deployment_test

import data.gate.policies.pipeline.self_approved_deployment as policy

approval(changes) := {"facts": {"approvals": [object.union({
	"_loc": "w#1",
	"path": [],
	"about": "ask",
	"asks": "step",
	"holds": true,
	"guards": true,
	"by_starter": true,
	"why": "",
	"via": [],
}, changes)]}}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_an_approval_that_the_starter_gives_alone_is_a_violation if {
	expected := {["ask asks for an approval before a deployment, and whoever starts the run may give it alone", "ask"]}
	said(policy.deny) == expected with input as approval({})
	count(policy.unknown) == 0 with input as approval({})
}

test_others_and_what_guards_nothing_are_fine if {
	count(policy.deny) == 0 with input as approval({"by_starter": false})
	count(policy.deny) == 0 with input as approval({"guards": false})
	count(policy.unknown) == 0 with input as approval({"by_starter": null, "guards": false})
}

test_what_the_run_decides_is_unknown if {
	expected := {["ask asks for an approval before a deployment; whether whoever starts the run may give it alone is decided when it runs", "ask"]}
	said(policy.unknown) == expected with input as approval({"by_starter": null})
	count(policy.deny) == 0 with input as approval({"by_starter": null})
}
