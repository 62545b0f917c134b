# METADATA
# title: A role on a project, folder or organisation is given to everybody
# description: >-
#   The role is given to allUsers or allAuthenticatedUsers: to the whole internet, or to whoever has an account of
#   Google. On a project, folder or organisation it holds for every bucket, dataset and secret there that the role
#   knows, and for those that come later.
# related_resources:
#   - https://cloud.google.com/iam/docs/principals-overview
#   - https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains
# custom:
#   id: TF126
#   severity: critical
#   confidence: high
#   input: terraform
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - soc2:CC6.6
#     - iso-27001:A.5.15
#     - iso-27001:A.5.18
#     - iso-27001:A.8.2
#     - pci-dss:1.4.4
#     - pci-dss:7.2.1
#     - pci-dss:7.2.2
#     - pci-dss:7.2.5
#     - sox-itgc:LA
#   remediation: >-
#     Give the role to a group or a service account. What must be public belongs into one bucket or service that
#     is public and holds nothing else. Forbid these members with the constraint iam.allowedPolicyMemberDomains.
#   answers: >-
#     Write the members into the code, or plan again once what they are computed from has been applied, so that
#     the plan says who gets the role.
package gate.policies.terraform.data_role_for_everybody

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grant.who.everybody == true
	finding := grants.said(grant, sprintf("gives %s to everybody", [role(grant)]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grant.who.everybody == null
	finding := grants.open(grant, sprintf("gives %s to everybody", [role(grant)]))
}

role(grant) := grant.name if grant.name != null

role(grant) := "a role" if grant.name == null
