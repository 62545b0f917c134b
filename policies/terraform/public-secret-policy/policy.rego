# METADATA
# title: A key, secret or certificate authority is open to everybody
# description: >-
#   Its policy lets everybody with an account anywhere use it, and no condition says who is meant. What is
#   encrypted with the key is then encrypted for nobody, and a secret that strangers read is none. Deny statements
#   beside it are not weighed.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: TF117
#   severity: critical
#   confidence: high
#   input: terraform
#   aliases:
#     - CKV_AWS_33
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - soc2:C1.1
#     - iso-27001:A.8.3
#     - iso-27001:A.5.15
#     - pci-dss:1.4.4
#     - pci-dss:7.2.1
#     - sox-itgc:LA
#     - nist-800-53:SC-12
#     - iso-27001:A.8.24
#   remediation: >-
#     Name the roles that need it. Where a service uses a key for callers of the account, compare
#     kms:CallerAccount and kms:ViaService with StringEquals.
#   answers: >-
#     Write the principals and the conditions of the policy into the code, or plan again once what they are
#     computed from has been applied.
package gate.policies.terraform.public_secret_policy

import data.gate.grants

deny contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_acmpca_policy", "aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy",
		"aws_kms_replica_external_key", "aws_kms_replica_key", "aws_secretsmanager_secret",
		"aws_secretsmanager_secret_policy",
	}
	grant.effect == "allow"
	grant.who.everybody == true
	grant.restricted == false
	finding := grants.public(grant)
}

unknown contains finding if {
	some grant in input.facts.grants
	grant.holder == "resource"
	grant.of in {
		"aws_acmpca_policy", "aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy",
		"aws_kms_replica_external_key", "aws_kms_replica_key", "aws_secretsmanager_secret",
		"aws_secretsmanager_secret_policy",
	}
	grants.may_be_public(grant)
	finding := grants.open(grant, "lets everybody in")
}
