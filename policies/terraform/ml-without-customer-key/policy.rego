# METADATA
# title: A machine learning service does not use a key of your own
# description: >-
#   Notebooks, training jobs and models hold copies of the data that they learn from, and a model can give back parts
#   of it. A key that you manage decides who can read these copies, records each use, and can be revoked when a data
#   set has to go.
# related_resources:
#   - https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
#   - https://learn.microsoft.com/en-us/azure/machine-learning/concept-customer-managed-keys
#   - https://cloud.google.com/vertex-ai/docs/general/cmek
# custom:
#   id: TF014
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AZURE_22
#     - CKV2_GCP_21
#     - CKV2_GCP_22
#     - CKV2_GCP_23
#     - CKV2_GCP_24
#     - CKV2_GCP_25
#     - CKV2_GCP_26
#     - CKV2_GCP_27
#     - CKV2_GCP_35
#     - CKV_AWS_187
#     - CKV_AWS_22
#     - CKV_AWS_267
#     - CKV_AWS_268
#     - CKV_AWS_367
#     - CKV_AWS_368
#     - CKV_AWS_372
#     - CKV_AWS_373
#     - CKV_AWS_98
#     - CKV_GCP_92
#     - CKV_GCP_96
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
#     Name a key that you manage for the workspace, notebook, job, endpoint or model, and for the bucket that its
#     output goes to. Most of these resources take the key only when they are made: make them anew with it.
#   answers: >-
#     Write the key into the code, or plan again once what it is computed from has been applied. Where the output
#     would take the key of its bucket, write it at the job or endpoint as well.
package gate.policies.terraform.ml_without_customer_key

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"ml"}
	property.holds == false
	finding := properties.lacking(property, "stores data or models without a key of your own")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "customer-key"
	property.service in {"ml"}
	property.holds == null
	finding := properties.open(property, "stores data or models without a key of your own")
}
