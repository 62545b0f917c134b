# METADATA
# title: A role can be taken by everybody
# description: >-
#   The trust policy of the role names everybody, or every account of a provider of the web, and no condition says
#   who is meant. Whoever has an account anywhere becomes the role with all its rights, and needs no more than its
#   name. An external id is no limit here: it is not a secret.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
# custom:
#   id: TF114
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_60
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
#     Name the role, the account or the service that may take it. For accounts of a provider of the web, compare
#     its audience and the subject with StringEquals.
#   answers: >-
#     Write the principals and the conditions of the trust policy into the code, or plan again once what they
#     are computed from has been applied.
package gate.policies.terraform.role_open_to_everybody

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	count(grants.covering(grant.actions, grants.taking)) > 0
	finding := grants.said(grant, "can be taken by everybody")
}

# Everybody has an account of these, or gets one.
deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grant.effect == "allow"
	grant.who.everybody == false
	some provider in open_providers(grant)
	not grants.may_be_limited(grant, {sprintf("%s:", [provider])})
	finding := grants.said(grant, sprintf("can be taken by every account of %s", [provider]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grants.may_be_public(grant)
	takes(grant)
	finding := grants.open(grant, "can be taken by everybody")
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "trust"
	grants.may_allow(grant)
	some provider in open_providers(grant)
	not grants.limited(grant, {sprintf("%s:", [provider])})
	not is_wrong(grant, provider)
	finding := grants.open(grant, sprintf("can be taken by every account of %s", [provider]))
}

is_wrong(grant, provider) if {
	grant.effect == "allow"
	grant.who.everybody in {false, true}
	not grants.may_be_limited(grant, {sprintf("%s:", [provider])})
}

takes(grant) if grant.kind == "document"

takes(grant) if grants.may_cover(grant.actions, grants.taking)

open_providers(grant) := {name |
	some who in grant.who.listed
	lower(who.kind) == "federated"
	name := lower(who.name)
	name in {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}
}
