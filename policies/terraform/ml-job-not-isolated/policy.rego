# METADATA
# title: A job or notebook of machine learning runs without isolation
# description: >-
#   Training code and notebooks read the most sensitive data of a company and run packages from anywhere. With a way to
#   the internet, one bad package or one careless line carries that data out; with root on the machine, it also gets
#   around what should stop it.
# related_resources:
#   - https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
#   - https://learn.microsoft.com/en-us/azure/machine-learning/how-to-managed-network
#   - https://cloud.google.com/vertex-ai/docs/workbench/instances/introduction
# custom:
#   id: TF043
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_GCP_28
#     - CKV_AWS_122
#     - CKV_AWS_306
#     - CKV_AWS_307
#     - CKV_AWS_370
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
#     Put the job or notebook into a network of your own, switch direct internet access off and network isolation on,
#     and take root away from its users. Offer packages through a mirror.
#   answers: >-
#     Write the isolation and the network of the job into the code, or plan again once what they are computed from has
#     been applied.
package gate.policies.terraform.ml_job_not_isolated

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service == "ml"
	property.holds == false
	finding := properties.lacking(property, "runs without isolation")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "isolated"
	property.service == "ml"
	property.holds == null
	finding := properties.open(property, "runs without isolation")
}
