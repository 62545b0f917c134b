# METADATA
# title: A mode shows in the log what the run keeps to itself
# description: >-
#   A debug mode, a trace or a list of all variables puts values into the log that everybody who may read the
#   pipeline reads, also those that a secret was made into and that no mask knows. Workflow commands of old let
#   whatever is printed set the variables of later steps.
# related_resources:
#   - https://docs.gitlab.com/ci/variables/variables_troubleshooting/
#   - https://docs.github.com/en/actions/how-tos/monitor-workflows/enable-debug-logging
# custom:
#   id: CI033
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
#     Remove the variable or the command. Switch debug logs on for a single run by hand, and delete its log. In
#     scripts that have secrets print the variables that are meant one by one instead of all, and take `set -x` out.
package gate.policies.pipeline.masks_off

import data.gate

deny contains finding if {
	some mode in input.facts.unmasked
	finding := gate.followed(mode, sprintf(words[mode.mode], array.concat([mode.by], [concat(", ", mode.secrets) | mode.secrets != []])), sprintf("%s/%s", [mode.about, mode.by]))
}

words := {
	"debug": "`%s` puts variables and commands into the log",
	"commands": "`%s` lets whatever is printed set variables and paths of later steps",
	"trace": "`%s` puts each command into the log, in a script that uses secrets: %s",
	"listing": "`%s` puts all variables into the log, in a script that has secrets: %s",
}
