package gate.policies.pipeline.required_step_missing_test

import data.gate.policies.pipeline.required_step_missing as policy

deployment(changes) := {"facts": {"deployments": [object.union({
	"_loc": "w#1",
	"path": [],
	"about": "ship",
	"deploys": true,
	"steps": ["actions/checkout@v4.2.1", "trivy"],
	"why": "",
	"via": [],
}, changes)]}}

asked(steps) := {"required-step-missing": {"steps": steps}}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_nothing_is_asked_by_itself if {
	count(policy.deny) == 0 with input as deployment({})
	count(policy.unknown) == 0 with input as deployment({"steps": null})
}

test_a_step_that_is_missing_is_a_violation if {
	expected := {["ship deploys and `acme/scan@*` does not run before it", "ship/acme/scan@*"]}
	said(policy.deny) == expected with input as deployment({}) with data.gate.parameters as asked(["acme/scan@*", "trivy"])
	count(policy.unknown) == 0 with input as deployment({}) with data.gate.parameters as asked(["acme/scan@*"])
}

test_a_glob_and_one_of_several_are_enough if {
	count(policy.deny) == 0 with input as deployment({}) with data.gate.parameters as asked(["actions/checkout@*", "grype|trivy"])
	count(policy.deny) == 1 with input as deployment({}) with data.gate.parameters as asked(["checkout"])
}

test_what_deploys_nothing_needs_nothing if {
	count(policy.deny) == 0 with input as deployment({"deploys": false}) with data.gate.parameters as asked(["x"])
	count(policy.unknown) == 0 with input as deployment({"deploys": false, "steps": null}) with data.gate.parameters as asked(["x"])
}

test_a_pipeline_that_is_too_large_is_unknown if {
	expected := {["whether what is required runs before ship is not known: it is too large", "ship"]}
	large := deployment({"steps": null, "why": "it is too large"})
	said(policy.unknown) == expected with input as large with data.gate.parameters as asked(["x"])
	count(policy.deny) == 0 with input as large with data.gate.parameters as asked(["x"])
}
