# METADATA
# title: A key or secret can be destroyed for good
# description: >-
#   When a key is gone, so is everything that it encrypts, its backups among it. A waiting time and protection against
#   purging are the only way back from a mistake or from blackmail.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/key-vault/general/soft-delete-overview
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
#   - https://cloud.google.com/secret-manager/docs/delete-secret
# custom:
#   id: TF087
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0016
#     - CKV_AZURE_110
#     - CKV_AZURE_187
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
#     Switch purge protection or deletion protection on, and leave a waiting time of 7 days at least, best 30, before
#     anything is deleted for good.
#   answers: >-
#     Write the switch or the days as a constant, or plan again once what they are computed from has been applied.
package gate.policies.terraform.key_easily_deleted

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"keys", "secrets"}
	property.holds == false
	finding := properties.lacking(property, "can be destroyed for good")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"keys", "secrets"}
	property.holds == null
	finding := properties.open(property, "can be destroyed for good")
}
