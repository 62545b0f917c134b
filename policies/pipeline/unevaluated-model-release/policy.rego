# METADATA
# title: A model is registered and nothing has judged it
# description: >-
#   What is registered is what applications take. No evaluation that can fail stands before it, so a model that has become
#   worse, or unfair, gets there like every other one.
# related_resources:
#   - https://airc.nist.gov/airmf-resources/airmf/5-sec-core/
#   - https://learn.microsoft.com/en-us/azure/machine-learning/how-to-manage-models
# custom:
#   id: CI048
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SA-11
#     - nist-800-53:CM-3(2)
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - soc2:PI1.3
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - pci-dss:6.5.1
#     - sox-itgc:CM
#   remediation: >-
#     Put an evaluation before it that fails below a threshold, in the same job or in one that this job needs, such as
#     `python evaluate.py --minimum 0.8` or `lm_eval` with a check of its result.
package gate.policies.pipeline.unevaluated_model_release

import data.gate

deny contains finding if {
	some model in input.facts.models
	model.evaluated == false
	message := sprintf("%s takes a model from here and no evaluation that can fail stands before it", [model.tool])
	finding := gate.followed(model, message, sprintf("%s/%s", [model.about, model.tool]))
}
