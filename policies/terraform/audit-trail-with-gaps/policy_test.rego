package gate.policies.terraform.audit_trail_with_gaps_test

import data.gate.policies.terraform.audit_trail_with_gaps as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["is_multi_region_trail"], "about": "aws_cloudtrail.t", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "logs", "holds": false, "says": "is_multi_region_trail is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_cloudtrail.t leaves gaps in the audit trail: is_multi_region_trail is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["is_multi_region_trail"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_cloudtrail.t leaves gaps in the audit trail is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["is_multi_region_trail"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "keys"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
