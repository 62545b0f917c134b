package gate.policies.terraform.platform_without_backup_test

import data.gate.policies.terraform.platform_without_backup as policy

property(fields) := {"facts": {"properties": [object.union(
	{
		"_loc": "r", "path": ["automated_snapshot_retention_period"], "about": "aws_redshift_cluster.w", "why": "", "via": [], "days": null, "labels": {},
		"property": "backed-up", "service": "warehouse", "holds": false, "says": "automated_snapshot_retention_period is left out", "only_if": "",
	},
	fields,
)]}}

messages(findings) := {finding.message | some finding in findings}

test_what_is_missing_is_a_violation_at_its_place if {
	found := policy.deny with input as property({})
	messages(found) == {"aws_redshift_cluster.w is not backed up well enough: automated_snapshot_retention_period is left out"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["automated_snapshot_retention_period"]]}
	count(policy.unknown) == 0 with input as property({})
}

test_what_is_not_known_is_unknown_with_its_reason if {
	later := property({"holds": null, "why": "it is known only after apply", "says": ""})
	found := policy.unknown with input as later
	messages(found) == {"whether aws_redshift_cluster.w is backed up well enough is known only after apply"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["automated_snapshot_retention_period"]]}
	count(policy.deny) == 0 with input as later
}

test_every_service_of_its_kind_is_judged if {
	every service in {"warehouse", "analytics", "orchestration"} {
		count(policy.deny) == 1 with input as property({"service": service})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": null})
		count(policy.deny) == 1 with input as property({"service": service, "holds": true, "days": 1})
		count(policy.unknown) == 1 with input as property({"service": service, "holds": true})
	}
}

test_the_rest_is_judged_elsewhere if {
	every fields in [{"service": "database"}, {"property": "versioned"}] {
		count(policy.deny) == 0 with input as property(fields)
		count(policy.unknown) == 0 with input as property(object.union({"holds": null}, fields))
		count(policy.deny) == 0 with input as property(object.union({"holds": true, "days": 1}, fields))
		count(policy.unknown) == 0 with input as property(object.union({"holds": true}, fields))
	}
}

test_a_length_that_is_not_known_is_unknown if {
	open := property({"holds": true, "days": null})
	found := policy.unknown with input as open
	messages(found) == {"how long aws_redshift_cluster.w keeps backups cannot be told"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["automated_snapshot_retention_period"]]}
	count(policy.deny) == 0 with input as open
}

test_a_length_that_is_too_short_is_said if {
	found := policy.deny with input as property({"days": 6})
	messages(found) == {"aws_redshift_cluster.w keeps backups for 6 days, not for 7"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["automated_snapshot_retention_period"]]}
	messages(policy.deny) == {"aws_redshift_cluster.w keeps backups for 0.5 days, not for 7"} with input as property({"days": 0.5, "holds": true})
	count(policy.deny) == 0 with input as property({"days": 7, "holds": true})
	count(policy.unknown) == 0 with input as property({"days": 6})
}

test_no_time_at_all_is_said_once_in_the_words_of_the_plan if {
	messages(policy.deny) == {"aws_redshift_cluster.w is not backed up well enough: automated_snapshot_retention_period is left out"} with input as property({"days": 0})
	count(policy.unknown) == 0 with input as property({"days": 7, "holds": true})
}

test_the_days_are_a_parameter if {
	parameters := {"platform-without-backup": {"days": 3}}
	count(policy.deny) == 0 with input as property({"days": 3}) with data.gate.parameters as parameters
	messages(policy.deny) == {"aws_redshift_cluster.w keeps backups for 2 days, not for 3"} with input as property({"days": 2, "holds": true}) with data.gate.parameters as parameters
	count(policy.deny) == 1 with input as property({"days": null}) with data.gate.parameters as parameters
}
