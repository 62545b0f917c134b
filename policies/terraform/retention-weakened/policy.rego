# METADATA
# title: A retention is weakened
# description: >-
#   Records that must be kept for years are gone once a lock, a version history or a retention is cut short, and no
#   later fix brings them back. The state before the plan is compared with the state after it, so that the change is
#   found whatever the length; a resource that was always weak is the matter of other policies.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
# custom:
#   id: TF004
#   severity: critical
#   confidence: high
#   input: terraform
#   types:
#     - aws_s3_bucket
#     - aws_s3_bucket_object_lock_configuration
#     - aws_s3_bucket_versioning
#     - aws_cloudwatch_log_group
#     - aws_db_instance
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_backup_vault_lock_configuration
#     - azurerm_log_analytics_workspace
#     - azurerm_storage_account
#     - azurerm_storage_container_immutability_policy
#     - google_logging_project_bucket_config
#     - google_storage_bucket
#   controls:
#     - nist-800-53:AU-9
#     - nist-800-53:AU-9(2)
#     - nist-800-53:AU-11
#     - nist-800-53:SI-12
#     - csf-2:PR.DS-01
#     - csf-2:PR.PS-04
#     - soc2:PI1.5
#     - soc2:CC7.2
#     - iso-27001:A.5.33
#     - iso-27001:A.8.10
#     - pci-dss:10.3.4
#     - pci-dss:10.5.1
#     - sox-itgc:CO
#   remediation: >-
#     Put back what protected the records. When the obligation to keep them has really ended, have the owner of the
#     records agree to the change in writing and waive this finding.
#   answers: >-
#     Write the period and the lock into the code, or plan again once what they are computed from has been applied, so
#     that the plan says how long the records are kept.
package gate.policies.terraform.retention_weakened

import data.gate
import data.gate.terraform as tf

# How long something is kept: the argument, its unit, and what zero or nothing means there.
periods := {
	"aws_cloudwatch_log_group": [[["retention_in_days"], "days", "forever"]],
	"aws_db_instance": [[["backup_retention_period"], "days", "none"]],
	"aws_rds_cluster": [[["backup_retention_period"], "days", "none"]],
	"aws_docdb_cluster": [[["backup_retention_period"], "days", "none"]],
	"aws_neptune_cluster": [[["backup_retention_period"], "days", "none"]],
	"aws_backup_vault_lock_configuration": [[["min_retention_days"], "days", "none"]],
	"azurerm_log_analytics_workspace": [[["retention_in_days"], "days", "none"]],
	"azurerm_storage_account": [[["blob_properties", 0, "delete_retention_policy", 0, "days"], "days", "none"]],
	"azurerm_storage_container_immutability_policy": [[["immutability_period_in_days"], "days", "none"]],
	"google_logging_project_bucket_config": [[["retention_days"], "days", "none"]],
	"google_storage_bucket": [[["retention_policy", 0, "retention_period"], "seconds", "none"]],
}

# What protects records while it has a value: the argument, that value, and the words for its loss.
guards := {
	"aws_s3_bucket": [
		[["object_lock_enabled"], true, "loses its object lock"],
		[["versioning", 0, "enabled"], true, "stops keeping old versions"],
	],
	"aws_s3_bucket_object_lock_configuration": [[retention("mode"), "COMPLIANCE", "leaves compliance mode"]],
	"aws_s3_bucket_versioning": [
		[["versioning_configuration", 0, "status"], "Enabled", "stops keeping old versions"],
		[["versioning_configuration", 0, "mfa_delete"], "Enabled", "lets versions be deleted without a second factor"],
	],
	"azurerm_storage_account": [[["blob_properties", 0, "versioning_enabled"], true, "stops keeping old versions"]],
	"azurerm_storage_container_immutability_policy": [[["locked"], true, "is no longer locked"]],
	"google_storage_bucket": [
		[["retention_policy", 0, "is_locked"], true, "is no longer locked"],
		[["versioning", 0, "enabled"], true, "stops keeping old versions"],
	],
}

# Resources that protect another one: its type, their argument that names it, and its argument with the name.
protections := {
	"aws_s3_bucket_object_lock_configuration": ["aws_s3_bucket", "bucket", "bucket"],
	"aws_s3_bucket_versioning": ["aws_s3_bucket", "bucket", "bucket"],
	"aws_backup_vault_lock_configuration": ["aws_backup_vault", "backup_vault_name", "name"],
	"azurerm_storage_container_immutability_policy": [
		"azurerm_storage_container",
		"storage_container_resource_manager_id",
		"resource_manager_id",
	],
}

deny contains finding if {
	some [before, resource] in changes
	some [path, unit, zero] in object.get(periods, resource.type, [])
	not tf.unknown(resource, path)
	old := amount(before, path, zero)
	new := amount(resource.values, path, zero)
	new < old
	message := sprintf("%s keeps for %s what it kept for %s", [resource.address, span(new, unit), span(old, unit)])
	finding := gate.finding(resource, tf.place(resource, path), message)
}

