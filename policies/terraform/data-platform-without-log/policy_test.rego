package gate.policies.terraform.data_platform_without_log_test

import data.gate.policies.terraform.data_platform_without_log as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": [], "about": "aws_redshift_cluster.w", "why": "", "via": [], "days": null, "labels": {},
		"property": "logged", "service": "warehouse", "holds": false, "says": "no aws_redshift_logging refers to it", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_redshift_cluster.w handles data without a log: no aws_redshift_logging refers to it"}
	{[finding.loc, finding.path] | some finding in found} == {["r", []]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_redshift_cluster.w handles data without a log is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", []]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"warehouse", "analytics", "streaming", "messaging"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "ml"}, {"property": "retained"}, {"holds": true}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
	}
}
