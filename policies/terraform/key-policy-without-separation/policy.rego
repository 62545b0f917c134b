# METADATA
# title: One principal administers a key and uses it
# description: >-
#   Whoever decides who may use a key, or when it is destroyed, must not be who reads with it or signs with it:
#   then nobody can check the one by the other. Judged are the principals that the policy of a key names, over all
#   of its statements, but for accounts as a whole, of which their own policies decide, and for everybody.
#   Conditions and deny statements are not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#   - https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-kms-best-practices/welcome.html
# custom:
#   id: TF121
#   severity: medium
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
#     - nist-800-53:SC-12
#     - iso-27001:A.8.24
#     - pci-dss:3.6.1
#     - pci-dss:3.7.1
#   remediation: >-
#     Give the administration of the key to one role and its use to others, each in a statement of its own that
#     names the actions.
#   answers: >-
#     Write the principals and the actions of the key policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.key_policy_without_separation

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_external_key",
		"aws_kms_replica_key",
	}
	grant.effect == "allow"
	count(grants.covering(grant.actions, administration)) > 0
	some who in grant.who.listed
	subject := [grant.about, who.kind, who.name]
	subject in both
	finding := grants.said(grant, sprintf("gives %s both the administration of the key and its use", [who.name]))
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_external_key",
		"aws_kms_replica_key",
	}
	grants.may_allow(grant)
	grants.may_cover(grant.actions, administration)
	some who in grant.who.listed
	subject := [grant.about, who.kind, who.name]
	subject in maybe_both
	not subject in both
	finding := grants.open(grant, sprintf("gives %s both the administration of the key and its use", [who.name]))
}

both := given(administration) & given(use)

maybe_both := maybe_given(administration) & maybe_given(use)

# The principals that a policy gives some of these actions, each with the resource.
given(actions) := {subject |
	some grant in input.facts.grants
	grant.effect == "allow"
	count(grants.covering(grant.actions, actions)) > 0
	some who in grant.who.listed
	is_somebody(who)
	who.name != "an ARN"
	subject := [grant.about, who.kind, who.name]
}

maybe_given(actions) := {subject |
	some grant in input.facts.grants
	grants.may_allow(grant)
	grants.may_cover(grant.actions, actions)
	some who in grant.who.listed
	is_somebody(who)
	subject := [grant.about, who.kind, who.name]
}

is_somebody(who) if not regex.match(`^(arn:[^:]*:iam::[0-9]{12}:root|[0-9]{12}|\*)$`, who.name)

administration := {"kms:disablekey", "kms:putkeypolicy", "kms:schedulekeydeletion"}

use := {
	"kms:decrypt", "kms:encrypt", "kms:generatedatakey", "kms:generatedatakeypair", "kms:generatedatakeywithoutplaintext",
	"kms:generatemac", "kms:reencryptfrom", "kms:sign",
}
