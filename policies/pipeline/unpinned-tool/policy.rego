# METADATA
# title: An action fetches whatever version of a program is newest
# description: >-
#   The action may be pinned to a commit and still fetch another program with each run: its input says `latest`, or
#   nothing, which means the same. What deploys, publishes or has secrets then runs code that nobody has chosen, and a
#   run cannot be repeated. A version that an expression gives is taken for one that somebody has chosen.
# related_resources:
#   - https://github.com/hashicorp/setup-terraform#inputs
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   id: CI056
#   severity: low
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:CM-2
#     - nist-800-53:CM-14
#     - nist-800-53:SR-3
#     - nist-800-53:SI-7
#     - ssdf:PO.3.2
#     - ssdf:PW.4.4
#     - csf-2:GV.SC-07
#     - csf-2:PR.PS-05
#     - soc2:CC6.8
#     - soc2:CC8.1
#     - soc2:CC9.2
#     - iso-27001:A.8.19
#     - iso-27001:A.5.21
#     - iso-27001:A.8.30
#     - pci-dss:6.3.2
#     - cis-github:2.4.2
#     - cis-github:3.1.7
#     - sox-itgc:CM
#   remediation: >-
#     Give the input that the message names a full version, such as `terraform_version: 1.13.5`, and let Renovate
#     raise it.
package gate.policies.pipeline.unpinned_tool

import data.gate

deny contains finding if {
	some fetched in input.facts.fetched_tools
	some held in array.slice(fetched.holds, 0, 1)
	words := "%s fetches the newest %s, where the job %s: give `%s` a version"
	message := sprintf(words, [fetched.action, fetched.tool, power[held], fetched.input])
	finding := gate.followed(fetched, message, sprintf("%s/%s", [fetched.about, fetched.tool]))
}

power := {
	"deploys": "deploys",
	"publishes": "publishes",
	"secrets": "has secrets",
	"identity": "may ask clouds for tokens",
	"rights": "has a token that may write",
}

# Nothing can be unknown here: what an expression decides is no fact.
