# METADATA
# title: The audit trail has gaps
# description: >-
#   A trail that leaves out regions, services, people or the proof that its files are unchanged does not answer for what
#   happened there. Attackers look for exactly these gaps.
# related_resources:
#   - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
#   - https://cloud.google.com/logging/docs/audit/configure-data-access
# custom:
#   id: TF068
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0014
#     - AWS-0016
#     - AWS-0162
#     - CKV2_AWS_10
#     - CKV_AWS_251
#     - CKV_AWS_36
#     - CKV_AWS_67
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-3
#     - nist-800-53:AU-9
#     - nist-800-53:AU-12
#     - nist-800-53:SI-7
#     - csf-2:PR.PS-04
#     - csf-2:DE.CM-09
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#     - pci-dss:10.2.2
#     - pci-dss:10.3.2
#     - sox-itgc:CO
#   remediation: >-
#     Record all regions and global services, validate the files, forward the trail to a log group, and record
#     configuration of all resource types. Exempt nobody from audit logs, and let sinks include everything below them.
#   answers: >-
#     Write the setting as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.audit_trail_with_gaps

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "logs"
	property.holds == false
	finding := properties.lacking(property, "leaves gaps in the audit trail")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "logs"
	property.holds == null
	finding := properties.open(property, "leaves gaps in the audit trail")
}
