package gate.policies.terraform.retention_weakened_test

import data.gate.policies.terraform.retention_weakened as policy

# The providers of Azure and Google are not at hand where the plans of the fixtures are made, so their resources are
# judged here.

resource(type, action, before, values) := {
	"_loc": type,
	"address": sprintf("%s.r", [type]),
	"type": type,
	"mode": "managed",
	"action": action,
	"before": before,
	"values": values,
	"unknown": {},
	"constants": {key: true | some key, _ in values},
	"refs": [],
}

# A plan of these resources.
plan(resources) := {"by_type": {type: of_type |
	some type in {one.type | some one in resources}
	of_type := [one | some one in resources; one.type == type]
}}

changed(type, before, values) := plan([resource(type, "update", before, values)])

# The same change, with an argument that the code sets to something known only after apply.
undecided(type, before, path) := plan([object.union(
	resource(type, "update", before, {}),
	{
		"unknown": {path: true},
		"refs": [{"path": path, "to": "terraform_data.t", "attr": "output", "exact": true}],
	},
)])

messages(findings) := {finding.message | some finding in findings}

logs(days) := {"retention_in_days": days}

test_logs_kept_for_ever_are_the_longest if {
	type := "aws_cloudwatch_log_group"
	shorter := {"aws_cloudwatch_log_group.r keeps for 90 days what it kept for ever"}
	messages(policy.deny) == shorter with input as changed(type, logs(0), logs(90))
	count(policy.deny) == 0 with input as changed(type, logs(90), logs(0))
	count(policy.deny) == 0 with input as changed(type, logs(90), logs(null))
	count(policy.deny) == 0 with input as changed(type, logs(90), logs(365))
}

test_backups_kept_for_no_days_are_the_shortest if {
	type := "aws_db_instance"
	off := changed(type, {"backup_retention_period": 7}, {"backup_retention_period": 0})
	on := changed(type, {"backup_retention_period": 0}, {"backup_retention_period": 7})
	messages(policy.deny) == {"aws_db_instance.r keeps for 0 days what it kept for 7 days"} with input as off
	count(policy.deny) == 0 with input as on
}

lock(mode, years, days) := {
	"bucket": "b",
	"rule": [{"default_retention": [{"mode": mode, "years": years, "days": days}]}],
}

lock_type := "aws_s3_bucket_object_lock_configuration"

test_years_and_days_are_compared if {
	longer := changed(lock_type, lock("COMPLIANCE", 0, 2555), lock("COMPLIANCE", 10, null))
	shorter := changed(lock_type, lock("COMPLIANCE", 7, 0), lock("COMPLIANCE", null, 2554))
	count(policy.deny) == 0 with input as longer
	found := policy.deny with input as shorter
	messages(found) == {concat("", [lock_type, ".r locks for 2554 days what it locked for 2555 days"])}
}

test_governance_is_weaker_than_compliance if {
	weaker := changed(lock_type, lock("COMPLIANCE", 7, 0), lock("GOVERNANCE", 7, 0))
	stronger := changed(lock_type, lock("GOVERNANCE", 7, 0), lock("COMPLIANCE", 7, 0))
	messages(policy.deny) == {concat("", [lock_type, ".r leaves compliance mode"])} with input as weaker
	count(policy.deny) == 0 with input as stronger
}

test_a_lock_without_its_rule_locks_nothing if {
	count(policy.deny) == 2 with input as changed(lock_type, lock("COMPLIANCE", 7, 0), {"bucket": "b", "rule": []})
	count(policy.deny) == 2 with input as changed(lock_type, lock("COMPLIANCE", 7, 0), {"bucket": "b", "rule": null})
}

bucket(action, name, locked) := resource("aws_s3_bucket", action, values, values) if {
	values := {"bucket": name, "object_lock_enabled": locked}
}

deleted_lock := resource(lock_type, "delete", lock("COMPLIANCE", 7, 0), {})

test_a_deleted_lock_is_shown_at_the_bucket_that_loses_it if {
	found := policy.deny with input as plan([bucket("no-op", "b", true), deleted_lock])
	messages(found) == {concat("", [lock_type, ".r is deleted, which protected b"])}
	{finding.loc | some finding in found} == {"aws_s3_bucket"}
}

test_a_lock_of_a_bucket_elsewhere_is_shown_at_itself if {
	found := policy.deny with input as plan([deleted_lock])
	{finding.loc | some finding in found} == {lock_type}
}

