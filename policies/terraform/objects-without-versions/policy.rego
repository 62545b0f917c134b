# METADATA
# title: What is overwritten in a store cannot be brought back
# description: >-
#   Without versions one wrong upload, one faulty job or one attacker replaces the only copy of a file. Versions keep
#   what stood there and make the change visible.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/versioning-overview
#   - https://cloud.google.com/storage/docs/object-versioning
# custom:
#   id: TF080
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0090
#     - CKV_AWS_21
#     - CKV_GCP_78
#     - GCP-0078
#   controls:
#     - nist-800-53:CP-9
#     - nist-800-53:CP-10
#     - csf-2:PR.DS-11
#     - soc2:A1.2
#     - soc2:CC7.5
#     - iso-27001:A.8.13
#     - sox-itgc:CO
#   remediation: >-
#     Switch versioning on, and let a lifecycle rule delete versions that are older than your rules ask for, so that
#     they cost no more than they must.
#   answers: >-
#     Write the status of versioning and what it belongs to into the code, or plan again once what they depend on has
#     been applied.
package gate.policies.terraform.objects_without_versions

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "versioned"
	property.service in {"storage", "database"}
	property.holds == false
	finding := properties.lacking(property, "keeps no earlier versions")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "versioned"
	property.service in {"storage", "database"}
	property.holds == null
	finding := properties.open(property, "keeps no earlier versions")
}
