# METADATA
# title: A job hands a shell to a host of the net
# description: >-
#   Whoever listens there types commands into the runner, with the secrets, the token and the network of the job. There
#   is no honest use of it in a pipeline: it is what somebody leaves who got code in.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use
#   - https://attack.mitre.org/techniques/T1059/004/
# custom:
#   id: CI070
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SI-10
#     - nist-800-53:CM-7
#     - nist-800-53:SC-7
#     - nist-800-53:AC-4
#     - ssdf:PO.5.1
#     - csf-2:PR.PS-05
#     - csf-2:PR.IR-01
#     - soc2:CC6.6
#     - soc2:CC6.8
#     - iso-27001:A.8.22
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#   remediation: >-
#     Remove the command, find out who wrote it and which runs it was in, and replace every secret that these runs had.
package gate.policies.pipeline.reverse_shell

import data.gate

deny contains finding if {
	some outlet in input.facts.outlets
	outlet.does == "shell"
	message := sprintf("%s hands a shell of the runner to a host of the net, by %s", [outlet.about, outlet.tool])
	finding := gate.followed(outlet, message, sprintf("%s/%s", [outlet.about, outlet.tool]))
}