deny contains finding if {
	some [before, resource] in changes
	resource.type == "aws_s3_bucket_object_lock_configuration"
	count(open_lengths(resource)) == 0
	old := lock_days(before)
	new := lock_days(resource.values)
	new < old
	message := sprintf("%s locks for %s what it locked for %s", [resource.address, span(new, "days"), span(old, "days")])
	finding := gate.finding(resource, lock_place(resource), message)
}

deny contains finding if {
	some [before, resource] in changes
	some [path, strong, words] in object.get(guards, resource.type, [])
	object.get(before, path, null) == strong
	not tf.unknown(resource, path)
	tf.value(resource, path) != strong
	message := sprintf("%s %s", [resource.address, words])
	finding := gate.finding(resource, tf.place(resource, path), message)
}

# A protection that the plan deletes while it keeps what was protected.
deny contains finding if {
	some type, [holder_type, key, name] in protections
	some part in deleted(type)
	protects(part)
	subject := object.get(part.before, key, null)
	count([holder | some holder in deleted(holder_type); object.get(holder.before, name, null) == subject]) == 0
	count(successors(part)) == 0
	message := sprintf("%s is deleted, which protected %v", [part.address, subject])
	holders := [holder | some holder in tf.existing(holder_type); tf.value(holder, [name]) == subject]
	place := array.concat(holders, [part])[0]
	finding := gate.keyed(place, [], message, part.address)
}

# A locked bucket that the plan deletes, be it to create it anew.
deny contains finding if {
	some [type, path] in [
		["aws_s3_bucket", ["object_lock_enabled"]],
		["google_storage_bucket", ["retention_policy", 0, "is_locked"]],
	]
	some bucket in object.get(input.by_type, type, [])
	bucket.action in {"delete", "replace"}
	object.get(bucket.before, path, null) == true
	message := sprintf("%s is deleted, a bucket with locked records", [bucket.address])
	finding := gate.keyed(bucket, [], message, bucket.address)
}

unknown contains finding if {
	some [before, resource] in changes
	some [path, _, zero] in object.get(periods, resource.type, [])
	tf.undecided(resource, path)
	amount(before, path, zero) > 0
	message := sprintf("how long %s keeps its records is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

unknown contains finding if {
	some [before, resource] in changes
	resource.type == "aws_s3_bucket_object_lock_configuration"
	lock_days(before) > 0
	some path in open_lengths(resource)
	message := sprintf("how long %s locks its records is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

unknown contains finding if {
	some [before, resource] in changes
	some [path, strong, words] in object.get(guards, resource.type, [])
	object.get(before, path, null) == strong
	tf.undecided(resource, path)
	message := sprintf("whether %s %s is known only after apply", [resource.address, words])
	finding := gate.finding(resource, path, message)
}

# What was before the plan, with the resource that is there after it: the same one, or one that takes its place.
changes contains pair if {
	some type in judged
	some resource in tf.existing(type)
	resource.action in {"update", "replace"}
	pair := [resource.before, resource]
}

changes contains pair if {
	some type, _ in protections
	some part in deleted(type)
	some successor in successors(part)
	pair := [part.before, successor]
}

judged := object.keys(periods) | object.keys(guards)

deleted(type) := [resource |
	some resource in object.get(input.by_type, type, [])
	resource.mode == "managed"
	resource.action == "delete"
]

# The resources that protect the same thing under another address, such as after a rename in the code.
successors(part) := [other |
	key := protections[part.type][1]
	some other in tf.existing(part.type)
	other.action == "create"
	tf.value(other, [key]) == object.get(part.before, key, null)
]

# Whether a resource protected something; a version history that was suspended did not.
protects(part) if part.type != "aws_s3_bucket_versioning"

protects(part) if object.get(part.before, ["versioning_configuration", 0, "status"], null) == "Enabled"

# For ever, as a number that is longer than any period.
forever := 1000000000000

amount(values, path, zero) := number(object.get(values, path, null), zero)

number(value, _) := value if {
	is_number(value)
	value > 0
}

number(value, _) := to_number(value) if {
	is_string(value)
	regex.match(`^[1-9][0-9]{0,11}$`, value)
}

number(value, zero) := forever if {
	value in {0, null, "", "0"}
	zero == "forever"
}

number(value, zero) := 0 if {
	value in {0, null, "", "0"}
	zero == "none"
}

span(amount, _) := "ever" if amount == forever

span(amount, unit) := sprintf("%v %s", [amount, unit]) if amount != forever

# The path of an argument of the default retention of an object lock.
retention(argument) := ["rule", 0, "default_retention", 0, argument]

lock_days(values) := (years * 365) + days if {
	years := amount(values, retention("years"), "none")
	days := amount(values, retention("days"), "none")
}

open_lengths(resource) := [path |
	some argument in ["years", "days"]
	path := retention(argument)
	tf.undecided(resource, path)
]

lock_place(resource) := retention("years") if {
	tf.written(resource, retention("years"))
} else := tf.place(resource, retention("days"))
