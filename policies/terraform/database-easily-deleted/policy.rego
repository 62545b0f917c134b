# METADATA
# title: A database or warehouse is deleted without a second question
# description: >-
#   A wrong apply, a renamed resource or a stolen credential deletes a database in seconds. Deletion protection asks for
#   a second step that a person has to take on purpose, and a last snapshot lets it be undone.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
#   - https://cloud.google.com/sql/docs/postgres/deletion-protection
# custom:
#   id: TF085
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0177
#     - AWS-0343
#     - CKV_AWS_139
#     - CKV_AWS_172
#     - CKV_AWS_293
#     - CKV_GCP_119
#     - CKV_GCP_120
#     - CKV_GCP_121
#     - CKV_GCP_122
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
#     Switch deletion protection on and leave the final snapshot on. On Google Cloud there are two switches, one for
#     Terraform and one for the service itself: set both.
#   answers: >-
#     Write the switch as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.database_easily_deleted

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == false
	finding := properties.lacking(property, "can be deleted by mistake")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "deletion-protected"
	property.service in {"database", "cache", "search", "warehouse"}
	property.holds == null
	finding := properties.open(property, "can be deleted by mistake")
}
