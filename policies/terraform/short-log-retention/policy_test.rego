package gate.policies.terraform.short_log_retention_test

import data.gate.policies.terraform.short_log_retention as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["retention_in_days"], "about": "aws_cloudwatch_log_group.g", "why": "", "via": [], "days": null, "labels": {},
		"property": "retained", "service": "logs", "holds": false, "says": "retention_in_days is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_cloudwatch_log_group.g does not keep its records long enough: retention_in_days is left out"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["retention_in_days"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_cloudwatch_log_group.g keeps its records long enough is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["retention_in_days"]]}
	count(policy.deny) == 0 with input as later
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "storage"}, {"property": "logged"}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
		count(policy.deny) == 0 with input as property(object.union({"holds": true, "days": 1}, fields))
		count(policy.unknown) == 0 with input as property(object.union({"holds": true}, fields))
	}
}

test_a_length_that_is_not_known_is_unknown if {
	open := property({"holds": true, "days": null})
	found := policy.unknown with input as open
	messages(found) == {"how long aws_cloudwatch_log_group.g keeps its records cannot be told"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["retention_in_days"]]}
	count(policy.deny) == 0 with input as open
}

test_a_length_that_is_too_short_is_said if {
	found := policy.deny with input as property({"days": 364})
	messages(found) == {"aws_cloudwatch_log_group.g keeps its records for 364 days, not for 365"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["retention_in_days"]]}
	messages(policy.deny) == {"aws_cloudwatch_log_group.g keeps its records for 0.5 days, not for 365"} with input as property({"days": 0.5, "holds": true})
	count(policy.deny) == 0 with input as property({"days": 365, "holds": true})
	count(policy.unknown) == 0 with input as property({"days": 364})
}

test_no_time_at_all_is_said_once_in_the_words_of_the_plan if {
	messages(policy.deny) == {"aws_cloudwatch_log_group.g does not keep its records long enough: retention_in_days is left out"} with input as property({"days": 0})
	count(policy.unknown) == 0 with input as property({"days": 365, "holds": true})
}

test_the_days_are_a_parameter if {
	parameters := {"short-log-retention": {"days": 3}}
	count(policy.deny) == 0 with input as property({"days": 3}) with data.gate.parameters as parameters
	messages(policy.deny) == {"aws_cloudwatch_log_group.g keeps its records for 2 days, not for 3"} with input as property({"days": 2, "holds": true}) with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as property({"days": null}) with data.gate.parameters as parameters
}
