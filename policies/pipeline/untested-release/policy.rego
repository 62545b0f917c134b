# METADATA
# title: A package or release is published without a test that could have stopped it
# description: >-
#   No job in front of it, and no step of its own job, runs tests whose failure ends the pipeline. What is published
#   may be a commit on which no test has ever passed, such as a tag on any branch.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-jobs
#   - https://docs.gitlab.com/ci/yaml/#needs
# custom:
#   id: CI015
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SA-11
#     - nist-800-53:SA-11(1)
#     - nist-800-53:CM-3(2)
#     - ssdf:PW.7.2
#     - ssdf:PW.8.2
#     - csf-2:PR.PS-06
#     - soc2:CC7.1
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - pci-dss:6.2.3
#     - pci-dss:11.3.1
#     - cis-github:1.1.18
#     - cis-github:2.3.7
#     - sox-itgc:CM
#   remediation: >-
#     Let the job that publishes need one that tests the same commit, or call the workflow with the tests (`uses:
#     ./.github/workflows/test.yml`) in front of it.
#   answers: >-
#     Run the tests in a job of this repository, and call a workflow that publishes from one of it.
package gate.policies.pipeline.untested_release

import data.gate

deny contains finding if {
	some release in input.facts.releases
	release.tested == false
	is_first(release)
	message := sprintf("%s publishes with %s and no test could have stopped it", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

unknown contains finding if {
	some release in input.facts.releases
	release.tested == null
	is_first(release)
	message := sprintf("%s publishes with %s; whether a test could have stopped it is decided outside of the files here", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

# Said once for each job.
is_first(release) if release == [other | some other in input.facts.releases; other.about == release.about][0]
