# METADATA
# title: A secret gets into a log, an output or an artifact
# description: >-
#   Whoever may read the run has it from there, and it stays for as long as logs and artifacts are kept. A mask
#   knows the value as it was stored: one that was encoded, cut or written into a file is shown.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
# custom:
#   id: CI034
#   severity: medium
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
#     - pci-dss:8.3.2
#   remediation: >-
#     Hand the secret to the program that needs it as a variable of its step, and print nothing of it. Pass it on to
#     other jobs by a secret store or by `secrets:` of the called workflow. Replace a secret that has been in a log.
package gate.policies.pipeline.secret_in_output

import data.gate

deny contains finding if {
	some print in input.facts.secret_prints
	finding := gate.followed(print, sprintf("%s gets into %s%s", [print.secret, places[print.to], encoded(print)]), sprintf("%s/%s/%s", [print.about, print.secret, print.to]))
}

places := {
	"log": "the log",
	"output": "an output, which later steps and jobs and their logs have",
	"summary": "the summary of the run",
	"artifact": "a file of an artifact",
}

encoded(print) := sprintf(", and no mask knows what %s makes of it", [print.encoder]) if print.encoder != ""

encoded(print) := "" if print.encoder == ""
