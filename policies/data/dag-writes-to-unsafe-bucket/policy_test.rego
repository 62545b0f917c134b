package gate.policies.data.dag_writes_to_unsafe_bucket_test

import data.gate.policies.data.dag_writes_to_unsafe_bucket as policy

bucket(name, values, linked) := {
	"_loc": "t#1",
	"address": "aws_s3_bucket.b",
	"mode": "managed",
	"action": "create",
	"values": object.union({"bucket": name}, values),
	"linked": linked,
	"maybe_linked": {},
}

part(values, unknown) := {"values": values, "unknown": unknown}

# A plan with a bucket and one part of it of a type.
plan(name, values, type, resource) := {
	"by_type": {"aws_s3_bucket": [bucket(name, values, {type: ["part"]})]},
	"by_address": {"part": 0},
	"resources": [resource],
}

bare(name, values) := {
	"by_type": {"aws_s3_bucket": [bucket(name, values, {})]},
	"by_address": {},
	"resources": [],
}

write(name) := {"_loc": "d#1", "kind": "bucket", "name": name, "known": true, "known_prefix": name}

repository(plans, writes) := {
	"terraform": {"plans": plans},
	"airflow": {"files": [{"dags": [{"dag_id": "nightly", "tasks": [{"task_id": "export", "writes": writes}]}]}]},
}

messages(findings) := {finding.message | some finding in findings}

acl := "aws_s3_bucket_acl"

block := "aws_s3_bucket_public_access_block"

lock := "aws_s3_bucket_object_lock_configuration"

test_a_private_bucket_is_safe if {
	private := repository([bare("acme-exports", {"acl": "private"})], [write("acme-exports")])
	count(policy.deny) == 0 with input as private
	count(policy.unknown) == 0 with input as private
}

test_a_public_access_list_is_a_violation_with_both_places if {
	plans := [plan("acme-exports", {}, acl, part({"acl": "public-read"}, {}))]
	found := policy.deny with input as repository(plans, [write("acme-exports")])
	messages(found) == {"export writes to acme-exports, which is public by its access list"}
	{finding.loc | some finding in found} == {"d#1"}
	{finding.related[0].loc | some finding in found} == {"t#1"}
}

test_a_block_keeps_a_public_list_shut if {
	shut := part({"ignore_public_acls": true}, {})
	plans := [plan("acme-exports", {"acl": "public-read"}, block, shut)]
	count(policy.deny) == 0 with input as repository(plans, [write("acme-exports")])
	later := part({}, {"ignore_public_acls": true})
	undecided := repository([plan("acme-exports", {"acl": "public-read"}, block, later)], [write("acme-exports")])
	count(policy.deny) == 0 with input as undecided
	message := "export writes to acme-exports; whether it is public is known only after apply"
	messages(policy.unknown) == {message} with input as undecided
}

granting(principal, condition) := json.marshal({"Statement": [{
	"Effect": "Allow",
	"Principal": principal,
	"Action": "s3:GetObject",
	"Condition": condition,
}]})

test_a_policy_for_everybody_is_a_violation if {
	type := "aws_s3_bucket_policy"
	every principal in ["*", {"AWS": "*"}, {"AWS": ["*"]}] {
		open := plan("acme-exports", {}, type, part({"policy": granting(principal, {})}, {}))
		count(policy.deny) == 1 with input as repository([open], [write("acme-exports")])
	}
	one := plan("acme-exports", {}, type, part({"policy": granting({"AWS": "arn:aws:iam::1:root"}, {})}, {}))
	count(policy.deny) == 0 with input as repository([one], [write("acme-exports")])
	inside := granting("*", {"StringEquals": {"aws:SourceVpc": "vpc-1"}})
	limited := plan("acme-exports", {}, type, part({"policy": inside}, {}))
	count(policy.deny) == 0 with input as repository([limited], [write("acme-exports")])
}

test_a_bucket_for_records_must_be_write_once if {
	message := "export writes to acme-audit-trail, which holds records and is not write-once"
	bare_plan := repository([bare("acme-audit-trail", {})], [write("acme-audit-trail")])
	messages(policy.deny) == {message} with input as bare_plan
	retention := part({"rule": [{"default_retention": [{"mode": "COMPLIANCE", "days": 365}]}]}, {})
	locked := plan("acme-audit-trail", {"object_lock_enabled": true}, lock, retention)
	count(policy.deny) == 0 with input as repository([locked], [write("acme-audit-trail")])
	later := plan("acme-audit-trail", {"object_lock_enabled": true}, lock, part({}, {"rule.0.default_retention": true}))
	count(policy.deny) == 0 with input as repository([later], [write("acme-audit-trail")])
	count(policy.unknown) == 1 with input as repository([later], [write("acme-audit-trail")])
}

test_which_names_mean_records_is_a_parameter if {
	parameters := {"dag-writes-to-unsafe-bucket": {"record_pattern": "^blue"}}
	blue := repository([bare("blue-1", {})], [write("blue-1")])
	count(policy.deny) == 1 with input as blue with data.gate.parameters as parameters
	count(policy.deny) == 0 with input as blue
}

test_a_name_that_is_known_in_part_is_unknown_only_where_it_fits_an_unsafe_bucket if {
	plans := [bare("acme-exports-eu", {"acl": "public-read"})]
	part_of := {"_loc": "d#1", "kind": "bucket", "name": null, "known": false, "known_prefix": "acme-exports-"}
	fits := repository(plans, [part_of])
	count(policy.deny) == 0 with input as fits
	messages(policy.unknown) == {"export may write to acme-exports-eu, which is public by its access list"} with input as fits
	every prefix in ["", "acme-raw-"] {
		other := object.union(part_of, {"known_prefix": prefix})
		count(policy.unknown) == 0 with input as repository(plans, [other])
	}
}

test_other_buckets_and_other_data_do_not_count if {
	plans := [bare("acme-exports", {"acl": "public-read"})]
	count(policy.deny) == 0 with input as repository(plans, [write("acme-raw")])
	table := object.union(write("acme-exports"), {"kind": "table"})
	count(policy.deny) == 0 with input as repository(plans, [table])
	count(policy.deny) == 0 with input as repository([], [write("acme-exports")])
}
