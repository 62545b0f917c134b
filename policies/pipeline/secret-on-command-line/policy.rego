# METADATA
# title: A secret is written into the text of a script
# description: >-
#   The forge puts the value into the script before the shell reads it: it stands on the disk of the runner, in the
#   arguments of programs that every process of the machine can list, and in each trace of the shell. A quote or a
#   dollar sign in the value becomes code.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
#   - https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets
# custom:
#   id: CI021
#   severity: medium
#   confidence: high
#   input: pipeline
#   vendors: [github]
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
#     - cis-github:2.3.8
#     - sox-itgc:LA
#   remediation: >-
#     Hand the secret to the step as an environment variable and use that in quotes ("$TOKEN"), best with a program
#     that reads it there or from its input (`--password-stdin`).
package gate.policies.pipeline.secret_on_command_line

import data.gate

# Said once for each job, at the first of them. All secrets at once are a finding of their own.
deny contains finding if {
	some use in input.facts.secret_uses
	use.at == "run"
	written := [other | some other in input.facts.secret_uses; other.at == "run"; other.name != "*"; other.about == use.about]
	use == written[0]
	names := concat(", ", {other.name | some other in written})
	message := sprintf("%s writes %s into the text of a script", [use.about, names])
	finding := gate.followed(use, message, sprintf("%s/%s", [use.about, names]))
}
