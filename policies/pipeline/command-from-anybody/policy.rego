# METADATA
# title: Anybody can start a deployment or a release by what they write
# description: >-
#   Everybody can open an issue or write a comment. A job that one of these starts runs with the secrets and the token
#   of the repository, and nothing asks whether the author has any rights. GitLab starts no pipeline by comments.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#issue_comment
#   - https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   id: CI061
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github]
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
#     - nist-800-53:AC-6
#     - sox-itgc:CM
#   remediation: >-
#     Ask for the rights of the author in the condition of the job: `if:
#     contains(fromJSON('["OWNER","MEMBER","COLLABORATOR"]'), github.event.comment.author_association)`, or let an
#     environment with reviewers stand before it.
#   answers: >-
#     Say in the condition of the job who may start it, by `author_association`, instead of by what the run finds out,
#     or ask the forge in a step before: `gh api repos/$GITHUB_REPOSITORY/collaborators/$GITHUB_ACTOR/permission`.
package gate.policies.pipeline.command_from_anybody

import data.gate

deny contains finding if {
	some opening in input.facts.openings
	opening.open == true
	message := sprintf("anybody can have %s %s, by %s", [opening.about, words[opening.does], opening.event])
	finding := gate.followed(opening, message, sprintf("%s/%s", [opening.about, opening.does]))
}

unknown contains finding if {
	some opening in input.facts.openings
	opening.open == null
	message := sprintf("whether anybody can have %s %s, by %s, is not known: %s", [opening.about, words[opening.does], opening.event, opening.why])
	finding := gate.followed(opening, message, sprintf("%s/%s", [opening.about, opening.does]))
}

words := {
	"deploys": "deploy",
	"publishes": "publish",
	"merges": "merge or approve a change",
	"starts": "start another workflow",
}
