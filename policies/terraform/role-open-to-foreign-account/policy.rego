# METADATA
# title: A role can be taken by every identity of another account
# description: >-
#   The trust policy names an account as a whole, and no condition asks for an external id or an organisation.
#   Every identity which that account lets do so takes the role, and a vendor that serves many customers can be
#   talked into taking it for somebody else. In which account a plan runs is not known: name your own accounts
#   with the parameter.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
# custom:
#   id: TF115
#   severity: medium
#   confidence: low
#   input: terraform
#   aliases:
#     - CKV_AWS_61
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
#     Name the role of the other account that takes this one, or compare sts:ExternalId or aws:PrincipalOrgID
#     with StringEquals. Say with the parameter which accounts are yours.
#   answers: >-
#     Write the principals and the conditions of the trust policy into the code, or plan again once what they
#     are computed from has been applied.
#   parameters:
#     accounts:
#       description: The ids of your own accounts, of twelve digits each. A role may be open to one of these as a whole.
#       default: []
package gate.policies.terraform.role_open_to_foreign_account

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grant.effect == "allow"
	grant.restricted == false
	count(grants.covering(grant.actions, grants.taking)) > 0
	not grants.may_be_limited(grant, limits)
	some account in whole_accounts(grant)
	finding := grants.said(grant, sprintf("can be taken by every identity of account %s", [account]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grant.restricted in {false, null}
	grants.may_allow(grant)
	grants.may_cover(grant.actions, grants.taking)
	not grants.limited(grant, limits)
	some account in whole_accounts(grant)
	not is_wrong(grant)
	finding := grants.open(grant, sprintf("can be taken by every identity of account %s", [account]))
}

# An ARN of which only the beginning is known.
unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grant.restricted in {false, null}
	grants.may_allow(grant)
	grants.may_cover(grant.actions, grants.taking)
	not grants.limited(grant, limits)
	some who in grant.who.listed
	who.name == "an ARN"
	finding := grants.open(grant, "can be taken by every identity of another account")
}

is_wrong(grant) if {
	grant.effect == "allow"
	grant.restricted == false
	count(grants.covering(grant.actions, grants.taking)) > 0
	not grants.may_be_limited(grant, limits)
}

limits := {"sts:externalid"}

# The accounts that it names as a whole, but for one's own.
whole_accounts(grant) := {account |
	some who in grant.who.listed
	lower(who.kind) in {"aws", "*"}
	regex.match(`^(arn:[^:]*:iam::[0-9]{12}:root|[0-9]{12})$`, who.name)
	account := regex.replace(who.name, `^arn:[^:]*:iam::([0-9]{12}):root$`, "$1")
	not account in accounts
}

accounts := data.gate.parameters["role-open-to-foreign-account"].accounts
