# METADATA
# title: A package or release is published and nobody has to agree
# description: >-
#   What is published reaches everybody who installs it, and cannot be taken back. One account, or one token that was
#   stolen from it, is enough where no second person has to agree on the way.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/control-deployments
#   - https://docs.gitlab.com/ci/jobs/job_control/#create-a-job-that-must-be-run-manually
# custom:
#   id: CI014
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-05
#     - csf-2:ID.RA-07
#     - soc2:CC8.1
#     - soc2:CC6.3
#     - iso-27001:A.5.3
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - cis-github:5.2.3
#     - sox-itgc:CM
#   remediation: >-
#     On GitHub name an environment such as `release` in the job and give it required reviewers in the settings; on
#     GitLab add `when: manual` with `allow_failure: false` to the job and protect its environment.
#   answers: >-
#     Say in `guarded_environments` which environments have required reviewers in the settings of the forge, and call
#     a workflow that publishes from one of this repository.
#   parameters:
#     guarded_environments:
#       description: Environments that have required reviewers in the settings of the forge, by the names as jobs write them.
#       default: []
package gate.policies.pipeline.unapproved_release

import data.gate

deny contains finding if {
	some release in input.facts.releases
	release.approved == false
	is_first(release)
	message := sprintf("%s publishes with %s and nobody has to agree", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

# An environment may ask, as the settings of the forge say, and so may whoever calls the file.
unknown contains finding if {
	some release in input.facts.releases
	release.approved == null
	is_first(release)
	not release.environment in data.gate.parameters["unapproved-release"].guarded_environments
	message := sprintf("%s publishes with %s; whether somebody has to agree is decided outside of the files here", [release.about, release.tool])
	finding := gate.followed(release, message, release.about)
}

# Said once for each job.
is_first(release) if release == [other | some other in input.facts.releases; other.about == release.about][0]
