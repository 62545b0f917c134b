package gate.policies.terraform.database_without_audit_log_test

import data.gate.policies.terraform.database_without_audit_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["enabled_cloudwatch_logs_exports"], "about": "aws_db_instance.d", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "database", "holds": false, "says": "enabled_cloudwatch_logs_exports has no audit", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_db_instance.d runs without an audit log: enabled_cloudwatch_logs_exports has no audit"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enabled_cloudwatch_logs_exports"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_db_instance.d runs without an audit log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["enabled_cloudwatch_logs_exports"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"database", "cache", "search"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "storage"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
