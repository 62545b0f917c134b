# METADATA
# title: Every job of a workflow gets a token that may write
# description: >-
#   What the top of a workflow allows, every job gets that says nothing itself: the linter and the tests hold a token
#   that may push code or ask for the identity of the release, with every action and every package that they run.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-the-principle-of-least-privilege
# custom:
#   id: CI022
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - ssdf:PO.5.1
#     - ssdf:PO.3.2
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.8.2
#     - iso-27001:A.5.15
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#   remediation: >-
#     Write `permissions: {contents: read}` at the top of the workflow and the scopes that are written beside the one
#     job that needs them.
package gate.policies.pipeline.write_token_for_every_job

import data.gate

# One job alone has what it needs wherever that stands.
deny contains finding if {
	some token in input.facts.tokens
	token.may == "write"
	token.jobs > 1
	message := sprintf("the tokens of %d jobs may write %s", [token.jobs, concat(", ", token.scopes)])
	finding := gate.keyed(token, token.path, message, token.about)
}
