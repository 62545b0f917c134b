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

deny contains finding if {
	some store in input.facts.stores
	some gap in store.gaps
	gap.open == true
	matters(store, gap.of)
	found := gate.finding(gap, gap.path, sprintf(loss(gap.of), [store.about]))
	finding := gate.along(found, store)
}

deny contains finding if {
	some store in input.facts.stores
	some lock in store.locks
	days := lock.days.value
	days != null
	days < years * 365
	matters(store, "lock")
	message := sprintf("%s keeps audit records for %v days, not for %v years", [store.about, days, years])
	finding := gate.along(gate.finding(lock.days, lock.days.path, message), store)
}

unknown contains finding if {
	some store in input.facts.stores
	some gap in store.gaps
	gap.open == null
	matters(store, gap.of)
	message := gate.doubt(sprintf(question(gap.of), [store.about]), gap.why)
	found := gate.finding(gap, gap.path, concat("", [message, object.get(endings, gap.of, "")]))
	finding := gate.along(found, store)
}

unknown contains finding if {
	some store in input.facts.stores
	some lock in store.locks
	lock.days.value == null
	matters(store, "lock")
	message := gate.doubt(sprintf(question("lock"), [store.about]), lock.days.why)
	finding := gate.along(gate.finding(lock.days, lock.days.path, message), store)
}

loss("store") := "%s holds audit records and is not write-once"

loss("lock") := "the retention of %s can be lifted, so that audit records can be deleted"

loss("versions") := "%s holds audit records and does not keep their versions"

question("store") := "whether %s, which holds audit records, is write-once"

question("lock") := "how %s keeps audit records"

question("versions") := "whether %s keeps versions of audit records"

question("purpose") := "whether %s holds audit records"

question("records") := "whether %s holds audit records"

endings := {"purpose": ", like its name", "records": ", like where they are written"}

matters(store, "store") if holds_records(store)

matters(store, "versions") if holds_records(store)

# A weak lock does not matter beside another that is hard and long enough.
matters(store, "lock") if {
	holds_records(store)
	not is_kept(store)
}

matters(store, of) if {
	of in {"purpose", "records"}
	not holds_records(store)
	not is_kept(store)
}

holds_records(store) if {
	some name in store.names
	regex.match(pattern, name)
}

# Whatever it is called.
holds_records(store) if count(store.records) > 0

is_kept(store) if store.held_days >= years * 365

pattern := data.gate.parameters["audit-bucket-not-write-once"].audit_bucket_pattern

years := data.gate.parameters["audit-bucket-not-write-once"].years
