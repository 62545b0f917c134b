# METADATA
# title: Every service account of a project, folder or organisation can be impersonated
# description: >-
#   On a project, folder or organisation such a role holds for every service account there, the strongest one
#   included, and for those that come later. Whoever has it acts under their names, and the log of what was done
#   shows the account and not the person. A condition on the role is not weighed.
# related_resources:
#   - https://cloud.google.com/iam/docs/best-practices-service-accounts
#   - https://cloud.google.com/iam/docs/service-account-permissions
# custom:
#   id: TF125
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_GCP_41
#     - CKV_GCP_42
#     - CKV_GCP_44
#     - CKV_GCP_45
#     - CKV_GCP_49
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:AC-3
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - iso-27001:A.5.15
#     - iso-27001:A.8.2
#     - iso-27001:A.5.18
#     - pci-dss:7.2.1
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#     - nist-800-53:IA-5
#   remediation: >-
#     Give the role on the one service account that is meant, with google_service_account_iam_member.
#   answers: >-
#     Write the role into the code, or plan again once what it is computed from has been applied, so that the
#     plan says which role is given.
package gate.policies.terraform.service_account_impersonation

import data.gate
import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grants.ordinary(grant)
	grant.name in impersonating
	finding := grants.said(grant, sprintf("gives %s over every service account there", [grant.name]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grant.name == null
	finding := gate.once(grants.open(grant, "gives a role over every service account there"), "which role")
}

impersonating := {
	"roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin", "roles/iam.serviceAccountOpenIdTokenCreator",
	"roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser", "roles/iam.workloadIdentityUser",
}
