# METADATA
# title: The last actor is taken for the author of a change
# description: >-
#   `github.actor` is whoever did something last. A stranger opens a pull request and has the bot do something to it,
#   such as a rebase that they ask for: then the actor is the bot, and the code and the branch are those of the
#   stranger. GitLab starts no pipeline of a fork with the rights of the project.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context
#   - https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   id: CI060
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-4
#     - nist-800-53:CM-7
#     - nist-800-53:SI-10
#     - ssdf:PO.5.1
#     - csf-2:PR.PS-06
#     - soc2:CC6.6
#     - soc2:CC6.8
#     - iso-27001:A.8.25
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - cis-github:1.5.2
#     - nist-800-53:AC-6
#   remediation: >-
#     Ask who has opened the pull request, and where its code is from: `if: github.event.pull_request.user.login ==
#     'dependabot[bot]' && github.event.pull_request.head.repo.full_name == github.repository`. Or start the workflow
#     on `pull_request`, where a fork has no rights.
package gate.policies.pipeline.spoofable_actor_check

import data.gate

# A checkout of the code of a stranger is a finding of its own.
deny contains finding if {
	some check in input.facts.actor_checks
	checkouts := {other.about | some other in input.facts.checkouts; other.foreign == true}
	not check.about in checkouts
	message := sprintf("%s asks `%s` for the author of a change under %s, and what it lets through is %s", [check.about, check.asks, check.event, words[check.guards]])
	finding := gate.followed(check, message, sprintf("%s/%s", [check.about, check.asks]))
}

words := {
	"deploys": "a deployment",
	"publishes": "a release",
	"merges": "a merge or an approval",
	"secrets": "secrets",
	"identity": "the identity of the job at a cloud",
	"rights": "a token that may write to the repository",
}
