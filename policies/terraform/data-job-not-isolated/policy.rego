# METADATA
# title: A job that moves data runs without isolation
# description: >-
#   Loads, streams and queries copy whole tables. When they run outside a network of your own, the copies travel where
#   no firewall or log of yours sees them, and a changed job can send them anywhere.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html
#   - https://learn.microsoft.com/en-us/azure/data-factory/managed-virtual-network-private-endpoint
#   - https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/network
# custom:
#   id: TF044
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AZU-0034
#     - CKV_AWS_321
#     - CKV_AZURE_157
#     - CKV_AZURE_58
#     - CKV_GCP_103
#     - CKV_GCP_87
#     - CKV_GCP_94
#   controls:
#     - nist-800-53:AC-4
#     - nist-800-53:SC-7(5)
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - soc2:CC6.7
#     - iso-27001:A.8.22
#     - iso-27001:A.8.23
#     - pci-dss:1.3.2
#     - sox-itgc:LA
#   remediation: >-
#     Run the job in a subnet or managed network of your own, with private addresses only, and route its copies through
#     that network. Allow only the targets that it needs.
#   answers: >-
#     Write the network and the address setting of the job into the code, or plan again once what they are computed from
#     has been applied.
package gate.policies.terraform.data_job_not_isolated

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service in {"analytics", "warehouse", "streaming", "database", "orchestration"}
	property.holds == false
	finding := properties.lacking(property, "runs without isolation")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service in {"analytics", "warehouse", "streaming", "database", "orchestration"}
	property.holds == null
	finding := properties.open(property, "runs without isolation")
}
