# METADATA
# title: Nothing says how what is published was built
# description: >-
#   Provenance is a signed statement of the source, the commit and the pipeline that something was built from. Without
#   it nobody can prove that what runs is what was reviewed.
# related_resources:
#   - https://slsa.dev/spec/v1.0/provenance
#   - https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/use-artifact-attestations
# custom:
#   id: CI045
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SR-4
#     - nist-800-53:SI-7
#     - ssdf:PS.3.2
#     - csf-2:GV.SC-07
#     - soc2:CC8.1
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:4.1.1
#     - sox-itgc:CM
#   remediation: >-
#     Add `actions/attest-build-provenance`, the generator of SLSA, or `provenance: true` of the build of images, and
#     check it where it is deployed.
#   answers: >-
#     Do it in a job of this pipeline, or name in a waiver the workflow or file that does it and who has looked at it.
package gate.policies.pipeline.release_without_provenance

import data.gate

deny contains finding if {
	some published in input.facts.published
	published.attested == false
	finding := gate.followed(published, sprintf("no job attests how what is published here (%s) was built", [concat(", ", published.tools)]), published.about)
}

unknown contains finding if {
	some published in input.facts.published
	published.attested == null
	message := sprintf("no job that gate reads attests how what is published here (%s) was built; %s", [concat(", ", published.tools), published.why])
	finding := gate.followed(published, message, published.about)
}
