# METADATA
# title: The default branch can be changed without a review
# description: >-
#   What reaches the default branch is deployed. A single stolen or careless account must not be able to put code
#   there alone, so a pull request and approvals that nobody may skip are the base of every change control.
# related_resources:
#   - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
# custom:
#   id: GIT001
#   severity: high
#   confidence: high
#   input: forge
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-3(2)
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PS.1.1
#     - ssdf:PW.7.2
#     - csf-2:PR.PS-06
#     - soc2:CC8.1
#     - iso-27001:A.8.32
#     - iso-27001:A.5.3
#     - pci-dss:6.2.3.1
#     - pci-dss:6.5.1
#     - cis-github:1.1.3
#     - cis-github:1.1.20
#     - sox-itgc:CM
#   remediation: >-
#     Require a pull request with at least one approval for the default branch, in branch protection or in a ruleset,
#     and leave the list of those who may bypass it empty.
#   answers: >-
#     Have a trusted job collect the missing answer of the forge with a token that may read the settings of the
#     repository, and pass the new snapshot with `--forge`; the finding says which answer is missing.
#   parameters:
#     approvals:
#       description: How many approvals a pull request into the default branch needs; regulated teams take 2.
#       default: 1
package gate.policies.forge.unreviewed_default_branch

import data.gate
import data.gate.forge as forges

deny contains finding if {
	some branch in input.branches
	branch.is_default == true
	[path, message] := weakness(branch)
	finding := gate.keyed(branch, path, message, branch.name)
}

unknown contains finding if {
	forges.observed(input)
	some branch in input.branches
	branch.is_default == true
	not weakness(branch)
	not reviewed(branch)
	gap := forges.first_gap(branch)
	message := sprintf("whether changes of %s are reviewed is not known: %s", [forges.label(branch), forges.reason(gap)])
	finding := gate.keyed(gap, [], message, branch.name)
}

unknown contains finding if {
	some gap in forges.default_branch_gap(input)
	message := sprintf("which branch is the default one is not known: %s", [forges.reason(gap)])
	finding := gate.keyed(gap, [], message, "default branch")
}

wanted := data.gate.parameters["unreviewed-default-branch"].approvals

# Enough approvals for everyone, as far as can be seen.
reviewed(branch) if {
	branch.effective_for_everyone.pull_request_required == true
	branch.effective_for_everyone.approvals_required_at_least >= wanted
}

# The first thing that is certainly wrong: where, and what.
weakness(branch) := [["effective", "pull_request_required"], message] if {
	branch.effective.pull_request_required == false
	message := sprintf("%s can be changed without a pull request", [forges.label(branch)])
} else := [["effective", "approvals_required"], message] if {
	given := branch.effective.approvals_required
	is_number(given)
	given < wanted
	message := sprintf("%s asks for %d approvals, %d needed", [forges.label(branch), given, wanted])
} else := [["effective_for_everyone", "pull_request_required"], message] if {
	branch.effective_for_everyone.pull_request_required == false
	message := sprintf("the review of changes of %s can be bypassed", [forges.label(branch)])
} else := [["effective_for_everyone", "approvals_required"], message] if {
	given := branch.effective_for_everyone.approvals_required
	is_number(given)
	given < wanted
	message := sprintf("the approvals that %s asks for can be bypassed", [forges.label(branch)])
}
