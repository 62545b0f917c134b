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
import data.gate.forge as forges

deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	some layer in branch.layers
	layer.enforcement == "active"
	actors := layer.bypass_actors
	is_array(actors)
	some bypass in actors
	bypass.mode in {"always", "exempt"}
	not bound_elsewhere(branch, layer)
	who := forges.actor(bypass)
	message := sprintf("%s may bypass the rules of %s at any time", [who, forges.label(branch)])
	finding := gate.keyed(bypass, [], message, sprintf("%s/%s/%s", [branch.name, layer.source, who]))
}

# The list of a ruleset is shown only to those who may edit it.
unknown contains finding if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	some layer in branch.layers
	layer.enforcement == "active"
	layer.bypass_actors == null
	some gap in branch.unknowns
	gap.path == sprintf("/layers/%s/bypass_actors", [layer.source])
	message := sprintf("who may bypass the %s of %s is not known: %s", [layer.source, forges.label(branch), forges.reason(gap)])
	finding := gate.keyed(gap, [], message, sprintf("%s/%s", [branch.name, layer.source]))
}

# A layer that is hidden altogether matters only as long as no other one binds everybody.
unknown contains finding if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	branch.bypass_actors == null
	branch.effective_for_everyone.pull_request_required == null
	hidden := [layer | some layer in branch.layers; layer.enforcement == "active"; layer.bypass_actors == null]
	count(hidden) == 0
	gap := forges.first_gap(branch)
	message := sprintf("who may bypass the rules of %s is not known: %s", [forges.label(branch), forges.reason(gap)])
	finding := gate.keyed(gap, [], message, branch.name)
}

unknown contains finding if {
	some gap in forges.default_branch_gap(input)
	message := sprintf("which branch is the default one is not known: %s", [forges.reason(gap)])
	finding := gate.keyed(gap, [], message, "default branch")
}

# Every rule of the branch binds everybody all the same, because another layer makes it too and lets nobody by.
bound_elsewhere(branch, layer) if {
	some rule, strength in layer.rules
	binds(rule, strength)
	lifted := [key |
		some key, value in branch.effective
		everyone := object.get(branch.effective_for_everyone, key, null)
		not holds(value, everyone)
	]
	count(lifted) == 0
}

holds(value, everyone) if {
	value != null
	value == everyone
}

binds(key, value) if {
	endswith(key, "_allowed")
	value == false
}

binds(key, value) if {
	endswith(key, "_required")
	value == true
}
