# METADATA
# title: The pipeline merges a change and no person does
# description: >-
#   Whoever can make the job run, or opens the change that it looks for, gets code into the branch without anybody who
#   merges it. What rules the branch has still hold; where it has none, nothing stands between the change and production.
# related_resources:
#   - https://cli.github.com/manual/gh_pr_merge
#   - https://docs.gitlab.com/cli/mr/merge/
# custom:
#   id: CI041
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:AC-5
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - ssdf:PS.1.1
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - cis-github:1.1.3
#     - sox-itgc:CM
#   remediation: >-
#     Let a person merge, or turn on the merge that waits: `gh pr merge --auto`, `glab mr merge --auto-merge`, with a rule
#     of the branch that asks for an approval.
package gate.policies.pipeline.bot_merges_change

import data.gate

deny contains finding if {
	some decision in input.facts.decisions
	decision.does == "merges"
	message := sprintf("%s merges the change, and no person does", [decision.tool])
	finding := gate.followed(decision, message, sprintf("%s/%s", [decision.about, decision.tool]))
}
