# METADATA
# title: The pipeline approves a change itself, or merges it past the rules
# description: >-
#   A required approval means that a second person has looked. When a job gives it, or merges with the rights of an
#   administrator, whoever opens the change or writes what the job asks for decides alone, and the record says otherwise.
# related_resources:
#   - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#preventing-github-actions-from-creating-or-approving-pull-requests
#   - https://docs.gitlab.com/user/project/merge_requests/approvals/settings/
# custom:
#   id: CI040
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:AC-5
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - ssdf:PW.7.2
#     - csf-2:PR.AA-05
#     - soc2:CC5.2
#     - soc2:CC6.3
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - pci-dss:6.2.3.1
#     - pci-dss:6.5.4
#     - cis-github:1.1.3
#     - sox-itgc:CM
#   remediation: >-
#     Let a person approve. For updates of dependencies have the change wait for its checks and a reviewer, and use
#     `gh pr merge --auto`, which merges once the rules of the branch are met. Forbid workflows to approve in the settings.
package gate.policies.pipeline.bot_approves_change

import data.gate

deny contains finding if {
	some decision in input.facts.decisions
	said := words[decision.does]
	message := sprintf("%s %s", [decision.tool, said])
	finding := gate.followed(decision, message, sprintf("%s/%s/%s", [decision.about, decision.does, decision.tool]))
}

words := {
	"approves": "approves the change, which takes the place of a second person",
	"overrides": "merges the change past the rules of the branch (`--admin`), so nobody has to approve it",
}
