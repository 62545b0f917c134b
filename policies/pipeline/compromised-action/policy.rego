# METADATA
# title: An action is used at a version that is, or may be, the code of an attacker
# description: >-
#   Somebody took the action over and put code into this version that reads the memory of the runner and sends every
#   secret of the job away. It runs again with every run of the pipeline. What gate knows stands in
#   `pipeline/compromised-actions`, with dates and sources.
# related_resources:
#   - https://github.com/advisories/GHSA-mrrh-fwg8-r2c3
#   - https://github.com/aquasecurity/trivy-action/issues/541
# custom:
#   id: CI050
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github]
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
#     Take the action out, or name a commit from before the attack or of the version that the message says is right.
#     Then treat every secret that a job with it had as stolen: revoke the secrets, look through the runs since the
#     date in the message, and search for pushes, packages and releases that nobody of yours has made.
package gate.policies.pipeline.compromised_action

import data.gate

deny contains finding if {
	some advisory in input.facts.advisories
	advisory.kind in {"malicious", "moved"}
	advisory.affected == true
	words := sprintf(meaning[advisory.kind], [advisory.action, advisory.reference, advisory.date])
	message := sprintf("%s; %s", [words, instead(advisory)])
	finding := gate.keyed(advisory, advisory.path, message, sprintf("%s@%s", [advisory.action, advisory.reference]))
}

meaning := {
	"malicious": "%s@%s is the code of an attacker (%s)",
	"moved": "%s@%s is a tag that an attacker has pointed at code of theirs (%s), and nobody has said that it is right again",
}

instead(advisory) := sprintf("%s is right", [advisory.fixed]) if advisory.fixed != ""

instead(advisory) := "no version is known to be right" if advisory.fixed == ""

# Nothing can be unknown here: a commit is one of those that are known or another one, and so is a tag.
