# METADATA
# title: Whoever starts a deployment answers the question for its approval
# description: >-
#   A step waits for an approval, and the person who starts the run may give it alone: they are named as the one
#   who is asked, or one answer is enough and nobody keeps theirs out. The record shows an approval and no
#   second person. GitHub only: at GitLab nothing but the settings of the environment says who may start a job
#   by hand.
# related_resources:
#   - https://github.com/trstringer/manual-approval
# custom:
#   id: CI086
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-5
#     - nist-800-53:CM-5
#     - ssdf:PO.5.1
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-05
#     - soc2:CC6.3
#     - iso-27001:A.5.3
#     - pci-dss:6.5.4
#     - sox-itgc:CM
#   remediation: >-
#     Add `exclude-workflow-initiator-as-approver: true` to the step, and write under `approvers` a team or people
#     who are not whoever starts the run. Better: name an environment in the job that deploys, give it required
#     reviewers in the settings and switch on "Prevent self-review".
#   answers: >-
#     Write `approvers`, `minimum-approvals` and `exclude-workflow-initiator-as-approver` as fixed values.
package gate.policies.pipeline.self_approved_deployment

import data.gate

deny contains finding if {
	some approval in input.facts.approvals
	approval.by_starter == true
	approval.guards == true
	message := sprintf("%s asks for an approval before a deployment, and whoever starts the run may give it alone", [approval.about])
	finding := gate.followed(approval, message, approval.about)
}

unknown contains finding if {
	some approval in input.facts.approvals
	approval.by_starter == null
	approval.guards == true
	message := sprintf("%s asks for an approval before a deployment; whether whoever starts the run may give it alone is decided when it runs", [approval.about])
	finding := gate.followed(approval, message, approval.about)
}
