# METADATA
# title: Any branch can be deployed to production
# description: >-
#   The job deploys to production for whatever branch somebody starts it from or pushes to. What nobody has reviewed gets
#   there past the rules of the default branch.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_dispatch
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
# custom:
#   id: CI043
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - ssdf:PO.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.31
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - sox-itgc:CM
#   remediation: >-
#     Ask for the branch in the condition of the job (`if: github.ref == 'refs/heads/main'`), limit `push` to it, or name an
#     environment that only lets protected branches deploy.
#   parameters:
#     production_pattern:
#       description: A regular expression for names and arguments that mean production.
#       default: '(?i)(^|[^a-z])(prod|production|live)([^a-z]|$)'
package gate.policies.pipeline.deploy_from_any_ref

import data.gate

deny contains finding if {
	some deployment in input.facts.deployments
	deployment.deploys == true
	some event in array.slice(deployment.any_branch, 0, 1)
	pattern := data.gate.parameters["deploy-from-any-ref"].production_pattern
	signs := [sign | some sign in deployment.signs; regex.match(pattern, sign)]
	some sign in array.slice(signs, 0, 1)
	message := sprintf("%s deploys to production (%s) from any branch: %s starts it and nothing asks for the branch", [deployment.about, sign, event])
	finding := gate.followed(deployment, message, deployment.about)
}
