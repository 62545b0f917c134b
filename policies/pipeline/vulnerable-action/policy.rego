# METADATA
# title: An action is used at a version with a known vulnerability
# description: >-
#   An advisory of the GitHub Advisory Database says what is wrong with this version, to whoever wants to use it too.
#   An action runs with the token and the secrets of its job. A tag such as `v4` stands for the newest version of its
#   kind and is judged as that one. Of a commit, only the comment behind it says the version.
# related_resources:
#   - https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions
#   - https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
# custom:
#   id: CI095
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:RA-5
#     - nist-800-53:SI-2
#     - nist-800-53:SR-3
#     - ssdf:RV.1.1
#     - ssdf:PW.4.4
#     - csf-2:ID.RA-01
#     - csf-2:PR.PS-02
#     - csf-2:GV.SC-07
#     - soc2:CC7.1
#     - soc2:CC9.2
#     - iso-27001:A.8.8
#     - iso-27001:A.5.21
#     - pci-dss:6.3.1
#     - pci-dss:6.3.3
#     - cis-github:1.5.5
#   remediation: >-
#     Use the version that the message names, or a newer one: replace the commit and the comment behind it. Dependabot
#     opens such changes by itself where `.github/dependabot.yml` has `package-ecosystem: github-actions`.
#   answers: >-
#     Compare the commit with the one that the tag in the comment stands for (`git ls-remote
#     https://github.com/OWNER/NAME`), and use a version that no advisory is about, with its own comment behind it.
#   parameters:
#     severities:
#       description: >-
#         The severities of advisories that count.
#       default: [critical, high]
package gate.policies.pipeline.vulnerable_action

import data.gate

deny contains finding if {
	some advisory in input.facts.advisories
	advisory.kind == "vulnerable"
	advisory.affected == true
	counts(advisory)
	finding := about(advisory, sprintf("%s has a vulnerability that is known", [used(advisory)]))
}

unknown contains finding if {
	some advisory in input.facts.advisories
	advisory.kind == "vulnerable"
	advisory.affected == null
	counts(advisory)
	words := "whether %s has a vulnerability that is known cannot be told: its comment says %s, and it may be another commit"
	finding := about(advisory, sprintf(words, [used(advisory), advisory.said]))
}

counts(advisory) if advisory.severity in data.gate.parameters["vulnerable-action"].severities

used(advisory) := sprintf("%s@%s", [advisory.action, advisory.reference])

about(advisory, words) := gate.keyed(advisory, advisory.path, message, used(advisory)) if {
	message := sprintf("%s (%s); %s", [words, concat(", ", advisory.advisories), instead(advisory)])
}

instead(advisory) := sprintf("%s is the first without it", [advisory.fixed]) if advisory.fixed != ""

instead(advisory) := "no version without it is known" if advisory.fixed == ""
