# METADATA
# title: A store of keys or secrets is open to the internet
# description: >-
#   Keys and secrets open everything else. A vault that answers every address leaves one stolen token between an
#   attacker and all of them, and a shared document hands what it says to every account of the cloud.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/key-vault/general/network-security
#   - https://learn.microsoft.com/en-us/azure/azure-app-configuration/howto-disable-public-access
#   - https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
# custom:
#   id: TF035
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0013
#     - CKV_AWS_303
#     - CKV_AZURE_109
#     - CKV_AZURE_185
#     - CKV_AZURE_189
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.IR-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.4.4
#     - sox-itgc:LA
#   remediation: >-
#     Switch public access of the vault off, or deny by default and allow only the networks that need it. Share
#     documents only with accounts that you name.
#   answers: >-
#     Write the network setting of the vault and the accounts of a shared document into the code, or plan again once
#     what they are computed from has been applied.
package gate.policies.terraform.public_vault

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"keys", "secrets"}
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"keys", "secrets"}
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
