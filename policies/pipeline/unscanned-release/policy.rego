# METADATA
# title: A package or release is published without a security scan that could have stopped it
# description: >-
#   No job in front of it, and no step of its own job, runs a scan whose findings end the pipeline: of the code, the
#   dependencies, the image or for secrets. A known hole is shipped to everybody who installs it.
# related_resources:
#   - https://docs.github.com/en/code-security/concepts/code-scanning/about-code-scanning
#   - https://docs.gitlab.com/user/application_security/detect/
# custom:
#   id: CI016
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SA-11(1)
#     - nist-800-53:RA-5
#     - nist-800-53:SR-3
#     - nist-800-53:SI-2
#     - nist-800-53:SA-11
#     - nist-800-53:CM-3(2)
#     - ssdf:PW.7.2
#     - ssdf:PO.3.2
#     - ssdf:PW.4.4
#     - ssdf:RV.1.1
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - csf-2:ID.RA-01
#     - csf-2:PR.PS-02
#     - soc2:CC8.1
#     - soc2:CC7.1
#     - iso-27001:A.8.29
#     - iso-27001:A.8.28
#     - iso-27001:A.8.8
#     - pci-dss:6.2.3
#     - pci-dss:6.2.4
#     - pci-dss:6.3.1
#     - pci-dss:6.3.2
#     - pci-dss:11.3.1
#     - cis-github:1.5.5
#     - cis-github:1.1.18
#     - cis-github:2.3.7
#     - sox-itgc:CM
#     - sox-itgc:CO
#   remediation: >-
#     Let the job that publishes need one that scans the same commit and fails when something is found, or call the
#     workflow with the scans in front of it.
#   answers: >-
#     Run the scan in a job of this repository, and call a workflow that publishes from one of it.
#   parameters:
#     required:
#       description: Kinds of scans that must all have passed, of dast, iac, image, sast, sca and secret; none asks for any one.
#       default: []
package gate.policies.pipeline.unscanned_release

import data.gate

deny contains finding if {
	some release in input.facts.releases
	release.scanned == []
	is_first(release)
	message := sprintf("%s publishes with %s and no security scan could have stopped it", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

unknown contains finding if {
	some release in input.facts.releases
	release.scanned == null
	is_first(release)
	message := sprintf("%s publishes with %s; whether a scan could have stopped it is decided outside of the files here", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

deny contains finding if {
	some release in input.facts.releases
	kinds := release.scanned
	is_array(kinds)
	count(kinds) > 0
	is_first(release)
	missing := [kind | some kind in data.gate.parameters["unscanned-release"].required; not kind in kinds]
	count(missing) > 0
	message := sprintf("%s publishes with %s without these scans before it: %s", [release.about, release.tool, concat(", ", missing)])
	finding := gate.followed(release, message, release.about)
}

# Said once for each job.
is_first(release) if release == [other | some other in input.facts.releases; other.about == release.about][0]
