# METADATA
# title: A condition in front of a deployment or a secret always holds
# description: >-
#   With anything outside of `${{ }}` GitHub takes a condition for a text, and no such text is empty; a text that `||`
#   joins to a comparison is true by itself. The check stands in the file, people rely on it, and nothing is ever kept
#   out.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
#   - https://docs.gitlab.com/ci/jobs/job_rules/
# custom:
#   id: CI062
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - nist-800-53:SA-11
#     - ssdf:PO.4.1
#     - sox-itgc:CM
#   remediation: >-
#     Write the whole condition between one `${{` and one `}}`, or leave both away, and take `|` and `>` out of the key
#     or write `|-` and `>-`. Compare on both sides of `||`: `github.ref == 'refs/heads/main' || github.ref ==
#     'refs/heads/release'`.
package gate.policies.pipeline.condition_always_true

import data.gate

deny contains finding if {
	some condition in input.facts.void_conditions
	message := sprintf("the condition in front of %s holds in every run: %s", [words[condition.guards], why[condition.by]])
	finding := gate.followed(condition, message, condition.about)
}

why := {
	"fenced": "something stands outside of `${{ }}`, which makes it a text",
	"constant": "it is true by what is written out in it",
}

words := {
	"deploys": "a deployment",
	"publishes": "a release",
	"merges": "a merge or an approval",
	"secrets": "secrets",
	"identity": "the identity of the job at a cloud",
}
