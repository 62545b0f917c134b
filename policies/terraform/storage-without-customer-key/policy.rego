# METADATA
# title: Storage does not use a key of your own
# description: >-
#   Files, disks and backups outlive the systems that wrote them, and copies of them travel between accounts and
#   regions. A key that you manage decides who can still read those copies, records each use, and can be revoked for
#   all of them at once. A key that the cloud provider keeps does none of that.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - https://learn.microsoft.com/en-us/azure/storage/common/customer-managed-keys-overview
#   - https://cloud.google.com/storage/docs/encryption/customer-managed-keys
# custom:
#   id: TF011
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0027
#     - AWS-0132
#     - CKV2_AZURE_1
#     - CKV_AWS_166
#     - CKV_AWS_178
#     - CKV_AWS_179
#     - CKV_AWS_181
#     - CKV_AWS_183
#     - CKV_AWS_184
#     - CKV_AWS_186
#     - CKV_AWS_189
#     - CKV_AWS_190
#     - CKV_AWS_203
#     - CKV_AWS_245
#     - CKV_AWS_254
#     - CKV_AWS_256
#     - CKV_AWS_266
#     - CKV_AWS_269
#     - CKV_AWS_270
#     - CKV_AWS_278
#     - CKV_AZURE_93
#     - CKV_GCP_37
#     - GCP-0034
#     - GCP-0066
#   controls:
#     - nist-800-53:SC-12
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.6.1
#     - pci-dss:3.7.1
#     - sox-itgc:LA
#   remediation: >-
#     Name a key that you manage as the default key of the bucket, account, disk, file system or vault. What was
#     written before keeps its old key until it is written again, so copy it over. Give backups a key that those who
#     run the originals cannot delete.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied. A volume or copy that
#     names no key takes that of its account or of its original: name it, so that the plan says which one.
package gate.policies.terraform.storage_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"storage", "backup"}
	property.holds == false
	finding := properties.lacking(property, "stores data without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"storage", "backup"}
	property.holds == null
	finding := properties.open(property, "stores data without a key of your own")
}
