# METADATA
# title: A data warehouse does not use a key of your own
# description: >-
#   Warehouses and the jobs that fill them bring together what other systems keep apart, so one reader of their files
#   sees everything. A key that you manage puts a second permission before that data, records each use, and can be
#   revoked. Many of these services take the key only when they are made.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
#   - https://learn.microsoft.com/en-us/azure/synapse-analytics/security/workspaces-encryption
#   - https://cloud.google.com/bigquery/docs/customer-managed-encryption
# custom:
#   id: TF013
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0007
#     - CKV2_AZURE_11
#     - CKV2_AZURE_48
#     - CKV_AWS_142
#     - CKV_AWS_195
#     - CKV_AWS_212
#     - CKV_AWS_263
#     - CKV_AWS_264
#     - CKV_AWS_281
#     - CKV_AWS_282
#     - CKV_AWS_296
#     - CKV_AWS_298
#     - CKV_AWS_82
#     - CKV_AZURE_240
#     - CKV_GCP_80
#     - CKV_GCP_81
#     - CKV_GCP_91
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
#     Name a key that you manage for the cluster, workspace, dataset or job, and for the results and scratch space
#     that it writes. Make what cannot take it in place anew, and move the data over.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied. Where a snapshot or a
#     dataset gives the key, write it at the resource too, so that the plan says which one it is.
package gate.policies.terraform.warehouse_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"warehouse", "analytics"}
	property.holds == false
	finding := properties.lacking(property, "stores data without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"warehouse", "analytics"}
	property.holds == null
	finding := properties.open(property, "stores data without a key of your own")
}
