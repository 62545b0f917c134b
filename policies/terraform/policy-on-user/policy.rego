# METADATA
# title: A user has rights of its own instead of those of a role or group
# description: >-
#   Rights that hang on one user stay when that person changes the team, and a review of roles and groups does not
#   see them. An access key of such a user gives them to whoever finds it. Judged are policies on users of AWS,
#   and roles that Google gives to the account of a person.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - https://cloud.google.com/iam/docs/using-iam-securely
# custom:
#   id: TF122
#   severity: medium
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0143
#     - CKV_AWS_40
#   controls:
#     - nist-800-53:AC-6
#     - nist-800-53:AC-3
#     - nist-800-53:AC-2
#     - csf-2:PR.AA-05
#     - csf-2:PR.AA-01
#     - soc2:CC6.1
#     - soc2:CC6.2
#     - soc2:CC6.3
#     - iso-27001:A.5.15
#     - iso-27001:A.5.18
#     - pci-dss:7.2.1
#     - pci-dss:7.2.2
#     - sox-itgc:LA
#   remediation: >-
#     Give the rights to a role that is taken for the task, or to a group that people join and leave. Let people
#     sign in through your directory, and not as users of the cloud.
#   answers: >-
#     Write into the code whom the policy is for and what it says, or plan again once what these are computed
#     from has been applied.
package gate.policies.terraform.policy_on_user

import data.gate
import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.effect == "allow"
	grant.of in {"aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_user_policy_attachments_exclusive"}
	finding := given(grant)
}

deny contains finding if {
	some grant in input.facts.grants
	grant.of == "aws_iam_policy_attachment"
	is_for_user(grant)
	finding := given(grant)
}

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	is_for_user(grant)
	finding := grants.said(grant, "gives a role to a person and not to a group")
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.effect == null
	grant.of in {"aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_user_policy_attachments_exclusive"}
	finding := asked(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.of == "aws_iam_policy_attachment"
	grant.who.whole == false
	not is_for_user(grant)
	finding := asked(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "google"
	grant.who.everybody == null
	not is_for_user(grant)
	finding := grants.open(grant, "gives a role to a person and not to a group")
}

is_for_user(grant) if {
	some who in grant.who.listed
	who.kind == "user"
}

# At the resource that gives them; what its statements give is one thing to mend.
given(grant) := gate.once(gate.finding(home(grant), argument(grant), message), grant.about) if {
	message := sprintf("%s gives rights to a user and not to a role or group", [grant.about])
}

asked(grant) := gate.once(gate.finding(home(grant), argument(grant), message), grant.about) if {
	question := sprintf("whether %s gives rights to a user", [grant.about])
	message := gate.doubt(question, grants.reason(grant))
}

home(grant) := grant if grant.via == []

home(grant) := grant.via[0]

argument(grant) := ["users"] if grant.of == "aws_iam_policy_attachment"

argument(grant) := [] if grant.of != "aws_iam_policy_attachment"
