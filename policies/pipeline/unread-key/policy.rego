# METADATA
# title: A part of the pipeline means something that gate does not know
# description: >-
#   A platform grows: a key that is new may run code, hand over secrets or let a failure pass. What gate does not know it
#   cannot judge, so it answers that it does not know instead of passing over it.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   - https://docs.gitlab.com/ci/yaml/
# custom:
#   id: CI010
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-3(2)
#     - nist-800-53:SA-11
#     - ssdf:PW.7.2
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - pci-dss:6.2.3
#     - sox-itgc:CM
#   remediation: >-
#     Correct the key if it is misspelt or in the wrong place, or remove it. If the platform has it, this gate is older than
#     the key: update gate, or write the same without it. A path or value that an expression decides is written out.
#   answers: >-
#     Correct the key if it is misspelt or in the wrong place, update gate if the platform has it, or write the same without
#     it; write a path or value out that an expression decides. What has to stay is accepted by its owner.
package gate.policies.pipeline.unread_key

import data.gate

# Nobody is to blame for what gate does not know, so nothing is ever a violation here.
deny contains finding if some finding in set()

unknown contains finding if {
	some unread in input.facts.unread
	message := sprintf("gate does not know `%s` of %s here, so it cannot say what it does", [unread.key, unread.of])
	finding := gate.keyed(unread, unread.path, message, concat("/", [unread.about, unread.of, unread.key]))
}
