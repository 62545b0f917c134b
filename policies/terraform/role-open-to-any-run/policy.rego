# METADATA
# title: A role can be taken by a pipeline run that nobody decided on
# description: >-
#   The trust policy of the role lets runs in by the identity which their forge gives them, and does not name the
#   repository, or neither a branch nor an environment of it. Whoever may push a branch there takes the role in a run of
#   their own, whatever reviews and approvals stand before the deployment.
# related_resources:
#   - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
#   - https://docs.gitlab.com/ci/cloud_services/aws/
# custom:
#   id: TF009
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_358
#     - CKV_AWS_393
#   controls:
#     - nist-800-53:IA-5
#     - nist-800-53:AC-2
#     - nist-800-53:AC-6
#     - ssdf:PO.5.2
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - iso-27001:A.5.17
#     - iso-27001:A.8.2
#     - sox-itgc:LA
#   remediation: >-
#     Compare the claim `sub` with `StringEquals` and the one run that is meant:
#     `repo:OWNER/NAME:environment:production` on GitHub, `project_path:GROUP/NAME:ref_type:branch:ref:main` on GitLab.
#   answers: >-
#     Write into the code what the claims of a run are compared with, in the form of the forge and not in one of your
#     own.
package gate.policies.terraform.role_open_to_any_run

import data.gate

deny contains finding if {
	some federation in input.facts.federations
	federation.any_repository == true
	finding := said(federation, sprintf("%s can be taken by runs of repositories that nobody named", [federation.about]))
}

deny contains finding if {
	some federation in input.facts.federations
	federation.any_branch == true
	federation.any_repository == false
	finding := said(federation, sprintf("%s can be taken by runs of any branch or pull request", [federation.about]))
}

unknown contains finding if {
	some federation in input.facts.federations
	federation.any_repository == null
	finding := said(federation, sprintf("whose runs can take %s is not known: %s", [federation.about, federation.why]))
}

unknown contains finding if {
	some federation in input.facts.federations
	federation.any_branch == null
	federation.any_repository == false
	finding := said(federation, sprintf("which runs can take %s is not known: %s", [federation.about, federation.why]))
}

# One data source may be the trust policy of several roles.
said(federation, message) := gate.followed(federation, message, federation.about)
