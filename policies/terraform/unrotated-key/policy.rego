# METADATA
# title: A key is not rotated, or too seldom
# description: >-
#   The longer a key is in use, the more it has encrypted and the more people and systems have had their hands on it.
#   Rotation bounds what is lost with one key.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
#   - https://learn.microsoft.com/en-us/azure/key-vault/keys/how-to-configure-key-rotation
#   - https://cloud.google.com/kms/docs/key-rotation
# custom:
#   id: TF090
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0065
#     - AZU-0014
#     - CKV_AWS_7
#     - CKV_AZURE_40
#   controls:
#     - nist-800-53:SC-12
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - iso-27001:A.8.24
#     - pci-dss:3.7.4
#     - sox-itgc:LA
#   remediation: >-
#     Switch automatic rotation on: `enable_key_rotation` on AWS, a rotation policy or an expiry on Azure, a
#     `rotation_period` on Google Cloud. Data that is encrypted already stays readable.
#   answers: >-
#     Write the rotation as a constant, or plan again once what it is computed from has been applied.
#   parameters:
#     days:
#       description: >-
#         After how many days a key must be rotated at the latest, where the code says a period.
#       default: 365
package gate.policies.terraform.unrotated_key

import data.gate
import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service == "keys"
	property.holds == false
	finding := properties.lacking(property, "is used without rotation")
}

deny contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service == "keys"
	property.holds == true
	property.days > days
	message := sprintf("%s is rotated every %v days, not every %v", [property.about, property.days, days])
	finding := gate.finding(property, property.path, message)
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service == "keys"
	property.holds == null
	finding := properties.open(property, "is used without rotation")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "rotated"
	property.service == "keys"
	property.holds == true
	property.days == null
	finding := gate.finding(property, property.path, sprintf("how often %s is rotated cannot be told", [property.about]))
}

days := data.gate.parameters["unrotated-key"].days
