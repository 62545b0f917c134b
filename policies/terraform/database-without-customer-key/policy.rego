# METADATA
# title: A database does not use a key of your own
# description: >-
#   With a key of the cloud provider you cannot say who may decrypt, you cannot see who did, and you cannot end all
#   access by revoking the key. For customer data in databases, caches and search indexes auditors ask for exactly
#   that. Most of these services take the key only when the database is made, so a later change means moving the data.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/transparent-data-encryption-byok-overview
#   - https://cloud.google.com/sql/docs/postgres/cmek
# custom:
#   id: TF010
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0022
#     - AWS-0025
#     - AWS-0078
#     - AWS-0128
#     - CKV_AWS_119
#     - CKV_AWS_160
#     - CKV_AWS_182
#     - CKV_AWS_191
#     - CKV_AWS_201
#     - CKV_AWS_246
#     - CKV_AWS_247
#     - CKV_AWS_262
#     - CKV_AWS_265
#     - CKV_AWS_271
#     - CKV_AWS_327
#     - CKV_AWS_347
#     - CKV_AWS_354
#     - CKV_AZURE_100
#     - CKV_GCP_85
#     - CKV_GCP_93
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
#     Name a key that you manage in the argument for it, and let only the service and the people who need the data use
#     that key. Where the key cannot be changed in place, restore a copy with the new key and put it in the place of
#     the old one. Do not forget stored passwords and performance data, which have keys of their own.
#   answers: >-
#     Write the key into the code, or plan again once what the setting is computed from has been applied. For a copy
#     or a replica, write the key of the copy, so that the plan says which one it uses.
package gate.policies.terraform.database_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"database", "cache", "search"}
	property.holds == false
	finding := properties.lacking(property, "stores data without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"database", "cache", "search"}
	property.holds == null
	finding := properties.open(property, "stores data without a key of your own")
}
