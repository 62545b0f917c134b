# METADATA
# title: A setting makes a network easy to attack
# description: >-
#   A firewall that only watches, names that are not signed, headers that are passed on unread and a hub that takes every
#   attachment leave the way open that the network was built to close.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/web-application-firewall/afds/waf-front-door-policy-settings
# custom:
#   id: TF055
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AWS_12
#     - CKV2_GCP_5
#     - CKV_AWS_131
#     - CKV_AWS_276
#     - CKV_AWS_328
#     - CKV_AWS_331
#     - CKV_AZURE_121
#     - CKV_GCP_16
#     - CKV_GCP_74
#   controls:
#     - nist-800-53:CM-6
#     - nist-800-53:SC-7
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.9
#     - pci-dss:1.2.1
#   remediation: >-
#     Change the setting that the finding names to the safe one, and let firewalls block what they now only record.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied.
package gate.policies.terraform.weak_network_setting

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service == "network"
	property.holds == false
	finding := properties.lacking(property, "lets attacks through")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service == "network"
	property.holds == null
	finding := properties.open(property, "lets attacks through")
}
