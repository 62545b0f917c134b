# METADATA
# title: A platform for machine learning is open to the internet
# description: >-
#   Notebooks, endpoints and labelling tools of a model see the data that it is trained with. Whoever reaches them from
#   outside can try stolen passwords, ask the model until it gives its secrets away, or feed it what it should not
#   learn.
# related_resources:
#   - https://docs.aws.amazon.com/sagemaker/latest/dg/sms-workforce-management-private-api.html
#   - https://learn.microsoft.com/en-us/azure/machine-learning/how-to-configure-private-link
#   - https://cloud.google.com/vertex-ai/docs/general/netsec-overview
# custom:
#   id: TF032
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AZURE_49
#     - CKV2_GCP_28
#     - CKV2_GCP_33
#     - CKV2_GCP_34
#     - CKV2_GCP_36
#     - CKV_AZURE_134
#     - CKV_AZURE_144
#     - CKV_GCP_89
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
#     Give the workspace or the endpoint a private endpoint and switch its public address off. Limit labelling to a
#     workforce of your own, from networks that you name.
#   answers: >-
#     Write the public access setting and the networks into the code, or plan again once what they are computed from has
#     been applied.
package gate.policies.terraform.public_ml_platform

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "ml"
	property.holds == false
	finding := properties.lacking(property, "is open to the internet")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "private"
	property.service == "ml"
	property.holds == null
	finding := properties.open(property, "is open to the internet")
}
