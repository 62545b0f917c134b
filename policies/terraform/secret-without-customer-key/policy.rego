# METADATA
# title: A secret does not use a key of your own
# description: >-
#   A secret is worth as much as everything that it opens. With a key of the cloud provider every identity that may
#   read the secret may also decrypt it, and the key can neither keep anybody out nor let another account in. A key of
#   your own is a second lock with a record of each use, and revoking it closes all secrets at once.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
#   - https://learn.microsoft.com/en-us/azure/azure-app-configuration/concept-customer-managed-keys
#   - https://cloud.google.com/secret-manager/docs/cmek
# custom:
#   id: TF015
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0098
#     - CKV_AWS_149
#     - CKV_AWS_337
#     - CKV_AZURE_186
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
#     Name a key that you manage for the secret and for each of its replicas, and let only those decrypt with it who
#     read the secret. Then rotate the secret, because older versions keep the key that they were written with.
#   answers: >-
#     Write the key of the secret and of its replicas into the code, or plan again once what it is computed from has
#     been applied.
package gate.policies.terraform.secret_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"secrets", "keys"}
	property.holds == false
	finding := properties.lacking(property, "keeps a secret without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"secrets", "keys"}
	property.holds == null
	finding := properties.open(property, "keeps a secret without a key of your own")
}
