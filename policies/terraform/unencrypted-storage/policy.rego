# METADATA
# title: Stored data is not encrypted
# description: >-
#   Without encryption at rest a copied disk, snapshot or backup is readable by whoever holds it. Most services encrypt
#   only when asked to, and cannot be asked later without moving the data. What a service always encrypts (S3,
#   DynamoDB, everything of Google Cloud, Azure disks and blobs) is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/welcome.html
# custom:
#   id: TF002
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0002
#     - AWS-0018
#     - AWS-0023
#     - AWS-0037
#     - AWS-0048
#     - AWS-0095
#     - AWS-0096
#     - AWS-0109
#     - CKV2_AWS_55
#     - CKV2_AZURE_25
#     - CKV_AWS_106
#     - CKV_AWS_155
#     - CKV_AWS_156
#     - CKV_AWS_214
#     - CKV_AWS_235
#     - CKV_AWS_240
#     - CKV_AWS_253
#     - CKV_AWS_255
#     - CKV_AWS_26
#     - CKV_AWS_27
#     - CKV_AWS_292
#     - CKV_AWS_308
#     - CKV_AWS_311
#     - CKV_AWS_42
#     - CKV_AWS_43
#     - CKV_AWS_47
#     - CKV_AWS_5
#     - CKV_AWS_78
#     - CKV_AWS_99
#     - CKV_AZURE_151
#     - CKV_AZURE_227
#     - CKV_AZURE_241
#     - CKV_AZURE_73
#     - CKV_AZURE_74
#     - CKV_AZURE_97
#   controls:
#     - nist-800-53:SC-28
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.5.1
#     - sox-itgc:LA
#   remediation: >-
#     Switch encryption at rest on, best with a key of your own. Where the service cannot change it in place, restore
#     an encrypted copy of the data and put that in its place.
#   answers: >-
#     Write the setting into the code of the resource itself, or plan again once what it depends on has been applied,
#     so that the plan says whether it is encrypted.
package gate.policies.terraform.unencrypted_storage

import data.gate

deny contains finding if {
	some property in input.facts.properties
	property.property == "encrypted-at-rest"
	property.holds == false
	finding := gate.finding(property, property.path, sprintf("%s does not encrypt what it stores", [property.about]))
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "encrypted-at-rest"
	property.holds == null
	finding := gate.finding(property, property.path, open(property))
}

open(property) := gate.doubt(sprintf("whether %s encrypts what it stores", [property.about]), property.why) if {
	property.only_if == ""
}

open(property) := sprintf("%s is encrypted only if %s, which the plan does not say", [property.about, condition]) if {
	property.only_if != ""
	condition := property.only_if
}
