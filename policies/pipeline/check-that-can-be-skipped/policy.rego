# METADATA
# title: Whoever starts the run can leave out a check on the way to a deployment
# description: >-
#   An input, a label or the message of a commit turns off the tests, a scan or the approval, and the deployment goes on.
#   The person who is checked decides whether they are, and the run looks like every other one.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
#   - https://docs.gitlab.com/ci/jobs/job_rules/
# custom:
#   id: CI042
#   severity: high
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SA-11
#     - nist-800-53:AC-5
#     - ssdf:PO.4.1
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.29
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - cis-github:1.1.9
#     - sox-itgc:CM
#   remediation: >-
#     Remove the switch. For emergencies keep a second way with an approval of its own, such as an environment with
#     reviewers, and have what was left out run afterwards.
#   answers: >-
#     Split the pipeline: gate follows a choice through some hundreds of checks and deployments of one file.
package gate.policies.pipeline.check_that_can_be_skipped

import data.gate

deny contains finding if {
	some skip in input.facts.skips
	skip.goes_on == true
	by := source[skip.by]
	message := sprintf("%s leaves out %s (%s), and %s deploys all the same", [by_name(skip, by), kind(skip), skip.tool, skip.deployment])
	key := sprintf("%s/%s/%s/%s", [skip.deployment, skip.check, skip.by, skip.name])

	# One condition may stand before several deployments.
	finding := gate.once(gate.followed(skip, message, key), sprintf("%s %s", [skip.check, skip.tool]))
}

unknown contains finding if {
	some skip in input.facts.skips
	skip.goes_on == null
	message := sprintf("whether somebody can leave out a check before a deployment is not known: %s", [skip.why])
	finding := gate.followed(skip, message, "")
}

source := {
	"input": "the input",
	"variable": "the variable",
	"message": "the message of the commit",
	"label": "a label",
	"title": "the title of the change",
}

by_name(skip, by) := by if skip.name == ""

by_name(skip, by) := sprintf("%s `%s`", [by, skip.name]) if skip.name != ""

kind(skip) := words[skip.check]

words := {"test": "the tests", "scan": "the scan", "approval": "the approval"}
