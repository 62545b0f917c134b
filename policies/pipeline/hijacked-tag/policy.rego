# METADATA
# title: A tag is used that an attacker has moved before
# description: >-
#   For some hours or days this tag meant the code of an attacker, and a pipeline that ran then has given its secrets
#   away. The tag was put right or taken away, so nothing is wrong with it now; what has happened may still have to be
#   answered, and it can happen again.
# related_resources:
#   - https://github.com/advisories/GHSA-mrrh-fwg8-r2c3
#   - https://github.com/aquasecurity/trivy-action/issues/541
# custom:
#   id: CI096
#   severity: low
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
#     Look in the list of runs whether this pipeline ran on the days after the date in the message. If it did, revoke
#     every secret that its jobs had. Then replace the tag with the full commit hash of a version that is right, with
#     the version as a comment behind it.
package gate.policies.pipeline.hijacked_tag

import data.gate

deny contains finding if {
	some advisory in input.facts.advisories
	advisory.kind == "restored"
	advisory.affected == true
	words := "%s@%s is a tag that an attacker had moved on %s: runs of those days may have lost their secrets"
	message := sprintf(words, [advisory.action, advisory.reference, advisory.date])
	finding := gate.keyed(advisory, advisory.path, message, sprintf("%s@%s", [advisory.action, advisory.reference]))
}

# Nothing can be unknown here: the tag itself is one of those that were moved.
