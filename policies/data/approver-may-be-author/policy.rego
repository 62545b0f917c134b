# METADATA
# title: Whoever starts a deployment may approve it
# description: >-
#   A job deploys or publishes to an environment with reviewers, and the settings of the forge let the person
#   who starts the run approve it, or administrators go on without. The record shows an approval and no second
#   person. Judged are the environments that pipelines use and whose names do not mean production, of which the
#   policy on unguarded environments speaks. GitHub only.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
# custom:
#   id: DATA005
#   severity: medium
#   confidence: medium
#   input: repository
#   needs: [pipeline, forge]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:AC-5
#     - nist-800-53:CM-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC8.1
#     - soc2:CC6.3
#     - iso-27001:A.5.3
#     - iso-27001:A.8.31
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - pci-dss:6.5.4
#     - sox-itgc:CM
#   remediation: >-
#     In the settings of the environment switch on "Prevent self-review" and switch off "Allow administrators to
#     bypass configured protection rules".
#   answers: >-
#     Have a trusted job collect what the forge answers for the environments of the repository, with a token that
#     may read them, and pass the new snapshot with `--forge`.
#   parameters:
#     left_out:
#       description: >-
#         A regular expression for the names of environments that are judged elsewhere, because they mean production, or
#         not at all, because they come before it.
#       default: '(?i)(^|[^a-z])(prod|production|live|staging|stage|stg|test|testing|qa|uat|dev|development|preview|review|sandbox)([^a-z]|$)'
package gate.policies.data.approver_may_be_author

import data.gate

deny contains finding if {
	some review in input.facts.own_reviews
	review.certain == true
	is_judged(review)
	message := sprintf(words[review.weakness].certain, [review.job, review.environment])
	finding := gate.followed(review, message, key(review))
}

unknown contains finding if {
	some review in input.facts.own_reviews
	review.certain == null
	is_judged(review)
	message := sprintf(words[review.weakness].unclear, [review.job, review.environment])
	finding := gate.followed(review, message, key(review))
}

words := {
	"self_review": {
		"certain": "%s deploys to %s, and whoever starts it may approve it",
		"unclear": "%s deploys to %s; whether whoever starts it may approve it is not known",
	},
	"administrators": {
		"certain": "%s deploys to %s, and administrators may go on without the approval",
		"unclear": "%s deploys to %s; whether administrators may go on without the approval is not known",
	},
}

is_judged(review) if {
	name := review.environment
	pattern := data.gate.parameters["approver-may-be-author"].left_out
	not regex.match(pattern, name)
}

key(review) := sprintf("%s/%s", [review.environment, review.weakness])
