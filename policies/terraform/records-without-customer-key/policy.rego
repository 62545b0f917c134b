# METADATA
# title: Logs and audit records do not use a key of your own
# description: >-
#   Logs name customers, accounts and internal addresses, and they show an intruder what is watched. With a key that
#   you manage, reading them takes a permission of its own that administrators of the workload do not get by default,
#   and each use is on record. That also shows an auditor who has read the trail.
# related_resources:
#   - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/logs/customer-managed-keys
#   - https://cloud.google.com/logging/docs/routing/managed-encryption
# custom:
#   id: TF016
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0015
#     - AWS-0017
#     - CKV_AWS_158
#     - CKV_AWS_294
#     - CKV_AWS_35
#   controls:
#     - nist-800-53:SC-12
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.6.1
#     - pci-dss:3.7.1
#     - sox-itgc:LA
#   remediation: >-
#     Name a key that you manage for the trail, log group, workspace or log bucket, and let the logging service use it
#     in the key policy before you switch over, or it stops writing. Keep the key in the account of those who audit.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied. Where the records
#     would take the key of the bucket that they go to, write it where they are sent from as well.
package gate.policies.terraform.records_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"logs"}
	property.holds == false
	finding := properties.lacking(property, "keeps records without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"logs"}
	property.holds == null
	finding := properties.open(property, "keeps records without a key of your own")
}
