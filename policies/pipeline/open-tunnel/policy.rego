# METADATA
# title: A job with secrets opens a shell to whoever has the address
# description: >-
#   The address stands in the log, which on a public repository everybody reads. Whoever calls it first types commands
#   into the runner, with all that the job has, and no record says what they did.
# related_resources:
#   - https://github.com/mxschmitt/action-tmate#use-registered-public-ssh-keys
#   - https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   id: CI072
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - nist-800-53:SC-7
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - csf-2:PR.IR-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - iso-27001:A.8.2
#     - iso-27001:A.8.22
#     - pci-dss:7.2.2
#   remediation: >-
#     Remove it from jobs that deploy, publish or have secrets. Elsewhere let in only who has started the run:
#     `limit-access-to-actor: true`.
#   answers: >-
#     Write `limit-access-to-actor: true` instead of an expression.
package gate.policies.pipeline.open_tunnel

import data.gate

deny contains finding if {
	some outlet in input.facts.outlets
	outlet.does == "tunnel"
	outlet.limited == false
	some held in array.slice(outlet.holds, 0, 1)
	message := sprintf("%s opens a shell to whoever has its address, in a job that %s", [outlet.tool, words[held]])
	finding := gate.followed(outlet, message, sprintf("%s/%s", [outlet.about, outlet.tool]))
}

unknown contains finding if {
	some outlet in input.facts.outlets
	outlet.does == "tunnel"
	outlet.limited == null
	some held in array.slice(outlet.holds, 0, 1)
	message := sprintf("whether %s opens a shell to whoever has its address, in a job that %s, is not known: %s", [outlet.tool, words[held], outlet.why])
	finding := gate.followed(outlet, message, sprintf("%s/%s", [outlet.about, outlet.tool]))
}

words := {
	"deploys": "deploys",
	"publishes": "publishes",
	"secrets": "has secrets",
	"identity": "may ask for tokens of clouds",
	"rights": "has a token that may write",
}
