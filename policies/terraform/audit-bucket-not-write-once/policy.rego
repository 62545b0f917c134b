# METADATA
# title: Audit records can be changed or deleted
# description: >-
#   An audit trail proves something only if nobody, administrators included, can rewrite it before its time. That takes
#   a retention that cannot be lifted: S3 Object Lock in compliance mode, a locked immutability policy in Azure, a
#   locked retention policy in Google Cloud.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/immutable-storage-overview
#   - https://cloud.google.com/storage/docs/bucket-lock
# custom:
#   id: TF003
#   severity: high
#   confidence: medium
#   input: terraform
#   types:
#     - aws_s3_bucket
#     - aws_s3_bucket_object_lock_configuration
#     - aws_s3_bucket_versioning
#     - azurerm_storage_account
#     - azurerm_storage_container
#     - azurerm_storage_container_immutability_policy
#     - google_storage_bucket
#   controls:
#     - nist-800-53:AU-9
#     - nist-800-53:AU-9(2)
#     - nist-800-53:AU-11
#     - nist-800-53:SI-12
#     - csf-2:PR.DS-01
#     - soc2:PI1.5
#     - soc2:C1.1
#     - iso-27001:A.5.33
#     - iso-27001:A.8.10
#     - pci-dss:10.3.4
#     - pci-dss:3.2.1
#     - sox-itgc:CO
#   remediation: >-
#     Give the bucket an Object Lock configuration with a default retention in COMPLIANCE mode for the years that your
#     records must be kept, or lock its retention or immutability policy. If it holds no records, say in a tag Purpose
#     what it holds.
#   answers: >-
#     Write the name of the bucket, its versioning and its lock into the code, or plan again once what they depend on
#     has been applied. A tag Purpose says what a bucket holds whose name is not known.
#   parameters:
#     audit_bucket_pattern:
#       description: >-
#         A regular expression for names, and for tags that say what a bucket is for, of buckets that hold audit records.
#       default: '(?i)(^|[^a-z])(audit(s|logs?|trails?)?|cloudtrail|ledgers?|records|evidence|worm)([^a-z]|$)'
#     years:
#       description: How many years of 365 days the records must be kept.
#       default: 7
package gate.policies.terraform.audit_bucket_not_write_once

import data.gate
import data.gate.retention
import data.gate.terraform as tf

deny contains finding if {
	some store in audit_stores
	count(retention.locks(store)) == 0
	not retention.undecided(store)
	finding := gate.finding(store, [], sprintf("%s holds audit records and is not write-once", [store.address]))
}

deny contains finding if {
	some [store, lock] in weak_locks
	lock.hard == false
	holder := lock.holder
	path := lock.hard_path
	not tf.undecided(holder, path)
	message := sprintf("the retention of %s can be lifted, so that audit records can be deleted", [store.address])
	finding := gate.finding(holder, tf.place(holder, path), message)
}

deny contains finding if {
	years := data.gate.parameters["audit-bucket-not-write-once"].years
	some [store, lock] in weak_locks
	lock.days < years * 365
	holder := lock.holder
	path := lock.length_path
	not tf.undecided(holder, path)
	message := sprintf("%s keeps audit records for %v days, not for %v years", [store.address, lock.days, years])
	finding := gate.finding(holder, tf.place(holder, path), message)
}

deny contains finding if {
	some store in audit_stores
	some [part, path] in retention.version_switches(store)
	state := tf.value(part, path)
	not state in {"Enabled", true}
	not versions_undecided(store, part, path)
	message := sprintf("%s holds audit records and does not keep their versions", [store.address])
	finding := gate.finding(part, tf.place(part, path), message)
}

unknown contains finding if {
	some store in audit_stores
	some [part, path] in retention.version_switches(store)
	state := tf.value(part, path)
	not state in {"Enabled", true}
	versions_undecided(store, part, path)
	message := sprintf("whether %s keeps versions of audit records is known only after apply", [store.address])
	finding := gate.finding(part, tf.place(part, path), message)
}

unknown contains finding if {
	some [store, lock] in weak_locks
	some path in [lock.hard_path, lock.length_path]
	tf.undecided(lock.holder, path)
	message := sprintf("how %s keeps audit records is known only after apply", [store.address])
	finding := gate.finding(lock.holder, path, message)
}

unknown contains finding if {
	some store in audit_stores
	count(retention.locks(store)) == 0
	retention.undecided(store)
	message := sprintf("whether %s, which holds audit records, is write-once is known only after apply", [store.address])
	finding := gate.finding(store, [], message)
}

# The name is known only after apply, and nothing else says what the bucket is for.
unknown contains finding if {
	some store in retention.stores
	some path in [["bucket"], ["bucket_prefix"], ["name"]]
	tf.undecided(store, path)
	not store in audit_stores
	count(retention.purposes(store)) == 0
	not kept(store)
	message := sprintf("whether %s holds audit records is known only after apply, like its name", [store.address])
	finding := gate.finding(store, path, message)
}

audit_stores contains store if {
	pattern := data.gate.parameters["audit-bucket-not-write-once"].audit_bucket_pattern
	some store in retention.stores
	some name in retention.names(store)
	regex.match(pattern, name)
}

# The locks of stores that have none that is hard and long enough.
weak_locks contains found if {
	some store in audit_stores
	not kept(store)
	some lock in retention.locks(store)
	found := [store, lock]
}

kept(store) if {
	years := data.gate.parameters["audit-bucket-not-write-once"].years
	some lock in retention.locks(store)
	lock.hard == true
	lock.days >= years * 365
}

versions_undecided(_, part, path) if tf.undecided(part, path)

versions_undecided(store, _, _) if tf.maybe_linked(store, "aws_s3_bucket_versioning")
