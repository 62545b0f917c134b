package gate.policies.data.approver_may_be_author_test

import data.gate.policies.data.approver_may_be_author as policy

review(changes) := {"facts": {"own_reviews": [object.union({
	"_loc": "p#2",
	"path": [],
	"about": "publish",
	"job": "publish",
	"environment": "pypi",
	"weakness": "self_review",
	"certain": true,
	"why": "",
	"via": [],
}, changes)]}}

said(findings) := {[finding.message, finding.key] | some finding in findings}

test_an_approval_that_the_starter_gives_is_a_violation if {
	expected := {["publish deploys to pypi, and whoever starts it may approve it", "pypi/self_review"]}
	said(policy.deny) == expected with input as review({})
	count(policy.unknown) == 0 with input as review({})
}

test_so_is_one_that_administrators_leave_out if {
	expected := {["publish deploys to pypi, and administrators may go on without the approval", "pypi/administrators"]}
	said(policy.deny) == expected with input as review({"weakness": "administrators"})
}

test_what_the_forge_does_not_say_is_unknown if {
	expected := {["publish deploys to pypi; whether whoever starts it may approve it is not known", "pypi/self_review"]}
	said(policy.unknown) == expected with input as review({"certain": null})
	count(policy.deny) == 0 with input as review({"certain": null})
	others := {["publish deploys to pypi; whether administrators may go on without the approval is not known", "pypi/administrators"]}
	said(policy.unknown) == others with input as review({"certain": null, "weakness": "administrators"})
}

test_names_that_mean_production_or_come_before_it_are_left_out if {
	every name in ["production", "prod-eu", "Staging", "qa", "live"] {
		count(policy.deny) == 0 with input as review({"environment": name})
		count(policy.unknown) == 0 with input as review({"environment": name, "certain": null})
	}
}
