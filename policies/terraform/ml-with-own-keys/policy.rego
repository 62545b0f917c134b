# METADATA
# title: A service of machine learning gives access past the central accounts
# description: >-
#   Keys of a model service or of a compute cluster do not say who uses them, do not end when somebody leaves, and are
#   copied into notebooks. Whoever finds one reads what the model is asked, and runs up the bill.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/ai-services/disable-local-auth
#   - https://learn.microsoft.com/en-us/azure/machine-learning/how-to-integrate-azure-policy
#   - https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html
# custom:
#   id: TF052
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AZURE_142
#     - CKV_AZURE_236
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
#     Switch sign-in with keys and local accounts off, and let people and applications use the identity service of the
#     cloud, with a role for each.
#   answers: >-
#     Write the sign-in setting of the service or cluster into the code, or plan again once what it is computed from has
#     been applied.
package gate.policies.terraform.ml_with_own_keys

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service == "ml"
	property.holds == false
	finding := properties.lacking(property, "gives access past the central accounts")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "central-authentication"
	property.service == "ml"
	property.holds == null
	finding := properties.open(property, "gives access past the central accounts")
}
