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
	input.permissions["default"] == "write-all"
	message := "the token of every job may write everything"
	finding := gate.keyed(input.permissions, [], message, "workflow")
}

deny contains finding if {
	some job in input.jobs
	job.permissions.inherited == false
	job.permissions["default"] == "write-all"
	message := sprintf("the token of %s may write everything", [job.id])
	finding := gate.keyed(job.permissions, [], message, job.id)
}

# One finding about the workflow when no job says anything, otherwise one about each job that does not.
deny contains finding if {
	undeclared
	silent := [job | some job in input.jobs; job.permissions["default"] == "unspecified"]
	count(silent) > 0
	count(silent) == count(input.jobs)
	message := "neither the workflow nor a job says what its token may do"
	finding := gate.keyed(input, ["permissions"], message, "workflow")
}

deny contains finding if {
	undeclared
	some other in input.jobs
	other.permissions["default"] != "unspecified"
	some job in input.jobs
	job.permissions["default"] == "unspecified"
	message := sprintf("neither the workflow nor %s says what the token of the job may do", [job.id])
	finding := gate.keyed(job, ["permissions"], message, job.id)
}

# What is only called by other workflows has at most the permissions of its caller, which is judged itself.
undeclared if {
	input.kind == "workflow"
	input.permissions["default"] == "unspecified"
	some trigger in input.triggers
	trigger.class != "call"
}
