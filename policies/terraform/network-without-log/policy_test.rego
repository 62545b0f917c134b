package gate.policies.terraform.network_without_log_test

import data.gate.policies.terraform.network_without_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["access_logs", 0, "enabled"], "about": "aws_lb.l", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "network", "holds": false, "says": "access_logs.0.enabled is false", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_lb.l leaves traffic without a log: access_logs.0.enabled is false"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["access_logs", 0, "enabled"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_lb.l leaves traffic without a log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["access_logs", 0, "enabled"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "compute"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