test_a_bucket_that_goes_with_its_lock_is_one_finding if {
	both := plan([bucket("delete", "b", true), deleted_lock])
	messages(policy.deny) == {"aws_s3_bucket.r is deleted, a bucket with locked records"} with input as both
	count(policy.deny) == 1 with input as plan([bucket("replace", "b", true)])
	count(policy.deny) == 0 with input as plan([bucket("delete", "b", false)])
}

test_a_lock_under_a_new_name_is_compared_with_the_old_one if {
	same := resource(lock_type, "create", {}, lock("COMPLIANCE", 7, 0))
	shorter := resource(lock_type, "create", {}, lock("COMPLIANCE", 1, 0))
	count(policy.deny) == 0 with input as plan([deleted_lock, same])
	count(policy.deny) == 1 with input as plan([deleted_lock, shorter])
}

versioning(status) := {"bucket": "b", "versioning_configuration": [{"status": status, "mfa_delete": ""}]}

test_old_versions_are_no_longer_kept if {
	type := "aws_s3_bucket_versioning"
	count(policy.deny) == 1 with input as changed(type, versioning("Enabled"), versioning("Suspended"))
	count(policy.deny) == 0 with input as changed(type, versioning("Suspended"), versioning("Enabled"))
	count(policy.deny) == 1 with input as plan([resource(type, "delete", versioning("Enabled"), {})])
	count(policy.deny) == 0 with input as plan([resource(type, "delete", versioning("Suspended"), {})])
}

test_what_is_new_or_does_not_change_is_not_judged if {
	type := "aws_cloudwatch_log_group"
	count(policy.deny) == 0 with input as plan([resource(type, "create", {}, logs(1))])
	count(policy.deny) == 0 with input as plan([resource(type, "no-op", logs(1), logs(1))])
}

test_a_length_known_after_apply_is_unknown if {
	later := undecided("aws_cloudwatch_log_group", logs(90), "retention_in_days")
	count(policy.deny) == 0 with input as later
	count(policy.unknown) == 1 with input as later
	lock_later := undecided(lock_type, lock("GOVERNANCE", 7, 0), "rule.0.default_retention.0.years")
	count(policy.deny) == 0 with input as lock_later
	count(policy.unknown) == 1 with input as lock_later
}

test_a_guard_known_after_apply_is_unknown if {
	path := "versioning_configuration.0.status"
	later := undecided("aws_s3_bucket_versioning", versioning("Enabled"), path)
	weak := undecided("aws_s3_bucket_versioning", versioning("Suspended"), path)
	count(policy.deny) == 0 with input as later
	count(policy.unknown) == 1 with input as later
	count(policy.unknown) == 0 with input as weak
}

test_what_the_code_leaves_out_stays_as_it_is if {
	kept := plan([object.union(
		resource("aws_db_instance", "update", {"backup_retention_period": 7}, {}),
		{"unknown": {"backup_retention_period": true}},
	)])
	count(policy.deny) == 0 with input as kept
	count(policy.unknown) == 0 with input as kept
}

test_a_policy_of_azure_is_shortened_or_unlocked if {
	type := "azurerm_storage_container_immutability_policy"
	strong := {"immutability_period_in_days": 2555, "locked": true}
	weak := {"immutability_period_in_days": 30, "locked": false}
	count(policy.deny) == 2 with input as changed(type, strong, weak)
	count(policy.deny) == 0 with input as changed(type, weak, strong)
	count(policy.deny) == 1 with input as plan([resource(type, "delete", strong, {})])
}

test_an_account_of_azure_stops_keeping_deleted_blobs if {
	kept := {"blob_properties": [{"versioning_enabled": true, "delete_retention_policy": [{"days": 30}]}]}
	gone := {"blob_properties": [{"versioning_enabled": false, "delete_retention_policy": []}]}
	count(policy.deny) == 2 with input as changed("azurerm_storage_account", kept, gone)
	count(policy.deny) == 0 with input as changed("azurerm_storage_account", gone, kept)
}

google(seconds, locked) := {"retention_policy": [{"retention_period": seconds, "is_locked": locked}]}

test_a_bucket_of_google_is_shortened_or_unlocked if {
	type := "google_storage_bucket"
	count(policy.deny) == 1 with input as changed(type, google("220752000", false), google("86400", false))
	count(policy.deny) == 2 with input as changed(type, google(220752000, true), {"retention_policy": []})
	count(policy.deny) == 1 with input as plan([resource(type, "delete", google(86400, true), {})])
	count(policy.deny) == 0 with input as changed(type, google(86400, false), google(220752000, true))
}
