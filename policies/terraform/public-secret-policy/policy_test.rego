package gate.policies.terraform.public_secret_policy_test

import data.gate.policies.terraform.public_secret_policy as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_kms_key.x", "of": "aws_kms_key", "why": "", "via": [],
		"kind": "statement", "holder": "resource", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "*", "name": "*"}], "except": [], "everybody": true, "whole": true},
		"actions": {"listed": ["kms:Decrypt"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

test_everybody_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_kms_key.x lets everybody do kms:Decrypt"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["policy", "Statement", 0], "aws_kms_key.x"]}
	count(policy.unknown) == 0 with input as grant({})
	but := grant({"actions": {"listed": [], "except": ["a:B"], "every": true, "whole": true}})
	messages(policy.deny) == {"aws_kms_key.x lets everybody do everything but a:B"} with input as but
}

test_what_is_limited_or_denied_is_fine_and_others_are_judged_elsewhere if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "trust"},
		{"who": {"everybody": false}},
		{"of": "aws_sqs_queue"},
		{"of": "aws_s3_bucket_policy"},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	every fields in [
		{"effect": null, "why": later},
		{"restricted": null, "why": later},
		{"who": {"everybody": null, "whole": false}, "why": later},
		{"kind": "document", "effect": null, "restricted": null, "who": {"everybody": null}, "actions": {"listed": []}, "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == {"whether aws_kms_key.x lets everybody in is known only after apply"} with input as grant(fields)
	}
	count(policy.unknown) == 0 with input as grant({"of": "aws_iam_role", "restricted": null, "why": later})
}

test_every_key_and_secret_is_judged_and_asked_about if {
	every of in [
		"aws_acmpca_policy", "aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy",
		"aws_kms_replica_external_key", "aws_kms_replica_key", "aws_secretsmanager_secret",
		"aws_secretsmanager_secret_policy",
	] {
		messages(policy.deny) == {"aws_kms_key.x lets everybody do kms:Decrypt"} with input as grant({"of": of})
		count(policy.unknown) == 0 with input as grant({"of": of})
		open := {"of": of, "restricted": null, "why": later}
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_kms_key.x lets everybody in is known only after apply"} with input as grant(open)
	}
}
