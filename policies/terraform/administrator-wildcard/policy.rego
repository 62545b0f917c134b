# METADATA
# title: An identity gets the rights of an administrator
# description: >-
#   Whoever takes over such an identity owns the account: data, logs, backups and the rights of everybody else. Judged
#   are policies that allow every action, or every action but some, on every resource, whatever their conditions, and
#   the roles of the clouds that amount to it.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
# custom:
#   id: TF005
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AWS_40
#     - CKV_AWS_1
#     - CKV_AWS_274
#     - CKV_AWS_62
#     - CKV_AWS_63
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
#     Name the actions that are needed and the resources that they are needed on, or use a narrower role of the cloud.
#   answers: >-
#     Write the actions, the resources and the role into the code, or plan again once what the policy is computed from
#     has been applied, so that the plan says what is allowed.
package gate.policies.terraform.administrator_wildcard

import data.gate

deny contains finding if {
	some grant in input.facts.grants
	grant.administrator == true
	finding := said(grant, sprintf("%s %s", [grant.about, grant.words]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.administrator == null
	finding := said(grant, gate.doubt(grant.words, grant.why))
}

# One data source may give the rights of several policies.
said(grant, message) := gate.followed(grant, message, grant.about) if grant.kind == "statement"

said(grant, message) := gate.finding(grant, grant.path, message) if {
	grant.kind != "statement"
	grant.via == []
}

# A policy of Google that a data source makes.
said(grant, message) := gate.followed(grant, message, sprintf("%s\n%s", [message, grant.about])) if {
	grant.kind != "statement"
	grant.via != []
}
