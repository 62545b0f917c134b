# METADATA
# title: What the run of a stranger has made is built with the rights of the repository
# description: >-
#   A pull request of a fork decides what its run puts into artifacts. A workflow_run that fetches one and has a package
#   manager, a build or a container start from it runs the code of the stranger, with secrets and a token that forks do
#   not get. GitLab starts no such pipeline for a fork.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run
#   - https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   id: CI065
#   severity: high
#   confidence: medium
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-4
#     - nist-800-53:CM-7
#     - nist-800-53:SI-10
#     - ssdf:PO.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.6
#     - soc2:CC6.8
#     - iso-27001:A.8.25
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - cis-github:1.5.2
#   remediation: >-
#     Build in the workflow that the pull request starts, and read only texts out of the artifact here, checked before
#     they are used. Download it into a folder of its own (`path: ${{ runner.temp }}/artifact`). Keep forks out where
#     none are meant: `if: github.event.workflow_run.head_repository.full_name == github.repository`.
package gate.policies.pipeline.untrusted_artifact

import data.gate

# A script that is run out of an artifact, or text of it that becomes one, is CI002.
deny contains finding if {
	some build in input.facts.foreign_builds
	message := sprintf("%s runs what lies in %s, which the run of a stranger has filled", [build.taker, place(build)])
	finding := gate.followed(build, message, sprintf("%s/%s", [build.about, build.taker]))
}

place(build) := sprintf("`%s`", [build.folder]) if build.folder != ""

place(build) := "the workspace" if build.folder == ""
