# METADATA
# title: A setting makes a platform easy to attack
# description: >-
#   Debuggers that listen, boot code that nobody checks, versions that nobody updates and policies that nobody enforces are
#   how an attacker gets from a foothold to everything else. Each of them is one setting of the platform.
# related_resources:
#   - https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
#   - https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
# custom:
#   id: TF054
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AWS_65
#     - CKV_AWS_141
#     - CKV_AWS_207
#     - CKV_AWS_222
#     - CKV_AWS_226
#     - CKV_AWS_238
#     - CKV_AWS_316
#     - CKV_AWS_322
#     - CKV_AWS_329
#     - CKV_AWS_330
#     - CKV_AWS_332
#     - CKV_AWS_94
#     - CKV_AZURE_116
#     - CKV_AZURE_178
#     - CKV_AZURE_49
#     - CKV_AZURE_5
#     - CKV_AZURE_57
#     - CKV_AZURE_7
#     - CKV_AZURE_72
#     - CKV_GCP_10
#     - CKV_GCP_35
#     - CKV_GCP_39
#     - CKV_GCP_50
#     - CKV_GCP_68
#     - CKV_GCP_7
#     - CKV_GCP_71
#     - CKV_GCP_9
#   controls:
#     - nist-800-53:CM-6
#     - nist-800-53:SI-2
#     - csf-2:PR.PS-01
#     - soc2:CC6.8
#     - iso-27001:A.8.9
#     - pci-dss:2.2.1
#   remediation: >-
#     Change the setting that the finding names to the safe one. Where the platform needs it as it is, waive the finding with
#     an owner and an end date.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied.
package gate.policies.terraform.weak_platform_setting

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service in {"compute", "containers", "functions", "ml", "database", "cache", "warehouse", "storage", "messaging", "delivery", "secrets", "logs"}
	property.holds == false
	finding := properties.lacking(property, "is easy to attack")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service in {"compute", "containers", "functions", "ml", "database", "cache", "warehouse", "storage", "messaging", "delivery", "secrets", "logs"}
	property.holds == null
	finding := properties.open(property, "is easy to attack")
}
