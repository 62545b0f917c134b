package gate.policies.terraform.public_object_storage_test

import data.gate.policies.terraform.public_object_storage as policy

# The providers of Azure and Google are not at hand for real plans; what their plans hold is written out here.
resource(type, values, more) := object.union(
	{
		"_loc": type,
		"address": sprintf("%s.x", [type]),
		"mode": "managed",
		"type": type,
		"action": "create",
		"values": values,
		"unknown": {},
		"constants": {argument: true | some argument, _ in values},
		"refs": [],
		"linked": {},
		"maybe_linked": {},
	},
	more,
)

plan(resources) := {
	"resources": resources,
	"by_type": {type: [found | some found in resources; found.type == type] | some type in {entry.type | some entry in resources}},
	"by_address": {entry.address: index | some index, entry in resources},
}

# A bucket with a policy of one statement.
with_policy(statement) := plan([
	resource("aws_s3_bucket", {"bucket": "b"}, {}),
	resource("aws_s3_bucket_policy", {"bucket": "b", "policy": json.marshal({"Statement": statement})}, {}),
])

everybody(more) := object.union({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}, more)

# A bucket with a public access list and a public access block.
with_block(block) := plan([
	resource("aws_s3_bucket", {"acl": "public-read"}, {"linked": {"aws_s3_bucket_public_access_block": [block.address]}}),
	block,
])

block(values, more) := resource("aws_s3_bucket_public_access_block", object.union(all_on, values), more)

all_on := {
	"block_public_acls": true,
	"block_public_policy": true,
	"ignore_public_acls": true,
	"restrict_public_buckets": true,
}

locs(findings) := {finding.loc | some finding in findings}

paths(findings) := {finding.path | some finding in findings}

nothing(document) if {
	count(policy.deny) == 0 with input as document
	count(policy.unknown) == 0 with input as document
}

test_a_policy_for_everybody_is_open if {
	locs(policy.deny) == {"aws_s3_bucket_policy"} with input as with_policy(everybody({}))
	locs(policy.deny) == {"aws_s3_bucket_policy"} with input as with_policy([everybody({"Principal": {"AWS": "*"}})])
	not_principal := {"Effect": "Allow", "NotPrincipal": {"AWS": "123456789012"}, "Action": "s3:*", "Resource": "*"}
	locs(policy.deny) == {"aws_s3_bucket_policy"} with input as with_policy(not_principal)
}

test_a_policy_for_somebody_or_that_denies_is_not if {
	nothing(with_policy(everybody({"Effect": "Deny"})))
	nothing(with_policy({"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:*", "Resource": "*"}))
	nothing(with_policy({"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:*"}))
}

