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

deny contains finding if {
	some review in input.facts.reviews
	[path, message] := weakness(review)
	finding := gate.keyed(review, path, message, review.branch)
}

unknown contains finding if {
	some review in input.facts.reviews
	review.gap != null
	everyone := review.effective_for_everyone
	not weakness(review)
	not is_enough(everyone)
	message := sprintf("whether changes of %s are reviewed is not known: %s", [review.label, review.gap.why])
	finding := gate.keyed(review.gap, [], message, review.branch)
}

unknown contains finding if {
	some branch in input.facts.default_branches
	branch.name == null
	message := sprintf("which branch is the default one is not known: %s", [branch.why])
	finding := gate.keyed(branch, branch.path, message, "default branch")
}

wanted := data.gate.parameters["unreviewed-default-branch"].approvals

# Enough approvals, as far as can be seen.
is_enough(rules) if {
	rules.pull_request_required == true
	rules.approvals_required_at_least >= wanted
}

# The first thing that is certainly wrong: where, and what.
weakness(review) := [["effective", "pull_request_required"], message] if {
	review.effective.pull_request_required == false
	message := sprintf("%s can be changed without a pull request", [review.label])
} else := [["effective", "approvals_required"], message] if {
	too_few(review.effective)
	message := sprintf("%s asks for %d approvals, %d needed", [review.label, review.effective.approvals_required, wanted])
} else := [["effective_for_everyone", "pull_request_required"], message] if {
	review.effective_for_everyone.pull_request_required == false
	message := sprintf("the review of changes of %s can be bypassed", [review.label])
} else := [["effective_for_everyone", "approvals_required"], message] if {
	too_few(review.effective_for_everyone)
	message := sprintf("the approvals that %s asks for can be bypassed", [review.label])
}

too_few(rules) if {
	rules.approvals_required != null
	rules.approvals_required < wanted
}
