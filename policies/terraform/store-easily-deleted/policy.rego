# METADATA
# title: Files, backups or logs can be lost by one deletion
# description: >-
#   Whoever wants to do harm deletes the backups and logs first. Soft delete, vault locks and a bucket that cannot be
#   destroyed while it holds something leave time to notice and undo it.
# related_resources:
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/soft-delete-blob-overview
#   - https://cloud.google.com/storage/docs/soft-delete
# custom:
#   id: TF086
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0056
#     - CKV2_AZURE_38
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CP-9
#     - csf-2:PR.DS-11
#     - csf-2:ID.RA-07
#     - soc2:CC8.1
#     - soc2:A1.2
#     - iso-27001:A.8.13
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - sox-itgc:CM
#   remediation: >-
#     Leave `force_destroy` off, keep what is deleted for 7 days at least, and lock vaults of backups so that nobody can
#     shorten their time.
#   answers: >-
#     Write the switch or the days as a constant, or plan again once what they are computed from has been applied.
package gate.policies.terraform.store_easily_deleted

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"storage", "backup", "logs"}
	property.holds == false
	finding := properties.lacking(property, "can lose its data by one deletion")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"storage", "backup", "logs"}
	property.holds == null
	finding := properties.open(property, "can lose its data by one deletion")
}
