# METADATA
# title: Storage or messages can be reached past the central accounts
# description: >-
#   A shared key opens everything in a store to whoever holds it, for as long as it is valid, and the log shows only the
#   key. Users that the service keeps for itself, and senders that need not sign in, escape the central accounts in the
#   same way.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/storage/common/shared-key-authorization-prevent
#   - https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html
#   - https://cloud.google.com/storage/docs/uniform-bucket-level-access
# custom:
#   id: TF051
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AZURE_40
#     - CKV_AZURE_192
#     - CKV_AZURE_195
#     - CKV_AZURE_203
#     - CKV_GCP_29
#     - GCP-0002
#   controls:
#     - nist-800-53:AC-2
#     - nist-800-53:IA-5
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - soc2:CC6.2
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - pci-dss:8.6.3
#     - sox-itgc:LA
#   remediation: >-
#     Switch shared keys, local users and anonymous access off, and give applications roles through the identity service
#     of the cloud or the central directory.
#   answers: >-
#     Write the way of signing in of the store or broker into the code, or plan again once what it is computed from has
#     been applied.
package gate.policies.terraform.store_with_shared_keys

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {"storage", "messaging", "streaming", "backup"}
	property.holds == false
	finding := properties.lacking(property, "gives access past the central accounts")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service in {"storage", "messaging", "streaming", "backup"}
	property.holds == null
	finding := properties.open(property, "gives access past the central accounts")
}
