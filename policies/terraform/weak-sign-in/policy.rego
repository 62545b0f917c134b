# METADATA
# title: Signing in asks for too little
# description: >-
#   Short passwords, old ones that may be taken again, no second factor, and a foreign identity provider that is trusted
#   without saying for whom make every other right on the account one guess away.
# related_resources:
#   - https://pages.nist.gov/800-63-4/sp800-63b.html
# custom:
#   id: TF056
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_10
#     - CKV_AWS_11
#     - CKV_AWS_12
#     - CKV_AWS_13
#     - CKV_AWS_14
#     - CKV_AWS_15
#     - CKV_AZURE_19
#     - CKV_AZURE_61
#     - CKV_AZURE_69
#     - CKV_GCP_118
#   controls:
#     - nist-800-53:IA-2(1)
#     - nist-800-53:IA-5
#     - csf-2:PR.AA-03
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.5
#     - pci-dss:8.3.6
#   remediation: >-
#     Ask for long passwords that were not used before and for a second factor, and name in a condition who of a foreign
#     provider may come in.
#   answers: >-
#     Write the setting into the code, or plan again once what it is computed from has been applied.
package gate.policies.terraform.weak_sign_in

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service == "identity"
	property.holds == false
	finding := properties.lacking(property, "makes signing in too easy")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "hardened"
	property.service == "identity"
	property.holds == null
	finding := properties.open(property, "makes signing in too easy")
}
