# METADATA
# title: A job deploys although the tests or scans before it have failed
# description: >-
#   The job waits for a test or a scan and then runs whatever became of it. The check is there for the log; a build that
#   failed it is deployed all the same.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
#   - https://docs.gitlab.com/ci/yaml/#when
# custom:
#   id: CI025
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SA-11
#     - ssdf:PO.4.1
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - pci-dss:6.2.3
#     - cis-github:1.1.9
#     - sox-itgc:CM
#   remediation: >-
#     Remove `always()`, `!cancelled()` or `when: always` from the condition of the job, or ask in it that the job before
#     it succeeded: `needs.test.result == 'success'`.
package gate.policies.pipeline.deploys_whatever_failed

import data.gate

deny contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	some check in deployment.ignores
	finding := gate.followed(deployment, sprintf("%s deploys although `%s` has failed", [deployment.about, check]), sprintf("%s/%s", [deployment.about, check]))
}
