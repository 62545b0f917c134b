# METADATA
# title: A warehouse, stream or query engine keeps no log
# description: >-
#   Warehouses, query engines, streams and queues copy data of many systems to one place. Without their logs nobody can
#   say who ran which query or why records were lost on the way.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
#   - https://learn.microsoft.com/en-us/azure/azure-monitor/platform/diagnostic-settings
# custom:
#   id: TF064
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - AWS-0070
#     - AWS-0071
#     - AWS-0074
#     - CKV2_AZURE_53
#     - CKV_AWS_197
#     - CKV_AWS_48
#     - CKV_AWS_71
#     - CKV_AWS_80
#     - CKV_GCP_104
#   controls:
#     - nist-800-53:AU-2
#     - nist-800-53:AU-3
#     - nist-800-53:AU-12
#     - csf-2:PR.PS-04
#     - csf-2:DE.CM-09
#     - soc2:CC7.2
#     - iso-27001:A.8.15
#     - pci-dss:10.2.1
#     - pci-dss:10.2.2
#     - sox-itgc:CO
#   remediation: >-
#     Switch on the log of queries, connections or deliveries and send it to where other logs are kept. On Azure that is
#     a diagnostic setting with the logs of the service.
#   answers: >-
#     Write the setting of the log as a constant into the same plan, or plan again once what it is computed from has
#     been applied.
package gate.policies.terraform.data_platform_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"warehouse", "analytics", "streaming", "messaging"}
	property.holds == false
	finding := properties.lacking(property, "handles data without a log")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service in {"warehouse", "analytics", "streaming", "messaging"}
	property.holds == null
	finding := properties.open(property, "handles data without a log")
}
