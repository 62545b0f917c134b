# METADATA
# title: An agent may do anything without being asked, with more rights than its own key
# description: >-
#   The flags that switch off every question are meant for a container without network and secrets. In a job with a
#   token that writes, or with the secrets of others, one sentence in a file, a dependency or an issue that the agent
#   reads is enough to push code or to send the secrets away.
# related_resources:
#   - https://docs.anthropic.com/en/docs/claude-code/security
#   - https://genai.owasp.org/llmrisk/llm062025-excessive-agency/
# custom:
#   id: CI012
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
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
#     Name the tools that the agent needs (`--allowedTools`, `sandbox: read-only`) instead of the flag that allows all
#     of them. Give its job `permissions: {contents: read}` and no secrets but the key of the agent, and let another
#     job act on what it answers.
#   answers: >-
#     Write the rights of the job down (`permissions`), and the mode of the agent as a fixed value.
#   parameters:
#     own_keys:
#       description: A regular expression for the names of secrets with which the agent itself is paid.
#       default: '(?i)(anthropic|claude|openai|codex|gemini|google_api|copilot|cursor|augment|amp_api|openrouter|xai)'
package gate.policies.pipeline.unrestricted_agent

import data.gate

deny contains finding if {
	some agent in input.facts.agents
	agent.free == true
	held := rights(agent)
	message := sprintf("%s may do anything without being asked, in a job with %s", [agent.agent, held])
	finding := gate.followed(agent, message, key(agent))
}

unknown contains finding if {
	some agent in input.facts.agents
	agent.free == true
	agent.writes == null
	count(foreign(agent)) == 0
	message := sprintf("%s may do anything without being asked; what the token of its job may do is not known", [agent.agent])
	finding := gate.followed(agent, message, key(agent))
}

unknown contains finding if {
	some agent in input.facts.agents
	agent.free == null
	held := worst(agent)
	message := sprintf("whether %s asks before it does anything is decided when it runs, in a job with %s", [agent.agent, held])
	finding := gate.followed(agent, message, key(agent))
}

rights(agent) := "a token that may write" if agent.writes == true

rights(agent) := concat(", ", foreign(agent)) if {
	agent.writes in {false, null}
	count(foreign(agent)) > 0
}

worst(agent) := rights(agent)

worst(agent) := "a token of which nobody has said what it may do" if {
	agent.writes == null
	count(foreign(agent)) == 0
}

# Secrets that are of no use to the agent itself.
foreign(agent) := [name |
	some name in agent.secrets
	not regex.match(data.gate.parameters["unrestricted-agent"].own_keys, name)
]

key(agent) := sprintf("%s/%s", [agent.about, agent.agent])
