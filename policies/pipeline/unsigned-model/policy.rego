# METADATA
# title: A model is registered without a signature
# description: >-
#   A model is a program that nobody can read. Only a signature tells whoever loads it that it is the one that was trained
#   and judged here.
# related_resources:
#   - https://github.com/sigstore/model-transparency
#   - https://docs.sigstore.dev/cosign/signing/signing_with_blobs/
# custom:
#   id: CI049
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-7
#     - nist-800-53:SI-7(15)
#     - nist-800-53:SR-4
#     - ssdf:PS.2.1
#     - csf-2:GV.SC-07
#     - soc2:CC6.8
#     - iso-27001:A.5.21
#     - cis-github:2.4.1
#   remediation: >-
#     Sign the files of the model in the pipeline (`model_signing sign`, `cosign sign-blob`, or
#     `actions/attest-build-provenance`), and check the signature where it is loaded.
package gate.policies.pipeline.unsigned_model

import data.gate

deny contains finding if {
	some model in input.facts.models
	model.signed == false
	message := sprintf("%s takes a model from here that no job signs", [model.tool])
	finding := gate.followed(model, message, sprintf("%s/%s", [model.about, model.tool]))
}
