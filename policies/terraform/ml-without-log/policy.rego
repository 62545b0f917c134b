# METADATA
# title: A machine learning service keeps no full record of its use
# description: >-
#   A model that decides about a claim, a loan or a treatment must be open to questions later: what went in, what came
#   out and who asked. The EU AI Act demands such records of high-risk systems, and services keep them only when told
#   to.
# related_resources:
#   - https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
#   - https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging
# custom:
#   id: TF065
#   severity: medium
#   confidence: medium
#   input: terraform
#   aliases:
#     - CKV2_GCP_29
#     - CKV2_GCP_30
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
#     Switch on what records requests and answers (data capture of an endpoint, invocation logs, prediction logs) and
#     send it to an encrypted store with a retention. On Azure add a diagnostic setting.
#   answers: >-
#     Write the switch of the record as a constant, or plan again once what it is computed from has been applied.
package gate.policies.terraform.ml_without_log

import data.gate.properties

deny contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "ml"
	property.holds == false
	finding := properties.lacking(property, "is used without a full record")
}

unknown contains finding if {
	some property in input.facts.properties
	property.property == "logged"
	property.service == "ml"
	property.holds == null
	finding := properties.open(property, "is used without a full record")
}
