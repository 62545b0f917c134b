# METADATA
# title: Two comments say of the same commit, or of the same version, what cannot both be so
# description: >-
#   A full commit hash protects as long as it is the commit that was reviewed, and the comment behind it is what
#   people and bots read. One commit under two versions, or one version at two commits, means that a comment is wrong:
#   somebody forgot it, or wants a commit of theirs to be taken for a release.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   id: CI053
#   severity: medium
#   confidence: high
#   input: repository
#   needs: [pipeline]
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
#     Ask what the tag stands for: `git ls-remote https://github.com/OWNER/NAME 'VERSION*'` prints the hash beside it,
#     in the line with `^{}` where there is one. Write that hash and that version in every place, or let Renovate or
#     Dependabot write them.
package gate.policies.data.disagreeing_pins

import data.gate

deny contains finding if {
	some pin in input.facts.pins
	message := sprintf(meaning[pin.differ], [pin.action, pin.commit, pin.said, pin.other])
	finding := gate.followed(pin, message, sprintf("%s/%s/%s", [pin.action, pin.commit, pin.said]))
}

meaning := {
	"versions": "%s@%s is said to be %s here and %s elsewhere",
	"commits": "%s@%s is said to be %s here, which is another commit (%s) elsewhere",
}

# Nothing can be unknown here: a comment that says no version says nothing else.
