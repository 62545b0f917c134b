# METADATA
# title: Somebody may bypass the rules of the default branch at any time
# description: >-
#   A rule from which administrators, a team or an app are exempt stops only those who have no exemption. The
#   accounts with the most rights are the ones that attackers look for, and the ones that auditors ask about.
# related_resources:
#   - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#granting-bypass-permissions-for-your-branch-or-tag-ruleset
# custom:
#   id: GIT004
#   severity: high
#   confidence: high
#   input: forge
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:AC-5
#     - nist-800-53:CM-5
#     - ssdf:PS.1.1
#     - csf-2:PR.AA-05
#     - soc2:CC6.3
#     - soc2:CC8.1
#     - iso-27001:A.8.2
#     - iso-27001:A.5.3
#     - pci-dss:6.5.4
#     - pci-dss:7.2.2
#     - cis-github:1.1.14
#     - sox-itgc:CM
#     - sox-itgc:LA
#   remediation: >-
#     Switch on "Do not allow bypassing the above settings" in branch protection, and remove actors with "always" or
#     "exempt" from the bypass list of rulesets. A way in for emergencies belongs into a waiver with an owner and an end.
#   answers: >-
#     Have a trusted job collect the missing answer of the forge with a token that may read the settings of the
#     repository: without that right the forge leaves out who may bypass them. Pass the new snapshot with `--forge`.
package gate.policies.forge.administrators_exempt

import data.gate

deny contains finding if {
	some bypass in input.facts.bypasses
	bypass.mode in {"always", "exempt"}
	message := sprintf("%s may bypass the rules of %s at any time", [bypass.who, bypass.label])
	finding := gate.keyed(bypass, bypass.path, message, sprintf("%s/%s/%s", [bypass.branch, bypass.layer, bypass.who]))
}

# The list of a ruleset is shown only to those who may edit it.
unknown contains finding if {
	some bypass in input.facts.bypasses
	bypass.mode == null
	bypass.layer != null
	message := sprintf("who may bypass the %s of %s is not known: %s", [bypass.layer, bypass.label, bypass.why])
	finding := gate.keyed(bypass, bypass.path, message, sprintf("%s/%s", [bypass.branch, bypass.layer]))
}

# A layer is hidden altogether, and no other one binds everybody.
unknown contains finding if {
	some bypass in input.facts.bypasses
	bypass.mode == null
	bypass.layer == null
	message := sprintf("who may bypass the rules of %s is not known: %s", [bypass.label, bypass.why])
	finding := gate.keyed(bypass, bypass.path, message, bypass.branch)
}

unknown contains finding if {
	some branch in input.facts.default_branches
	branch.name == null
	message := sprintf("which branch is the default one is not known: %s", [branch.why])
	finding := gate.keyed(branch, branch.path, message, "default branch")
}
