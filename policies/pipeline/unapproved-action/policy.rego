# METADATA
# title: Code from elsewhere is used that is not on the organisation's list
# description: >-
#   Whoever writes a pipeline decides which strangers' code runs with its secrets. A list of what was looked at, kept
#   by somebody else, is the control that auditors ask for; the forge has such a list only for GitHub and only for an
#   organisation as a whole. Without a list in the parameters nothing is found.
# related_resources:
#   - https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization
#   - https://docs.gitlab.com/ci/components/
# custom:
#   id: CI054
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-7
#     - nist-800-53:CM-11
#     - nist-800-53:SR-3
#     - ssdf:PO.3.2
#     - csf-2:PR.PS-05
#     - soc2:CC6.8
#     - soc2:CC9.2
#     - iso-27001:A.8.19
#     - iso-27001:A.5.21
#     - pci-dss:6.3.2
#     - cis-github:3.1.1
#     - sox-itgc:CM
#   remediation: >-
#     Use an action that is on the list (`allowed` of `unapproved-action` in `.gate/gate.yaml`), or have whoever keeps
#     the list look at this one and add it: `owner/name`, better `owner/name@<full commit hash>`.
#   answers: >-
#     Write the name out instead of taking it from a variable.
#   parameters:
#     allowed:
#       description: >-
#         What may be used, as globs in which `*` is any text: `actions/*`, `owner/name@v4`. Empty means everything.
#       default: []
#     denied:
#       description: >-
#         What must not be used, as globs; it counts before `allowed`.
#       default: []
package gate.policies.pipeline.unapproved_action

import data.gate

deny contains finding if {
	some used in input.facts.uses
	used.name != null
	reason := verdict(used, data.gate.parameters["unapproved-action"])
	finding := gate.keyed(used, used.path, sprintf("%s %s", [subject(used), reason]), subject(used))
}

unknown contains finding if {
	some used in input.facts.uses
	used.name == null
	parameters := data.gate.parameters["unapproved-action"]
	count(array.concat(parameters.allowed, parameters.denied)) > 0
	message := sprintf("whether this %s may be used cannot be told: %s", [used.kind, used.why])
	finding := gate.keyed(used, used.path, message, sprintf("%s/%s", [used.about, used.kind]))
}

verdict(used, parameters) := "is on the list of what must not be used" if listed(used, parameters.denied)

else := "is not on the list of what may be used" if {
	count(parameters.allowed) > 0
	not listed(used, parameters.allowed)
}

listed(used, patterns) if {
	some pattern in patterns
	some name in [used.name, subject(used)]
	glob.match(lower(pattern), null, name)
}

subject(used) := sprintf("%s@%s", [used.name, lower(used.reference)]) if used.reference != ""

subject(used) := used.name if used.reference == ""
