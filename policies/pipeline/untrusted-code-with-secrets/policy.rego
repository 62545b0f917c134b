# METADATA
# title: Code of a stranger is checked out where the pipeline has secrets
# description: >-
#   pull_request_target, workflow_run and issue_comment start with the secrets and the writing token of the repository
#   even for a fork. Once the code of the pull request is in the workspace, its build scripts, tests, hooks or
#   configuration files run with them.
# related_resources:
#   - https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
# custom:
#   id: CI003
#   severity: critical
#   confidence: high
#   input: pipeline
#   vendors: [github]
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:CM-7
#     - nist-800-53:SI-10
#     - nist-800-53:SA-11
#     - ssdf:PO.5.1
#     - ssdf:PW.5.1
#     - csf-2:PR.AA-05
#     - csf-2:PR.PS-06
#     - soc2:CC6.1
#     - soc2:CC6.8
#     - iso-27001:A.8.2
#     - iso-27001:A.8.28
#     - pci-dss:6.2.4
#     - pci-dss:7.2.2
#   remediation: >-
#     Build and test the pull request in a workflow on pull_request, which has no secrets. Keep in the privileged one
#     what needs them, without a checkout of the pull request, and hand over results as artifacts that it does not run.
#   answers: >-
#     Check out a reference that is written in the workflow, or move the checkout into a workflow on pull_request,
#     where the code has no secrets whoever wrote it.
package gate.policies.pipeline.untrusted_code_with_secrets

import data.gate

deny contains finding if {
	some checkout in input.facts.checkouts
	checkout.foreign == true
	checkout.approved == false
	message := sprintf("%s %s", [checkout.about, gets(checkout)])
	finding := gate.once(gate.followed(checkout, message, checkout.about), "checkout")
}

# Behind an environment somebody may look at the code first; the settings of the forge say whether anybody does.
unknown contains finding if {
	some checkout in input.facts.checkouts
	checkout.foreign == true
	checkout.approved == null
	message := sprintf("%s %s; whether its environment asks for an approval is not known", [
		checkout.about,
		gets(checkout),
	])
	finding := gate.once(gate.followed(checkout, message, checkout.about), "checkout")
}

# What is checked out is decided during the run; it may well be the head of the pull request.
unknown contains finding if {
	some checkout in input.facts.checkouts
	checkout.foreign == null
	message := sprintf("%s checks out %s under %s; whether it is the code of a stranger is not known", [
		checkout.about,
		checkout.code,
		checkout.event,
	])
	finding := gate.once(gate.followed(checkout, message, checkout.about), "checkout")
}

gets(checkout) := sprintf("checks out the code of a stranger: %s under %s", [checkout.code, checkout.event]) if {
	checkout.code != ""
}

gets(checkout) := sprintf("fetches the code of a stranger under %s", [checkout.event]) if checkout.code == ""
