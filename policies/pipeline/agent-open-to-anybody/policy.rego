# METADATA
# title: Anybody can start an agent
# description: >-
#   Everybody can open an issue or write a comment. An agent that starts for all of them reads what they wrote, spends
#   money for them, and answers and acts with the rights of the repository.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
#   - https://github.com/anthropics/claude-code-action/blob/main/docs/security.md
# custom:
#   id: CI013
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - ssdf:PW.5.1
#     - ssdf:PO.5.1
#     - ssdf:PO.3.2
#     - csf-2:PR.PS-06
#     - csf-2:PR.AA-05
#     - soc2:CC6.8
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.8.28
#     - iso-27001:A.8.2
#     - iso-27001:A.5.15
#     - pci-dss:6.2.4
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - cis-github:1.5.2
#     - sox-itgc:CM
#     - sox-itgc:LA
#   remediation: >-
#     Add a condition on who has started it: `if: contains(fromJSON('["OWNER","MEMBER","COLLABORATOR"]'),
#     github.event.comment.author_association)`, or let an event start it that needs rights, such as a label.
#   answers: >-
#     Say in the condition of the job who may start it, by `author_association` or `github.actor`, instead of by what
#     another step or job finds out.
package gate.policies.pipeline.agent_open_to_anybody

import data.gate

# A prompt that holds their text is a finding of its own.
deny contains finding if {
	some agent in input.facts.agents
	agent.open == true
	agent.foreign in {false, null}
	message := sprintf("%s starts for anybody who writes an issue, a comment or a pull request", [agent.agent])
	finding := gate.followed(agent, message, key(agent))
}

unknown contains finding if {
	some agent in input.facts.agents
	agent.open == null
	agent.foreign == false
	message := sprintf("whether %s starts for anybody is decided when it runs", [agent.agent])
	finding := gate.followed(agent, message, key(agent))
}

key(agent) := sprintf("%s/%s", [agent.about, agent.agent])
