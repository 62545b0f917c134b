# METADATA
# title: What is published has no list of what is in it
# description: >-
#   A software bill of materials says which components are in a package or image. Without it nobody can answer which
#   releases a new vulnerability concerns.
# related_resources:
#   - https://docs.docker.com/build/metadata/attestations/sbom/
#   - https://cyclonedx.org/tool-center/
# custom:
#   id: CI046
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-8
#     - nist-800-53:SR-4
#     - ssdf:PS.3.2
#     - csf-2:ID.AM-02
#     - csf-2:GV.SC-07
#     - soc2:CC7.1
#     - soc2:CC9.2
#     - iso-27001:A.8.8
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:2.4.5
#   remediation: >-
#     Make one where it is built and publish it with the rest: `anchore/sbom-action`, `syft`, a CycloneDX tool of the
#     language, or `sbom: true` of the build of images.
#   answers: >-
#     Do it in a job of this pipeline, or name in a waiver the workflow or file that does it and who has looked at it.
package gate.policies.pipeline.release_without_sbom

import data.gate

deny contains finding if {
	some published in input.facts.published
	published.listed == false
	finding := gate.followed(published, sprintf("no job lists what is in what is published here (%s): there is no SBOM", [concat(", ", published.tools)]), published.about)
}

unknown contains finding if {
	some published in input.facts.published
	published.listed == null
	message := sprintf("no job that gate reads lists what is in what is published here (%s): there is no SBOM; %s", [concat(", ", published.tools), published.why])
	finding := gate.followed(published, message, published.about)
}
