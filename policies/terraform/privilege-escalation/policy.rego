# METADATA
# title: An identity can make an administrator of itself
# description: >-
#   Whoever may write policies, give them to identities, or make credentials of any of them has every right that
#   the account has, in one step more. Reviews of who is an administrator do not see such an identity. Judged are
#   statements on all users, groups, roles, policies, functions or permission sets. What a deny statement, a
#   permissions boundary or a policy of the organisation takes away again is not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
#   - https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagement.html
# custom:
#   id: TF110
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV2_AWS_40
#     - CKV_AWS_109
#     - CKV_AWS_110
#     - CKV_AWS_286
#     - CKV_AWS_289
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
#     Name the resources that the action is needed on, under a path of their own, or ask for a permissions
#     boundary with a condition on iam:PermissionsBoundary. Leave the rest to the pipeline that manages
#     identities.
#   answers: >-
#     Write the actions, the resources and the conditions into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.privilege_escalation

import data.gate
import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.effect == "allow"
	grants.ordinary(grant)
	by := grants.escalations(grant)
	count(by) > 0
	finding := grants.said(grant, sprintf("allows %s, which is enough to become an administrator", [grants.words(by)]))
}

# Policies of AWS that say it; others are judged where they are written.
deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "policy"
	grants.ordinary(grant)
	grant.name != null
	regex.match(`^arn:aws[a-z-]*:iam::aws:policy/(IAMFullAccess|PowerUserAccess)$`, grant.name)
	message := sprintf("%s attaches %s, which is enough to become an administrator", [grant.about, grant.name])
	finding := gate.finding(grant, grant.path, message)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "policy"
	grant.administrator == false
	grant.name == null
	question := sprintf("whether %s attaches what is enough to become an administrator", [grant.about])
	finding := gate.finding(grant, grant.path, gate.doubt(question, grants.reason(grant)))
}

# Where everything may be allowed that is asked as a whole, of administrators.
unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.administrator == false
	grants.may_allow(grant)
	not is_wrong(grant)
	grants.may_escalate(grant)
	finding := grants.open(grant, "allows what is enough to become an administrator")
}

is_wrong(grant) if {
	grant.effect == "allow"
	count(grants.escalations(grant)) > 0
}
