# METADATA
# title: A condition compares a part of a name and lets others in
# description: >-
#   `contains(github.ref, 'main')` holds for `maintenance` too, `startsWith` for `main-2`, and a list in one text for
#   each part of it. Whoever may push a branch, or has an account with the right name, gets to what the condition
#   should keep for the protected branch or a few people.
# related_resources:
#   - https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#contains
#   - https://docs.gitlab.com/ci/jobs/job_rules/#compare-a-variable-to-a-regular-expression
# custom:
#   id: CI063
#   severity: high
#   confidence: high
#   input: pipeline
#   vendors: [github, gitlab]
#   controls:
#     - nist-800-53:CM-3
#     - nist-800-53:CM-5
#     - nist-800-53:AC-5
#     - ssdf:PO.5.1
#     - csf-2:PR.AA-05
#     - soc2:CC8.1
#     - iso-27001:A.5.3
#     - iso-27001:A.8.32
#     - pci-dss:6.5.1
#     - nist-800-53:AC-6
#     - sox-itgc:CM
#   remediation: >-
#     Compare the whole name: `github.ref == 'refs/heads/main'`. Write several names as a list:
#     `contains(fromJSON('["refs/heads/main","refs/heads/release"]'), github.ref)`. In GitLab write `^` and `$` around
#     a pattern: `$CI_COMMIT_BRANCH =~ /^main$/`.
package gate.policies.pipeline.bypassable_contains

import data.gate

deny contains finding if {
	some condition in input.facts.loose_conditions
	message := sprintf("the condition in front of %s asks for `%s` in `%s` and lets `%s` in", [words[condition.guards], condition.text, condition.asks, condition.lets_in])
	finding := gate.followed(condition, message, sprintf("%s/%s", [condition.about, condition.text]))
}

words := {
	"deploys": "a deployment",
	"publishes": "a release",
	"merges": "a merge or an approval",
	"secrets": "secrets",
	"identity": "the identity of the job at a cloud",
}
