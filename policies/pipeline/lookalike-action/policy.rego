# METADATA
# title: An action is called almost like one that everybody knows
# description: >-
#   One letter more, less or other in the name of the owner makes another account, which anybody can open. Code of
#   that account then runs with the token and the secrets of the job, and nobody who reads the file sees it.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   id: CI052
#   severity: high
#   confidence: medium
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:SR-3
#     - nist-800-53:SI-2
#     - nist-800-53:SI-7
#     - nist-800-53:RA-5
#     - ssdf:PW.4.4
#     - ssdf:RV.1.1
#     - csf-2:GV.SC-07
#     - csf-2:ID.RA-01
#     - soc2:CC6.8
#     - soc2:CC7.1
#     - soc2:CC9.2
#     - iso-27001:A.5.21
#     - iso-27001:A.8.8
#     - pci-dss:6.3.1
#     - pci-dss:6.3.2
#     - cis-github:3.1.7
#   remediation: >-
#     Write the name of the owner as the message has it. If the other account is really meant, fork the action into
#     your own organisation under another name, or accept the finding in `.gate/waivers.yaml` with the reason.
package gate.policies.pipeline.lookalike_action

import data.gate

deny contains finding if {
	some used in input.facts.uses
	used.like != ""
	message := sprintf("%s is not %s, which many use, and is called almost the same", [used.name, used.like])
	finding := gate.keyed(used, used.path, message, used.name)
}

# Nothing can be unknown here: a name that holds a variable is almost none that is known.
