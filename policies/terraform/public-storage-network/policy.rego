# METADATA
# title: Storage, a disk or a backup is open to the internet
# description: >-
#   Files, disks and backups hold what the databases hold, often without their access rules. When every address reaches
#   them, or a copy is shared with every account, one wrong grant or one leaked key is enough to lose them.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - https://learn.microsoft.com/en-us/azure/storage/common/storage-network-security
#   - https://cloud.google.com/storage/docs/public-access-prevention
# custom:
#   id: TF038
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0086
#     - AWS-0087
#     - AWS-0091
#     - AWS-0093
#     - AZU-0007
#     - AZU-0012
#     - CKV2_AZURE_47
#     - CKV_AWS_164
#     - CKV_AWS_302
#     - CKV_AWS_392
#     - CKV_AWS_53
#     - CKV_AWS_54
#     - CKV_AWS_55
#     - CKV_AWS_56
#     - CKV_AZURE_190
#     - CKV_AZURE_251
#     - CKV_AZURE_34
#     - CKV_AZURE_35
#     - CKV_AZURE_59
#     - CKV_AZURE_64
#     - CKV_GCP_114
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - soc2:C1.1
#     - iso-27001:A.8.3
#     - iso-27001:A.5.15
#     - pci-dss:1.4.4
#     - pci-dss:7.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Deny by default and allow only the networks that need the storage, or use private endpoints. Switch all public
#     access blocks on, and share copies only with accounts that you name.
#   answers: >-
#     Write the public access block and the network rules beside the storage in the code, or plan again once what they
#     are computed from has been applied.
package gate.policies.terraform.public_storage_network

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"storage", "backup"}
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"storage", "backup"}
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
