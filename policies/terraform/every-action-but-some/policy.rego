# METADATA
# title: A statement allows every action but some
# description: >-
#   NotAction beside Allow gives everything that is not named, and what AWS invents tomorrow with it. Nobody can
#   read from such a policy what an identity may do. What a deny statement, a permissions boundary or a policy of
#   the organisation takes away again is not weighed. On every resource it makes an administrator, which is judged
#   as such.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
# custom:
#   id: TF113
#   severity: high
#   confidence: high
#   input: terraform
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
#     List the actions that are needed in Action. To forbid some whatever else is allowed, write a statement
#     that denies them.
#   answers: >-
#     Write the effect and the actions into the code, or plan again once what they are computed from has been
#     applied.
package gate.policies.terraform.every_action_but_some

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grant.effect == "allow"
	grant.actions.every == true
	grants.ordinary(grant)
	count(grant.actions.except) > 0
	finding := grants.said(grant, sprintf("allows every action but %s", [grants.words(grant.actions.except)]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "identity"
	grant.kind == "statement"
	grants.ordinary(grant)
	count(grant.actions.except) > 0
	some answers in [[grant.effect, grant.actions.every]]
	answers in {["allow", null], [null, true], [null, null]}
	finding := grants.open(grant, "allows every action but some")
}
