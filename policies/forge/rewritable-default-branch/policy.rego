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

deny contains finding if {
	some rewriting in input.facts.rewritings
	rewriting.possible == true
	message := sprintf("%s can be %s", [rewriting.label, concat(" and ", rewriting.ways)])
	finding := gate.keyed(rewriting, rewriting.path, message, rewriting.branch)
}

unknown contains finding if {
	some rewriting in input.facts.rewritings
	rewriting.possible == null
	ways := concat(" or ", rewriting.ways)
	message := sprintf("whether %s can be %s is not known: %s", [rewriting.label, ways, rewriting.why])
	finding := gate.keyed(rewriting, rewriting.path, message, rewriting.branch)
}

unknown contains finding if {
	some branch in input.facts.default_branches
	branch.name == null
	message := sprintf("which branch is the default one is not known: %s", [branch.why])
	finding := gate.keyed(branch, branch.path, message, "default branch")
}
