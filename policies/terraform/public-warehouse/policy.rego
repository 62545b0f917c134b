# METADATA
# title: A data warehouse or an analytics platform lets the internet in
# description: >-
#   A warehouse holds in one place what all the databases of a company hold apart. With a public address, or a rule that
#   lets everybody in, a stolen password is enough to copy all of it, from anywhere and unseen.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html
#   - https://learn.microsoft.com/en-us/azure/synapse-analytics/security/connectivity-settings
#   - https://cloud.google.com/bigquery/docs/control-access-to-resources-iam
# custom:
#   id: TF031
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_390
#     - CKV_AWS_87
#     - CKV_AZURE_158
#     - CKV_GCP_103
#     - CKV_GCP_15
#     - CKV_GCP_87
#     - GCP-0046
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:SC-7
#     - csf-2:PR.IR-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - iso-27001:A.8.20
#     - iso-27001:A.8.22
#     - pci-dss:1.4.4
#     - sox-itgc:LA
#   remediation: >-
#     Switch public access off and reach the warehouse over a private endpoint. Name the groups or networks that may
#     read, instead of all addresses or all accounts.
#   answers: >-
#     Write the setting, the networks and the readers into the code, or plan again once what they are computed from has
#     been applied.
package gate.policies.terraform.public_warehouse

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"warehouse", "analytics"}
	property.holds == false
	finding := properties.lacking(property, "lets the internet in")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service in {"warehouse", "analytics"}
	property.holds == null
	finding := properties.open(property, "lets the internet in")
}
