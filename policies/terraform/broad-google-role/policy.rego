# METADATA
# title: A broad role is given on a project, folder or organisation
# description: >-
#   Basic roles hold thousands of permissions over every service: who only reads with them reads the data of
#   customers too. A role that changes who may do what is one step from all of them. Owners and editors are judged
#   as administrators. A condition on the role is not weighed.
# related_resources:
#   - https://cloud.google.com/iam/docs/roles-overview
#   - https://cloud.google.com/iam/docs/using-iam-securely
# custom:
#   id: TF124
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_GCP_115
#     - CKV_GCP_116
#     - CKV_GCP_117
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
#   remediation: >-
#     Give a predefined role of the one service that is needed, on the resource that it is needed on, or a role
#     of your own that lists its permissions.
#   answers: >-
#     Write the role into the code, or plan again once what it is computed from has been applied, so that the
#     plan says which role is given.
package gate.policies.terraform.broad_google_role

import data.gate
import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grants.ordinary(grant)
	some words in [object.get(broad, grant.name, "")]
	words != ""
	finding := grants.said(grant, sprintf("gives %s, which %s", [grant.name, words]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grant.name == null
	finding := gate.once(grants.open(grant, "gives a broad role"), "which role")
}

broad := {
	"roles/viewer": "reads nearly everything there",
	"roles/reader": "reads nearly everything there",
	"roles/writer": "changes nearly everything there",
	"roles/admin": "does everything there",
	"roles/iam.organizationRoleAdmin": "changes what roles allow",
	"roles/iam.roleAdmin": "changes what roles allow",
	"roles/iam.securityAdmin": "decides who may do what there",
	"roles/resourcemanager.folderAdmin": "decides who may do what there",
	"roles/resourcemanager.folderIamAdmin": "decides who may do what there",
	"roles/resourcemanager.organizationAdmin": "decides who may do what there",
	"roles/resourcemanager.projectIamAdmin": "decides who may do what there",
}
