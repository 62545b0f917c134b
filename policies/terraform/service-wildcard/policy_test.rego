package gate.policies.terraform.service_wildcard_test

import data.gate.policies.terraform.service_wildcard as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_iam_policy.p", "of": "aws_iam_policy", "why": "", "via": [],
		"kind": "statement", "holder": "identity", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [], "except": [], "everybody": false, "whole": false},
		"actions": {"listed": ["s3:*"], "except": [], "every": false, "whole": true},
		"resources": {"listed": ["*"], "except": [], "every": true, "whole": true},
		"conditions": [], "restricted": false,
	},
	fields,
)

grant(fields) := {"facts": {"grants": [statement(fields)]}}

messages(findings) := {finding.message | some finding in findings}

later := "it is known only after apply"

test_a_whole_service_is_a_violation_at_its_statement if {
	found := policy.deny with input as grant({})
	messages(found) == {"aws_iam_policy.p allows s3:* on everything there"}
	{[finding.loc, finding.path] | some finding in found} == {["r", ["policy", "Statement", 0]]}
	count(policy.unknown) == 0 with input as grant({})
}

test_other_forms_of_it_are_violations_too if {
	every fields in [
		{"actions": {"listed": ["KMS:**"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["k?s:*"], "except": [], "every": false, "whole": true}},
		{"administrator": null},
		{"actions": {"listed": ["iam:*"], "except": [], "every": false, "whole": true}, "conditions": [{"operator": "StringEquals", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}]},
		{"resources": {"listed": ["arn:aws:s3:::*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["dynamodb:*"], "except": [], "every": false, "whole": true}, "resources": {"listed": ["arn:aws:dynamodb:eu-central-1:*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["dynamodb:*"], "except": [], "every": false, "whole": true}, "resources": {"listed": ["arn:aws:dynamodb:*:111122223333:table/*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["logs:*"], "except": [], "every": false, "whole": true}, "resources": {"listed": ["arn:aws:logs:*:*:*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": [], "except": ["arn:aws:s3:::x"], "every": true, "whole": true}},
	] {
		count(policy.deny) == 1 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_less_is_fine_and_more_is_judged_elsewhere if {
	every fields in [
		{"administrator": true},
		{"effect": "deny"},
		{"kind": "policy"},
		{"holder": "resource"},
		{"actions": {"listed": ["s3:Get*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["cloudwatch:*"], "except": [], "every": false, "whole": true}},
		{"actions": {"listed": ["iam:*", "sts:*", "lambda:*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws:s3:::claims", "arn:aws:s3:::claims/*"], "except": [], "every": false, "whole": true}},
		{"resources": {"listed": ["arn:aws:dynamodb:*:*:table/*"], "except": [], "every": false, "whole": true}},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_what_is_not_known_is_unknown_with_its_reason if {
	question := {"whether aws_iam_policy.p allows every action of a service on everything there is known only after apply"}
	every fields in [
		{"effect": null, "why": later},
		{"resources": {"listed": [], "except": [], "every": null, "whole": false}, "why": later},
		{"actions": {"listed": ["s3:Get*"], "except": [], "every": null, "whole": false}, "resources": {"listed": ["arn:aws:s3:::*"], "except": [], "every": false, "whole": true}, "why": later},
	] {
		count(policy.deny) == 0 with input as grant(fields)
		messages(policy.unknown) == question with input as grant(fields)
	}
	count(policy.unknown) == 0 with input as grant({"effect": null, "why": later, "actions": {"listed": ["iam:*"], "except": [], "every": false, "whole": true}})
}

test_each_service_as_a_whole_is_a_violation if {
	bounded := {"operator": "StringEquals", "key": "iam:PermissionsBoundary", "values": ["arn:aws:iam::1:policy/b"], "whole": true, "restricts": false}
	every service in [
		"athena", "backup", "bedrock", "cloudtrail", "dynamodb", "ec2", "ecr", "es", "glue", "iam", "kinesis", "kms", "lambda",
		"logs", "rds", "redshift", "s3", "sagemaker", "secretsmanager", "sns", "sqs", "ssm", "sts",
	] {
		action := sprintf("%s:*", [service])
		fields := {"actions": {"listed": [action], "except": [], "every": false, "whole": true}, "conditions": [bounded]}
		messages(policy.deny) == {sprintf("aws_iam_policy.p allows %s on everything there", [action])} with input as grant(fields)
		count(policy.unknown) == 0 with input as grant(fields)
	}
}

test_names_of_one_letter_are_not_a_whole_service if {
	fields := {"actions": {"listed": ["s3:?"], "except": [], "every": false, "whole": true}}
	count(policy.deny) == 0 with input as grant(fields)
	count(policy.unknown) == 0 with input as grant(fields)
}

test_what_may_be_an_administrators_is_asked_elsewhere if {
	fields := {"effect": null, "why": later}
	count(policy.unknown) == 1 with input as grant(fields)
	count(policy.unknown) == 0 with input as grant(object.union(fields, {"administrator": null}))
}
