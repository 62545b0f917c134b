package gate.policies.terraform.public_registry_policy_test

import data.gate.policies.terraform.public_registry_policy as policy

statement(fields) := object.union(
	{
		"_loc": "r", "path": ["policy", "Statement", 0], "about": "aws_ecr_repository_policy.x", "of": "aws_ecr_repository_policy", "why": "", "via": [],
		"kind": "statement", "holder": "resource", "administrator": false, "words": "", "effect": "allow", "name": "",
		"who": {"listed": [{"kind": "*", "name": "*"}], "except": [], "everybody": true, "whole": true},
		"actions": {"listed": ["ecr:PutImage"], "except": [], "every": false, "whole": true},
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
	messages(found) == {"aws_ecr_repository_policy.x lets everybody do ecr:PutImage"}
	{[finding.loc, finding.path, finding.key] | some finding in found} == {["r", ["policy", "Statement", 0], "aws_ecr_repository_policy.x"]}
	count(policy.unknown) == 0 with input as grant({})
	but := grant({"actions": {"listed": [], "except": ["a:B"], "every": true, "whole": true}})
	messages(policy.deny) == {"aws_ecr_repository_policy.x lets everybody do everything but a:B"} with input as but
}

test_what_is_limited_or_denied_is_fine_and_others_are_judged_elsewhere if {
	every fields in [
		{"restricted": true},
		{"effect": "deny"},
		{"holder": "trust"},
		{"who": {"everybody": false}},
		{"of": "aws_kms_key"},
		{"of": "aws_sagemaker_model_package_group_policy"},
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
		messages(policy.unknown) == {"whether aws_ecr_repository_policy.x lets everybody in is known only after apply"} with input as grant(fields)
	}
	count(policy.unknown) == 0 with input as grant({"of": "aws_iam_role", "restricted": null, "why": later})
}

public(actions) := {"of": "aws_ecrpublic_repository_policy", "actions": actions}

test_a_public_registry_may_be_read if {
	every actions in [
		{"listed": ["ecr-public:Describe*"], "except": [], "every": false, "whole": true},
		{"listed": [], "except": ["ecr-public:*"], "every": true, "whole": true},
	] {
		count(policy.deny) == 0 with input as grant(public(actions))
		count(policy.unknown) == 0 with input as grant(public(actions))
	}
	count(policy.deny) == 1 with input as grant(public({"listed": ["ecr-public:*"], "except": [], "every": false, "whole": true}))
	count(policy.unknown) == 0 with input as grant(public({"listed": ["ecr-public:*"], "except": [], "every": false, "whole": true}))
}

test_what_may_be_more_than_reading_is_asked if {
	open := public({"listed": ["ecr-public:DescribeImages"], "except": [], "every": null, "whole": false})
	count(policy.deny) == 0 with input as grant(open)
	messages(policy.unknown) == {"whether aws_ecr_repository_policy.x lets everybody in cannot be told: the plan does not say all of it"} with input as grant(open)
	document := {"of": "aws_ecrpublic_repository_policy", "kind": "document", "effect": null, "why": later, "actions": {"listed": [], "except": [], "every": false, "whole": true}}
	count(policy.unknown) == 1 with input as grant(document)
	reading := object.union(public({"listed": ["ecr-public:DescribeImages"], "except": [], "every": false, "whole": true}), {"restricted": null, "why": later})
	count(policy.unknown) == 0 with input as grant(reading)
}

test_every_registry_is_judged_and_asked_about if {
	every of in [
		"aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
		"aws_ecr_registry_policy", "aws_ecr_repository_policy",
	] {
		messages(policy.deny) == {"aws_ecr_repository_policy.x lets everybody do ecr:PutImage"} with input as grant({"of": of})
		count(policy.unknown) == 0 with input as grant({"of": of})
		open := {"of": of, "restricted": null, "why": later}
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_ecr_repository_policy.x lets everybody in is known only after apply"} with input as grant(open)
	}
}

test_every_action_that_changes_a_public_registry_is_a_violation if {
	every action in [
		"ecr-public:batchdeleteimage", "ecr-public:completelayerupload", "ecr-public:deleterepository",
		"ecr-public:deleterepositorypolicy", "ecr-public:initiatelayerupload", "ecr-public:putimage",
		"ecr-public:putrepositorycatalogdata", "ecr-public:setrepositorypolicy",
		"ecr-public:uploadlayerpart",
	] {
		changing := public({"listed": [action], "except": [], "every": false, "whole": true})
		messages(policy.deny) == {sprintf("aws_ecr_repository_policy.x lets everybody do %s", [action])} with input as grant(changing)
		count(policy.unknown) == 0 with input as grant(changing)
		open := object.union(changing, {"effect": null, "why": later})
		count(policy.deny) == 0 with input as grant(open)
		messages(policy.unknown) == {"whether aws_ecr_repository_policy.x lets everybody in is known only after apply"} with input as grant(open)
	}
}

test_what_may_change_a_public_registry_is_only_asked_where_everybody_may if {
	open := public({"listed": ["ecr-public:DescribeImages"], "except": [], "every": null, "whole": false})
	every fields in [{"who": {"everybody": false}}, {"restricted": true}, {"effect": "deny"}] {
		count(policy.deny) == 0 with input as grant(object.union(open, fields))
		count(policy.unknown) == 0 with input as grant(object.union(open, fields))
	}
}
