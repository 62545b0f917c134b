# METADATA
# title: An identity can hand any role to a service
# description: >-
#   iam:PassRole decides with which rights a service runs what somebody starts there. On every role and for every
#   service it lends the rights of the most powerful role of the account to whoever can start a machine or a
#   function. What a deny statement, a permissions boundary or a policy of the organisation takes away again is
#   not weighed. What is enough to become an administrator without that is judged as such.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
# custom:
#   id: TF111
#   severity: high
#   confidence: high
#   input: terraform
#   aliases:
#     - AWS-0342
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
#     Name the roles that may be passed, and compare iam:PassedToService with the service that is meant, with
#     StringEquals.
#   answers: >-
#     Write the actions, the resources and the conditions into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.pass_any_role

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.effect == "allow"
	grants.ordinary(grant)
	by := passing(grant)
	count(by) > 0
	finding := grants.said(grant, sprintf("allows %s on every role and for every service", [grants.words(by)]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.administrator == false
	grants.may_allow(grant)
	not is_wrong(grant)
	grants.may_cover(grant.actions, {"iam:passrole"})
	grants.may_cover(grants.general(grant.resources), {grants.samples.role})
	not grants.limited(grant, limits)
	not grants.may_escalate(grant)
	finding := grants.open(grant, "allows to pass every role to every service")
}

is_wrong(grant) if {
	grant.effect == "allow"
	count(passing(grant)) > 0
}

# The texts by which it does, but for those that are judged as more.
passing(grant) := texts if {
	count(grants.covering(grants.general(grant.resources), {grants.samples.role})) > 0
	not grants.may_be_limited(grant, limits)
	texts := grants.covering(grant.actions, {"iam:passrole"}) - grants.escalations(grant)
}

# Tags of roles are not compared reliably here.
limits := {"iam:passedtoservice", "iam:associatedresourcearn"}
