# METADATA
# title: A vault or directory keeps no audit log
# description: >-
#   Whoever reads a key or a password can go everywhere it opens. The log of the vault or directory is the only thing
#   that shows who took one, so it is what auditors ask for first.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/key-vault/general/logging
#   - https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_enable_log_forwarding.html
# custom:
#   id: TF067
#   severity: high
#   confidence: medium
#   input: terraform
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-3
#     - nist-800-53:AU-12
#     - csf-2:PR.PS-04
#     - csf-2:DE.CM-09
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#     - pci-dss:10.2.2
#     - sox-itgc:CO
#   remediation: >-
#     Give every vault and security module a diagnostic setting with its audit events, and every directory a
#     subscription that forwards its security log. Send both to an account that the people who are logged cannot change.
#   answers: >-
#     Write the destination of the log and what it belongs to into the code, or plan again once what they depend on has
#     been applied.
package gate.policies.terraform.vault_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"keys", "secrets", "identity"}
	property.holds == false
	finding := properties.lacking(property, "leaves access without an audit log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"keys", "secrets", "identity"}
	property.holds == null
	finding := properties.open(property, "leaves access without an audit log")
}
