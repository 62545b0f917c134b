package gate.policies.terraform.weak_sign_in_test

import data.gate.policies.terraform.weak_sign_in as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["a"], "about": "aws_x.d", "why": "", "via": [], "days": null, "labels": {},
		"property": "hardened", "service": "identity", "holds": false, "says": "a is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_a_weak_setting_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_x.d makes signing in too easy: a is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["a"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	messages(policy.unknown) == {"whether aws_x.d makes signing in too easy is known only after apply"} with input as later
	count(policy.deny) == 0 with input as later
}

test_other_services_and_properties_are_judged_elsewhere if {
	every fields in [{"service": "network"}, {"property": "logged"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
