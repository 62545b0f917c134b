package gate.policies.pipeline.deploys_whatever_failed_test

import data.gate.policies.pipeline.deploys_whatever_failed as policy

deployment(deploys, ignores) := {"facts": {"deployments": [{
	"_loc": "p#2",
	"path": [],
	"about": "ship",
	"deploys": deploys,
	"ignores": ignores,
	"why": "",
	"via": [],
}]}}

said(findings) := {[finding.loc, finding.message, finding.key] | some finding in findings}

test_each_check_that_is_ignored_is_said if {
	expected := {
		["p#2", "ship deploys although `test` has failed", "ship/test"],
		["p#2", "ship deploys although `scan` has failed", "ship/scan"],
	}
	said(policy.deny) == expected with input as deployment(true, ["test", "scan"])
}

test_a_job_that_waits_for_success_is_well if {
	count(policy.deny) == 0 with input as deployment(true, [])
}

test_a_job_that_deploys_nothing_may_go_on if {
	count(policy.deny) == 0 with input as deployment(false, ["test"])
}
