# METADATA
# title: The token of a workflow may do more than anybody decided
# description: >-
#   Without a `permissions` block the token gets whatever the settings of the repository or organisation say, in older
#   ones the right to write everything; `write-all` gives it that right in any case. A single compromised action can then
#   push code, publish releases and change issues.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
# custom:
#   id: CI004
#   severity: high
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
#     Write `permissions: {contents: read}` at the top of the workflow and give single jobs the scopes that they need
#     beyond that.
package gate.policies.pipeline.excessive_permissions

import data.gate

# Nothing can be unknown: GitHub takes no expressions in `permissions`.
deny contains finding if {
	some token in input.facts.tokens
	token.may in {"write-all", "unspecified"}
	finding := gate.keyed(token, token.path, message(token), token.about)
}

message(token) := "the token of every job may write everything" if [token.of, token.may] == ["workflow", "write-all"]

message(token) := sprintf("the token of %s may write everything", [token.about]) if {
	[token.of, token.may] == ["job", "write-all"]
}

message(token) := "neither the workflow nor a job says what its token may do" if {
	[token.of, token.may] == ["workflow", "unspecified"]
}

message(token) := sprintf("neither the workflow nor %s says what the token of the job may do", [token.about]) if {
	[token.of, token.may] == ["job", "unspecified"]
}