test_a_condition_on_the_caller_or_the_network_restricts if {
	nothing(with_policy(everybody({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}})))
	nothing(with_policy(everybody({"Condition": {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"]}}})))
	nothing(with_policy(everybody({"Condition": {"ForAnyValue:StringLike": {"AWS:SourceVpce": "vpce-*"}}})))
}

test_other_conditions_do_not_restrict if {
	conditions := [
		{"Bool": {"aws:SecureTransport": "true"}},
		{"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}},
		{"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
		{"StringNotEquals": {"aws:SourceVpc": "vpc-1"}},
		{"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}},
		{"StringLike": {"aws:Referer": "https://example.com/*"}},
	]
	every condition in conditions {
		count(denied(condition)) == 1
	}
}

denied(condition) := found if {
	found := policy.deny with input as with_policy(everybody({"Condition": condition}))
}

test_a_condition_that_is_known_after_apply_is_unknown if {
	statement := {
		"effect": "Allow",
		"actions": ["s3:GetObject"],
		"resources": ["*"],
		"principals": [{"type": "*", "identifiers": ["*"]}],
		"condition": [{"test": "StringEquals", "variable": "aws:SourceVpce", "values": [null]}],
	}
	locs(policy.unknown) == {"aws_s3_bucket_policy"} with input as with_document([statement], {})
	count(policy.deny) == 0 with input as with_document([statement], {})
	open := object.remove(statement, ["condition"])
	locs(policy.deny) == {"aws_s3_bucket_policy"} with input as with_document([open], {})
}

test_a_document_whose_callers_are_known_after_apply_is_unknown if {
	statement := {"effect": "Allow", "actions": ["s3:GetObject"], "principals": [{"type": "AWS", "identifiers": [null]}]}
	later := "statement.0.principals.0.identifiers.0"
	more := {"unknown": {"json": true, later: true}, "refs": [{"path": later, "to": "x.y", "attr": "output", "exact": true}]}
	locs(policy.unknown) == {"aws_s3_bucket_policy"} with input as with_document([statement], more)
	role := {"path": later, "to": "aws_iam_role.y", "attr": "arn", "exact": true}
	nothing(with_document([statement], object.union(more, {"refs": [role]})))
	dynamic := {"unknown": {"json": true, "statement": true}}
	locs(policy.unknown) == {"aws_s3_bucket_policy"} with input as with_document([], dynamic)
	one := {"unknown": {"json": true, "statement.0": true}}
	locs(policy.unknown) == {"aws_s3_bucket_policy"} with input as with_document([null], one)
}

with_document(statements, more) := plan([
	resource("aws_iam_policy_document", {"statement": statements}, object.union({"mode": "data", "unknown": {"json": true}}, more)),
	resource("aws_s3_bucket_policy", {}, {
		"unknown": {"policy": true},
		"refs": [{"path": "policy", "to": "aws_iam_policy_document.x", "attr": "json", "exact": true}],
	}),
])

test_access_lists_name_everybody_by_word_or_by_group if {
	uri := "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
	every resources in [
		[resource("aws_s3_bucket_acl", {"acl": "authenticated-read"}, {})],
		[resource("aws_s3_bucket", {"grant": [{"type": "Group", "uri": uri, "permissions": ["READ"]}]}, {})],
		[resource("aws_s3_bucket_acl", {"access_control_policy": [{"grant": [{"grantee": [{"uri": uri}]}]}]}, {})],
	] {
		denied_in(resources) == 1
	}
	logs := "http://acs.amazonaws.com/groups/s3/LogDelivery"
	nothing(plan([resource("aws_s3_bucket", {"acl": "log-delivery-write", "grant": [{"uri": logs}]}, {})]))
}

denied_in(resources) := number if {
	found := policy.deny with input as plan(resources)
	number := count(found)
}

test_an_access_list_that_is_known_after_apply_is_unknown if {
	later := {"unknown": {"acl": true}, "refs": [{"path": "acl", "to": "x.y", "attr": "output", "exact": true}]}
	locs(policy.unknown) == {"aws_s3_bucket_acl"} with input as plan([resource("aws_s3_bucket_acl", {}, later)])
	nothing(plan([resource("aws_s3_bucket", {}, {"unknown": {"acl": true}})]))
}

test_a_block_keeps_access_lists_without_effect if {
	nothing(with_block(block({}, {})))
	nothing(plan([resource("aws_s3_bucket_acl", {"acl": "public-read", "bucket": "b"}, {}), block({"bucket": "b"}, {})]))
}

test_a_block_of_another_bucket_does_not if {
	other := plan([resource("aws_s3_bucket_acl", {"acl": "public-read", "bucket": "b"}, {}), block({"bucket": "c"}, {})])
	locs(policy.deny) == {"aws_s3_bucket_acl"} with input as other
}

test_a_block_that_is_partly_off_is_a_violation_of_its_own if {
	off := with_block(block({"ignore_public_acls": false}, {}))
	locs(policy.deny) == {"aws_s3_bucket", "aws_s3_bucket_public_access_block"} with input as off
	paths(policy.deny) == {["acl"], ["ignore_public_acls"]} with input as off
	account := resource("aws_s3_account_public_access_block", {}, {})
	paths(policy.deny) == {[]} with input as plan([account])
}

test_a_block_that_may_be_on_makes_the_grant_unknown if {
	reference := {"path": "ignore_public_acls", "to": "x.y", "attr": "output", "exact": true}
	later := {"unknown": {"ignore_public_acls": true}, "refs": [reference]}
	undecided := with_block(block({"ignore_public_acls": null}, later))
	locs(policy.unknown) == {"aws_s3_bucket", "aws_s3_bucket_public_access_block"} with input as undecided
	count(policy.deny) == 0 with input as undecided
	one_of_many := {"maybe_linked": {"aws_s3_bucket_public_access_block": ["aws_s3_bucket_public_access_block.x"]}}
	unsure := plan([resource("aws_s3_bucket", {"acl": "public-read"}, one_of_many), block({}, {})])
	locs(policy.unknown) == {"aws_s3_bucket"} with input as unsure
	count(policy.deny) == 0 with input as unsure
}

test_what_is_deleted_is_not_judged if {
	nothing(plan([resource("aws_s3_bucket_acl", {"acl": "public-read"}, {"action": "delete"})]))
	kept := plan([resource("aws_s3_bucket_acl", {"acl": "public-read"}, {"action": "no-op"})])
	locs(policy.deny) == {"aws_s3_bucket_acl"} with input as kept
}

test_azure_containers_and_accounts if {
	every resources in [
		[resource("azurerm_storage_container", {"container_access_type": "blob"}, {})],
		[resource("azurerm_storage_account", {"allow_nested_items_to_be_public": true}, {"constants": {}})],
	] {
		denied_in(resources) == 1
	}
	nothing(plan([
		resource("azurerm_storage_container", {"container_access_type": "private"}, {}),
		resource("azurerm_storage_account", {"allow_nested_items_to_be_public": false}, {}),
	]))
	reference := {"path": "container_access_type", "to": "x.y", "attr": "output", "exact": true}
	later := {"unknown": {"container_access_type": true}, "refs": [reference]}
	undecided := plan([resource("azurerm_storage_container", {}, later)])
	locs(policy.unknown) == {"azurerm_storage_container"} with input as undecided
}

test_google_members if {
	bindings := json.marshal({"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]})
	every resources in [
		[resource("google_storage_bucket_iam_member", {"member": "allUsers"}, {})],
		[resource("google_storage_bucket_iam_binding", {"members": ["group:a@example.com", "allAuthenticatedUsers"]}, {})],
		[resource("google_storage_bucket_iam_policy", {"policy_data": bindings}, {})],
		[resource("google_storage_bucket_acl", {"role_entity": ["READER:allUsers"]}, {})],
		[resource("google_storage_bucket_access_control", {"entity": "allUsers"}, {})],
	] {
		denied_in(resources) == 1
	}
	nothing(plan([resource("google_storage_bucket_iam_member", {"member": "group:allUsersOfAcme@example.com"}, {})]))
}

test_google_prevention_keeps_members_out if {
	reference := {"path": "bucket", "to": "google_storage_bucket.x", "attr": "name", "exact": true}
	nothing(plan([
		resource("google_storage_bucket", {"public_access_prevention": "enforced"}, {}),
		resource("google_storage_bucket_iam_member", {"member": "allUsers"}, {"refs": [reference]}),
	]))
}

later_member(attribute) := {
	"unknown": {"member": true},
	"refs": [{"path": "member", "to": "google_service_account.y", "attr": attribute, "exact": true}],
}

test_a_google_member_that_is_known_after_apply if {
	nothing(plan([resource("google_storage_bucket_iam_member", {}, later_member("member"))]))
	undecided := plan([resource("google_storage_bucket_iam_member", {}, later_member("output"))])
	locs(policy.unknown) == {"google_storage_bucket_iam_member"} with input as undecided
}
