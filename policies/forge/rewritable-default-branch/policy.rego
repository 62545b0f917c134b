# METADATA
# title: The history of the default branch can be rewritten
# description: >-
#   A force push replaces commits that were reviewed, and a deletion removes them; both destroy the record that
#   auditors and incident responders rely on.
# related_resources:
#   - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   id: GIT002
#   severity: high
#   confidence: high
#   input: forge
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:AU-9
#     - nist-800-53:SI-7
#     - ssdf:PS.1.1
#     - csf-2:PR.DS-01
#     - soc2:CC8.1
#     - soc2:PI1.5
#     - iso-27001:A.8.4
#     - iso-27001:A.5.33
#     - pci-dss:6.5.1
#     - cis-github:1.1.16
#     - cis-github:1.1.17
#     - sox-itgc:CM
#   remediation: >-
#     Block force pushes and deletion of the default branch, in branch protection or in a ruleset.
#   answers: >-
#     Have a trusted job collect the missing answer of the forge with a token that may read the settings of the
#     repository, and pass the new snapshot with `--forge`; the finding says which answer is missing.
package gate.policies.forge.rewritable_default_branch

import data.gate
import data.gate.forge as forges

# What must be forbidden, and the words for it.
dangers := [["force_push_allowed", "rewritten by a force push"], ["deletion_allowed", "deleted"]]

deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	allowed := [danger | some danger in dangers; branch.effective[danger[0]] == true]
	count(allowed) > 0
	words := concat(" and ", [danger[1] | some danger in allowed])
	message := sprintf("%s can be %s", [forges.label(branch), words])
	finding := gate.keyed(branch, ["effective", allowed[0][0]], message, branch.name)
}

unknown contains finding if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	unclear := [danger[1] | some danger in dangers; branch.effective[danger[0]] == null]
	count(unclear) > 0
	gap := forges.first_gap(branch)
	words := concat(" or ", unclear)
	message := sprintf("whether %s can be %s is not known: %s", [forges.label(branch), words, forges.reason(gap)])
	finding := gate.keyed(gap, [], message, branch.name)
}

unknown contains finding if {
	some gap in forges.default_branch_gap(input)
	message := sprintf("which branch is the default one is not known: %s", [forges.reason(gap)])
	finding := gate.keyed(gap, [], message, "default branch")
}
