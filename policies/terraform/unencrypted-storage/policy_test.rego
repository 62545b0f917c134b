package gate.policies.terraform.unencrypted_storage_test

import data.gate.policies.terraform.unencrypted_storage as policy

# What is encrypted is told by the tests of the facts; here stands what the policy says.
property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["encrypted"], "about": "aws_ebs_volume.v", "why": "", "via": [],
		"property": "encrypted-at-rest", "holds": false, "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_off_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_ebs_volume.v does not encrypt what it stores"}
	{finding.path | some finding in found} == {["encrypted"]}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply"})
	messages(policy.unknown) == {"whether aws_ebs_volume.v encrypts what it stores is known only after apply"} with input as later
	count(policy.deny) == 0 with input as later
}

test_what_hangs_on_something_else_says_on_what if {
	copy := property({"holds": null, "path": [], "only_if": "what it is copied from is"})
	messages(policy.unknown) == {"aws_ebs_volume.v is encrypted only if what it is copied from is, which the plan does not say"} with input as copy
}

test_what_is_on_is_enough if {
	count(policy.deny) == 0 with input as property({"holds": true})
	count(policy.unknown) == 0 with input as property({"holds": true})
	count(policy.unknown) == 0 with input as property({})
}

test_other_properties_are_judged_elsewhere if {
	count(policy.deny) == 0 with input as property({"property": "backed-up"})
	count(policy.unknown) == 0 with input as property({"property": "backed-up", "holds": null})
}
