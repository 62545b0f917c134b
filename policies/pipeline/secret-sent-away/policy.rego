# METADATA
# title: A job sends all of its variables or secrets to a host
# description: >-
#   Tokens, keys and passwords go there with the rest, in one text that nobody picks apart. Whoever runs the host, or
#   reads its log, has them all.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
# custom:
#   id: CI071
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:IA-5(7)
#     - nist-800-53:SC-28
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-01
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.12
#     - pci-dss:8.6.2
#     - nist-800-53:AC-4
#     - iso-27001:A.8.23
#   remediation: >-
#     Remove the command and replace every secret that these runs had. Where another service needs a value, send that
#     one by its name.
package gate.policies.pipeline.secret_sent_away

import data.gate

deny contains finding if {
	some outlet in input.facts.outlets
	what := words[outlet.does]
	message := sprintf("%s sends %s to a host, by %s", [outlet.about, what, outlet.tool])
	finding := gate.followed(outlet, message, sprintf("%s/%s", [outlet.about, outlet.tool]))
}

words := {"variables": "all of its variables", "secrets": "all secrets"}
