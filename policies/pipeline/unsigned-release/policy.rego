# METADATA
# title: What is published is not signed
# description: >-
#   Whoever installs a package or runs an image can only tell by a signature that it comes from this pipeline. Without
#   one, a registry or a mirror that somebody has taken over hands out what it likes.
# related_resources:
#   - https://docs.sigstore.dev/cosign/signing/overview/
#   - https://docs.npmjs.com/generating-provenance-statements
# custom:
#   id: CI044
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-7
#     - nist-800-53:SI-7(15)
#     - nist-800-53:CM-14
#     - nist-800-53:SR-4
#     - ssdf:PS.2.1
#     - csf-2:GV.SC-07
#     - soc2:CC6.8
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:2.4.1
#     - sox-itgc:CM
#   remediation: >-
#     Sign what is published in the pipeline: `cosign sign` for images, `actions/attest-build-provenance` or `cosign
#     sign-blob` for files, `npm publish --provenance`, and trusted publishing for Python.
#   answers: >-
#     Do it in a job of this pipeline, or name in a waiver the workflow or file that does it and who has looked at it.
package gate.policies.pipeline.unsigned_release

import data.gate

deny contains finding if {
	some published in input.facts.published
	published.signed == false
	finding := gate.followed(published, sprintf("no job signs what is published here (%s)", [concat(", ", published.tools)]), published.about)
}

unknown contains finding if {
	some published in input.facts.published
	published.signed == null
	message := sprintf("no job that gate reads signs what is published here (%s); %s", [concat(", ", published.tools), published.why])
	finding := gate.followed(published, message, published.about)
}
