package gate.policies.terraform.public_data_policy_test

import data.gate.policies.terraform.public_data_policy as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_dynamodb_resource_policy.x", "of": "aws_dynamodb_resource_policy", "why": "", "via": [],
		"kind": "statement", "holder": "resource", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "*", "name": "*"}], "except": [], "everybody": true, "whole": true},
		"actions": {"listed": ["dynamodb:GetItem"], "except": [], "every": false, "whole": true},
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
	messages(found) == {"aws_dynamodb_resource_policy.x lets everybody do dynamodb:GetItem"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["policy", "Statement", 0], "aws_dynamodb_resource_policy.x"]}
	count(policy.unknown) == 0 with input as grant({})
	but := grant({"actions": {"listed": [], "except": ["a:B"], "every": true, "whole": true}})
	messages(policy.deny) == {"aws_dynamodb_resource_policy.x lets everybody do everything but a:B"} with input as but
}

test_what_is_limited_or_denied_is_fine_and_others_are_judged_elsewhere if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "trust"},
		{"who": {"everybody": false}},
		{"of": "aws_s3_bucket"},
		{"of": "aws_s3_bucket_policy"},
		{"of": "aws_sqs_queue"},
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
		messages(policy.unknown) == {"whether aws_dynamodb_resource_policy.x lets everybody in is known only after apply"} with input as grant(fields)
	}
	count(policy.unknown) == 0 with input as grant({"of": "aws_iam_role", "restricted": null, "why": later})
}

test_what_asks_where_a_call_comes_from_is_fine if {
	own := {"of": "aws_efs_file_system_policy", "conditions": [{"operator": "Bool", "key": "elasticfilesystem:AccessedViaMountTarget", "values": ["true"], "whole": true, "restricts": false}]}
	count(policy.deny) == 0 with input as grant(own)
	count(policy.unknown) == 0 with input as grant(own)
	count(policy.unknown) == 0 with input as grant(object.union(own, {"effect": null, "why": later}))
	open := {"of": "aws_efs_file_system_policy", "conditions": [{"operator": "Bool", "key": "elasticfilesystem:AccessedViaMountTarget", "values": [], "whole": false, "restricts": false}], "why": later}
	count(policy.deny) == 0 with input as grant(open)
	count(policy.unknown) == 1 with input as grant(open)
	count(policy.deny) == 1 with input as grant({"conditions": [{"operator": "Bool", "key": "elasticfilesystem:AccessedViaMountTarget", "values": ["false"], "whole": true, "restricts": false}]})
}

test_every_store_of_data_is_judged_and_asked_about if {
	every of in [
		"aws_backup_vault_policy", "aws_cloudwatch_log_resource_policy", "aws_dynamodb_resource_policy",
		"aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy",
		"aws_glacier_vault", "aws_glue_resource_policy", "aws_media_store_container_policy",
		"aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_redshift_resource_policy",
		"aws_redshiftserverless_resource_policy", "aws_s3_access_point",
		"aws_s3control_access_grants_instance_resource_policy", "aws_s3control_access_point_policy",
		"aws_s3control_bucket_policy", "aws_s3control_multi_region_access_point_policy",
		"aws_s3control_object_lambda_access_point_policy", "aws_s3tables_table_bucket_policy",
		"aws_s3tables_table_policy", "aws_sagemaker_model_package_group_policy",
	] {
		messages(policy.deny) == {"aws_dynamodb_resource_policy.x lets everybody do dynamodb:GetItem"} with input as grant({"of": of})
		count(policy.unknown) == 0 with input as grant({"of": of})
		open := {"of": of, "restricted": null, "why": later}
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_dynamodb_resource_policy.x lets everybody in is known only after apply"} with input as grant(open)
	}
}

test_each_condition_on_where_a_call_comes_from_counts if {
	every condition in [
		{"operator": "Bool", "key": "elasticfilesystem:AccessedViaMountTarget", "values": ["true"], "whole": true, "restricts": false},
		{"operator": "ArnEquals", "key": "elasticfilesystem:AccessPointArn", "values": ["arn:aws:elasticfilesystem:eu-central-1:1:access-point/fsap-1"], "whole": true, "restricts": false},
	] {
		own := {"of": "aws_efs_file_system_policy", "conditions": [condition]}
		count(policy.deny) == 0 with input as grant(own)
		count(policy.unknown) == 0 with input as grant(own)
		count(policy.unknown) == 0 with input as grant(object.union(own, {"effect": null, "why": later}))
		values := object.union(condition, {"values": [], "whole": false})
		open := object.union(own, {"conditions": [values], "why": later})
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_dynamodb_resource_policy.x lets everybody in is known only after apply"} with input as grant(open)
		every fields in [{"who": {"everybody": false}}, {"restricted": true}, {"effect": "deny"}] {
			count(policy.unknown) == 0 with input as grant(object.union(open, fields))
		}
	}
}
