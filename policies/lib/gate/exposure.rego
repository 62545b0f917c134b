# METADATA
# title: What opens object storage to everybody
# description: >-
#   Lists the grants to everybody in a plan, each with the switch that leaves it without effect (null where there is
#   none), and the grants of which nobody can tell before apply.
package gate.exposure

import data.gate.iam
import data.gate.terraform as tf

# Grants to everybody: the resource, the path of the argument, the switch that shuts it, and words for it.
openings contains found if {
	some type in ["aws_s3_bucket", "aws_s3_bucket_acl"]
	some resource in tf.existing(type)
	tf.value(resource, ["acl"]) in {"public-read", "public-read-write", "authenticated-read", "website"}
	found := [resource, ["acl"], "ignore_public_acls", "grants access to everybody by its access list"]
}

openings contains found if {
	some [resource, path, uri] in grantees
	endswith(uri, "/global/AllUsers")
	found := [resource, path, "ignore_public_acls", "grants access to everybody by its access list"]
}

openings contains found if {
	some [resource, path, uri] in grantees
	endswith(uri, "/global/AuthenticatedUsers")
	found := [resource, path, "ignore_public_acls", "grants access to everybody with an AWS account by its access list"]
}

openings contains found if {
	some resource in policies
	some statement in iam.statements(resource, ["policy"])
	iam.open_to_anybody(statement) == true
	found := [resource, ["policy"], "restrict_public_buckets", "grants access to everybody by its policy"]
}

openings contains found if {
	some [resource, path] in azure
	tf.value(resource, path) in {true, "blob", "container"}
	found := [resource, tf.place(resource, path), null, "allows access without signing in"]
}

openings contains found if {
	some [resource, path] in google
	some member in members(tf.value(resource, path))
	found := [resource, path, "public_access_prevention", sprintf("grants access to %s", [member])]
}

# Grants that are to everybody or not, which nobody can tell: the resource, the path, the switch that shuts it.
doubts contains found if {
	some type in ["aws_s3_bucket", "aws_s3_bucket_acl"]
	some resource in tf.existing(type)
	tf.undecided(resource, ["acl"])
	found := [resource, ["acl"], "ignore_public_acls"]
}

doubts contains found if {
	some resource in tf.existing("aws_s3_bucket")
	tf.undecided(resource, ["grant"])
	not only_accounts(resource, ["grant"])
	found := [resource, ["grant"], "ignore_public_acls"]
}

# A grant of an access list names a canonical user or a group; only a group can be everybody.
doubts contains found if {
	some resource in tf.existing("aws_s3_bucket_acl")
	some path, _ in resource.unknown
	regex.match(`^access_control_policy(\.[0-9]+(\.grant(\.[0-9]+(\.grantee(\.[0-9]+(\.uri)?)?)?)?)?)?$`, path)
	steps := split(path, ".")
	tf.written(resource, steps)
	found := [resource, ["access_control_policy"], "ignore_public_acls"]
}

doubts contains found if {
	some resource in policies
	iam.unreadable(resource, ["policy"])
	found := [resource, ["policy"], "restrict_public_buckets"]
}

# Only a condition whose values are not known yet limits the statement.
doubts contains found if {
	some resource in policies
	some statement in iam.statements(resource, ["policy"])
	iam.open_to_anybody(statement) == null
	found := [resource, ["policy"], "restrict_public_buckets"]
}

doubts contains found if {
	some [resource, path] in azure
	tf.undecided(resource, path)
	found := [resource, path, null]
}

doubts contains found if {
	some [resource, path] in google
	tf.undecided(resource, path)
	not only_accounts(resource, path)
	found := [resource, path, "public_access_prevention"]
}

# Whether the switch is on that leaves grants of a resource without effect.
sheltered(resource, switch) if {
	some shelter in shelters(resource)
	tf.value(shelter, [switch]) in {true, "enforced"}
}

# Whether it may be on.
perhaps_sheltered(resource, switch) if {
	some shelter in shelters(resource)
	tf.undecided(shelter, [switch])
}

perhaps_sheltered(resource, _) if {
	some bucket in array.concat([resource], tf.targets(resource, ["bucket"]))
	tf.maybe_linked(bucket, block_type)
}

# Nobody can tell which bucket this is about, and some bucket has a block.
perhaps_sheltered(resource, "ignore_public_acls") if on_some_bucket(resource)

perhaps_sheltered(resource, "restrict_public_buckets") if on_some_bucket(resource)

on_some_bucket(resource) if {
	count(tf.existing(block_type)) > 0
	some reference in tf.references(resource, ["bucket"])
	reference.exact == false
}

# What may hold the switch: the bucket, its public access block, and a block of the same bucket name.
shelters(resource) := array.concat(buckets, array.concat(blocks, namesakes)) if {
	buckets := array.concat([resource], tf.targets(resource, ["bucket"]))
	blocks := [block | some bucket in buckets; some block in tf.linked(bucket, block_type)]
	names := {name | some bucket in buckets; name := tf.value(bucket, ["bucket"]); is_string(name)}
	namesakes := [block | some block in tf.existing(block_type); tf.value(block, ["bucket"]) in names]
}

block_type := "aws_s3_bucket_public_access_block"

policies := array.concat(tf.existing("aws_s3_bucket"), tf.existing("aws_s3_bucket_policy"))

# The groups that access lists name: `http://acs.amazonaws.com/groups/global/AllUsers` is everybody.
grantees contains found if {
	some resource in tf.existing("aws_s3_bucket")
	some index, _ in tf.items(resource, ["grant"])
	path := ["grant", index, "uri"]
	is_string(tf.value(resource, path))
	found := [resource, path, tf.value(resource, path)]
}

grantees contains found if {
	some resource in tf.existing("aws_s3_bucket_acl")
	some index, _ in tf.items(resource, ["access_control_policy", 0, "grant"])
	path := ["access_control_policy", 0, "grant", index, "grantee", 0, "uri"]
	is_string(tf.value(resource, path))
	found := [resource, path, tf.value(resource, path)]
}

azure contains found if {
	some [type, argument] in [
		["azurerm_storage_account", "allow_blob_public_access"],
		["azurerm_storage_account", "allow_nested_items_to_be_public"],
		["azurerm_storage_container", "container_access_type"],
	]
	some resource in tf.existing(type)
	found := [resource, [argument]]
}

google contains found if {
	some [type, argument] in [
		["google_storage_bucket_access_control", "entity"],
		["google_storage_bucket_acl", "predefined_acl"],
		["google_storage_bucket_acl", "role_entity"],
		["google_storage_bucket_iam_binding", "members"],
		["google_storage_bucket_iam_member", "member"],
		["google_storage_bucket_iam_policy", "policy_data"],
		["google_storage_default_object_access_control", "entity"],
	]
	some resource in tf.existing(type)
	found := [resource, [argument]]
}

# The words for everybody in a member, a list of them, an access list such as `READER:allUsers`, or a policy as JSON.
members(value) := {member |
	some text in texts(value)
	some member in regex.find_n(`\b(allUsers|allAuthenticatedUsers|publicRead|publicReadWrite)\b`, text, -1)
}

texts(value) := {text | some text in iam.one_or_more(value); is_string(text)}

# What is not known is nobody but the account or service that this plan creates.
only_accounts(resource, path) if {
	references := tf.references(resource, path)
	count(references) > 0
	every reference in references {
		reference.attr in {"member", "email", "id"}
	}
}
