# METADATA
# title: A step that the organisation requires does not run before a deployment
# description: >-
#   The configuration names actions and tools that every deployment needs before it, such as a scan of the
#   organisation. In this job, and in those that it waits for, none of that name runs so that its failure
#   counts. Silent as long as nothing is required.
# related_resources:
#   - https://csrc.nist.gov/pubs/sp/800/218/final
# custom:
#   id: CI094
#   severity: high
#   confidence: high
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
#     Add the step that the finding names, before what deploys, in the same job or in one that it `needs`, without
#     `continue-on-error` or `allow_failure`. Or take its name out of `policies.parameters.required-step-
#     missing.steps`.
#   answers: >-
#     Split the pipeline: gate lists what runs before a deployment for up to 100 000 pairs of a deployment and a
#     job.
#   parameters:
#     steps:
#       description: >-
#         Globs of actions, called workflows and tools of which each must run before every deployment, such as
#         "github/codeql-action/analyze@*", "acme/security-scan@v3" or "trivy"; "|" between several of which one is enough.
#       default: []
package gate.policies.pipeline.required_step_missing

import data.gate

deny contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	names := deployment.steps
	is_array(names)
	some step in required
	found := [name | some name in names; some pattern in split(step, "|"); glob.match(pattern, null, name)]
	count(found) == 0
	message := sprintf("%s deploys and `%s` does not run before it", [deployment.about, step])
	finding := gate.followed(deployment, message, sprintf("%s/%s", [deployment.about, step]))
}

unknown contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	deployment.steps == null
	count(required) > 0
	finding := gate.followed(deployment, sprintf("whether what is required runs before %s is not known: %s", [deployment.about, deployment.why]), deployment.about)
}

required := data.gate.parameters["required-step-missing"].steps
