# METADATA
# title: An action is used that nobody maintains any more
# description: >-
#   Its repository is archived, so no vulnerability in it is ever closed and nobody answers for it; or the service
#   behind this version is gone, and the step fails or does nothing. What gate knows stands in
#   `pipeline/retired-actions`, with dates and sources.
# related_resources:
#   - https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories
#   - https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/
# custom:
#   id: CI051
#   severity: low
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
#     Use what the message names instead, or a fork that your own people maintain, at a full commit hash. A step of a
#     few commands is often simpler than an action.
package gate.policies.pipeline.abandoned_action

import data.gate

deny contains finding if {
	some action in input.facts.retired
	words := sprintf(meaning[action.reason], [action.action, action.reference, action.since])
	message := sprintf("%s%s", [words, instead(action)])
	finding := gate.keyed(action, action.path, message, sprintf("%s@%s", [action.action, action.reference]))
}

meaning := {
	"archived": "%s@%s is of a repository that is archived (seen on %s): nobody maintains it",
	"removed": "%s@%s is of a version that GitHub has removed on %s",
}

instead(action) := sprintf("; use %s", [action.instead]) if action.instead != ""

instead(action) := "" if action.instead == ""

# Nothing can be unknown here: an action without a version that is read is in no range.
