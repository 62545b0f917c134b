# METADATA
# title: Somebody is asked, and the pipeline goes on whatever they answer
# description: >-
#   The step that waits for an approval may fail without ending the job, so a refusal, or nobody at all, has the same
#   effect as a consent. For an auditor there is a second person; for the pipeline there is none.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error
#   - https://github.com/trstringer/manual-approval
# custom:
#   id: CI024
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SA-11
#     - ssdf:PO.5.1
#     - ssdf:PO.4.1
#     - csf-2:PR.AA-05
#     - csf-2:ID.RA-07
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - iso-27001:A.8.32
#     - iso-27001:A.8.29
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - pci-dss:6.2.3
#     - cis-github:5.2.3
#     - cis-github:1.1.9
#     - sox-itgc:CM
#   remediation: >-
#     Remove `continue-on-error`, `allow_failure` or `|| true` from the step that asks, and let what deploys or
#     publishes need its job.
package gate.policies.pipeline.ignored_approval

import data.gate

deny contains finding if {
	some approval in input.facts.approvals
	approval.asks == "step"
	approval.holds == false
	message := sprintf("%s asks for an approval and goes on without one", [approval.about])
	finding := gate.followed(approval, message, approval.about)
}
