package gate.policies.terraform.public_message_policy_test

import data.gate.policies.terraform.public_message_policy as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_sqs_queue.x", "of": "aws_sqs_queue", "why": "", "via": [],
		"kind": "statement", "holder": "resource", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "*", "name": "*"}], "except": [], "everybody": true, "whole": true},
		"actions": {"listed": ["sqs:SendMessage"], "except": [], "every": false, "whole": true},
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
	messages(found) == {"aws_sqs_queue.x lets everybody do sqs:SendMessage"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["policy", "Statement", 0], "aws_sqs_queue.x"]}
	count(policy.unknown) == 0 with input as grant({})
	but := grant({"actions": {"listed": [], "except": ["a:B"], "every": true, "whole": true}})
	messages(policy.deny) == {"aws_sqs_queue.x lets everybody do everything but a:B"} with input as but
}

test_what_is_limited_or_denied_is_fine_and_others_are_judged_elsewhere if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "trust"},
		{"who": {"everybody": false}},
		{"of": "aws_kms_key"},
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
		messages(policy.unknown) == {"whether aws_sqs_queue.x lets everybody in is known only after apply"} with input as grant(fields)
	}
	count(policy.unknown) == 0 with input as grant({"of": "aws_iam_role", "restricted": null, "why": later})
}

test_every_queue_topic_and_stream_is_judged_and_asked_about if {
	every of in [
		"aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy",
		"aws_kinesis_resource_policy", "aws_msk_cluster_policy", "aws_sns_topic", "aws_sns_topic_policy",
		"aws_sqs_queue", "aws_sqs_queue_policy",
	] {
		messages(policy.deny) == {"aws_sqs_queue.x lets everybody do sqs:SendMessage"} with input as grant({"of": of})
		count(policy.unknown) == 0 with input as grant({"of": of})
		open := {"of": of, "restricted": null, "why": later}
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_sqs_queue.x lets everybody in is known only after apply"} with input as grant(open)
	}
}
