package gate.policies.terraform.key_policy_without_separation_test

import data.gate.policies.terraform.key_policy_without_separation as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_kms_key.x", "of": "aws_kms_key", "why": "", "via": [],
		"kind": "statement", "holder": "resource", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "AWS", "name": "arn:aws:iam::1:role/a"}], "except": [], "everybody": false, "whole": true},
		"actions": {"listed": ["kms:*"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

two(first, second) := {"facts": {"grants": [statement(first), statement(object.union({"path": ["policy", "Statement", 1]}, second))]}}

administers := {"actions": {"listed": ["kms:Put*", "kms:TagResource"], "except": [], "every": false, "whole": true}}

uses := {"actions": {"listed": ["kms:GenerateDataKey*"], "except": [], "every": false, "whole": true}}

test_one_principal_with_both_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_kms_key.x gives arn:aws:iam::1:role/a both the administration of the key and its use"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["policy", "Statement", 0]]}
	count(policy.unknown) == 0 with input as grant({})
}

test_two_statements_of_one_policy_count_together_where_it_administers if {
	found := policy.deny with input as two(uses, administers)
	{finding.path | some finding in found} == {["policy", "Statement", 1]}
	count(policy.unknown) == 0 with input as two(uses, administers)
}

test_apart_they_are_fine if {
	every fields in [
		[administers, object.union(uses, {"about": "aws_kms_key.y"})],
		[administers, object.union(uses, {"who": {"listed": [{"kind": "AWS", "name": "arn:aws:iam::1:role/b"}]}})],
		[administers, object.union(uses, {"effect": "deny"})],
		[administers, administers],
		[uses, uses],
	] {
		count(policy.deny) == 0 with input as two(fields[0], fields[1])
		count(policy.unknown) == 0 with input as two(fields[0], fields[1])
	}
}

test_accounts_everybody_and_other_resources_are_not_judged if {
	every name in ["arn:aws:iam::111122223333:root", "111122223333", "*"] {
		count(policy.deny) == 0 with input as grant({"who": {"listed": [{"kind": "AWS", "name": name}]}})
		count(policy.unknown) == 0 with input as grant({"who": {"listed": [{"kind": "AWS", "name": name}]}})
	}
	every fields in [{"of": "aws_sqs_queue"}, {"effect": "deny"}, {"holder": "trust"}] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	question := {"whether aws_kms_key.x gives arn:aws:iam::1:role/a both the administration of the key and its use is known only after apply"}
	every fields in [
		{"effect": null, "why": later},
		object.union(administers, {"actions": {"every": null, "whole": false}, "why": later}),
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == question with input as grant(fields)
	}
	count(policy.deny) == 0 with input as two(object.union(administers, {"why": later}), object.union(uses, {"effect": null}))
	messages(policy.unknown) == question with input as two(object.union(administers, {"why": later}), object.union(uses, {"effect": null}))
	count(policy.deny) == 0 with input as grant({"who": {"listed": [{"kind": "AWS", "name": "an ARN"}]}})
	count(policy.unknown) == 1 with input as grant({"who": {"listed": [{"kind": "AWS", "name": "an ARN"}]}})
}

test_the_policy_of_each_kind_of_key_is_judged if {
	every of in ["aws_kms_external_key", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_external_key", "aws_kms_replica_key"] {
		messages(policy.deny) == {"aws_kms_key.x gives arn:aws:iam::1:role/a both the administration of the key and its use"} with input as grant({"of": of})
		messages(policy.unknown) == {"whether aws_kms_key.x gives arn:aws:iam::1:role/a both the administration of the key and its use is known only after apply"} with input as grant({"of": of, "effect": null, "why": later})
	}
	count(policy.unknown) == 0 with input as grant({"of": "aws_sqs_queue", "effect": null, "why": later})
}

test_a_statement_that_takes_away_is_not_asked_about_what_another_may_give if {
	found := policy.unknown with input as two({"effect": null}, object.union(administers, {"effect": "deny"}))
	{finding.path | some finding in found} == {["policy", "Statement", 0]}
}

does(actions) := {"actions": {"listed": actions, "except": [], "every": false, "whole": true}}

test_each_action_of_administration_counts_and_others_do_not if {
	every action in ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"] {
		count(policy.deny) == 1 with input as grant(does([action, "kms:Decrypt"]))
	}
	every action in ["kms:DescribeKey", "kms:EnableKey", "kms:TagResource"] {
		count(policy.deny) == 0 with input as grant(does([action, "kms:Decrypt"]))
	}
}

test_each_action_of_use_counts_and_others_do_not if {
	every action in [
		"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyWithoutPlaintext",
		"kms:GenerateMac", "kms:ReEncryptFrom", "kms:Sign",
	] {
		count(policy.deny) == 1 with input as grant(does(["kms:PutKeyPolicy", action]))
	}
	every action in ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"] {
		count(policy.deny) == 0 with input as grant(does(["kms:PutKeyPolicy", action]))
	}
}
