# METADATA
# title: An agent in the pipeline starts a server in whatever version is newest
# description: >-
#   Servers of the Model Context Protocol are programs that an agent starts and whose answers it believes. One that is
#   fetched without a version runs, beside the secrets of the agent, whatever its owner, or whoever took the package
#   over, has published last. Judged are the files in which the agents of a pipeline look for them, and inputs of
#   their actions. An agent in which nobody has to agree starts them by itself.
# related_resources:
#   - https://modelcontextprotocol.io/docs/tutorials/security/security_best_practices
#   - https://genai.owasp.org/llmrisk/llm032025-supply-chain/
# custom:
#   id: CI058
#   severity: medium
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
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
#     Write the exact version behind the package (`npx -y @acme/server@1.4.2`, `uvx server==1.4.2`) or the digest
#     behind the image (`acme/server@sha256:…`), in the file or input that the message is about. Better, install the
#     server from the lock file of the project and name its program.
#   answers: >-
#     Write the version into the file instead of taking it from a variable, and the file as plain JSON.
package gate.policies.pipeline.unpinned_mcp_server

import data.gate

deny contains finding if {
	some server in input.facts.agent_servers
	server.exact == false
	message := sprintf("%s starts the server %s from %s, of which no exact version is named", [server.agent, server.server, server.package])
	finding := gate.followed(server, message, key(server))
}

unknown contains finding if {
	some server in input.facts.agent_servers
	server.exact == null
	message := sprintf("which version of which servers %s starts cannot be told: %s", [server.agent, server.why])
	finding := gate.followed(server, message, key(server))
}

key(server) := sprintf("%s/%s", [server.agent, server.server])
