# METADATA
# title: Whether an S3 bucket of a plan is safe to write to
# description: >-
#   Takes the plan as an argument, for policies that see more than one document. The Terraform policies look closer;
#   here counts only what is certain about a bucket that something else writes to.
package gate.buckets

# The S3 buckets that exist once the plan is applied and whose name is known now.
named(plan) := [bucket |
	some bucket in object.get(plan.by_type, "aws_s3_bucket", [])
	bucket.mode == "managed"
	bucket.action in {"create", "update", "replace", "no-op"}
	is_string(object.get(bucket.values, "bucket", null))
]

# The resources of a type that are a part of the bucket for sure.
parts(plan, bucket, type) := [part |
	some address in object.get(bucket.linked, type, [])
	index := object.get(plan.by_address, address, null)
	is_number(index)
	part := plan.resources[index]
]

# Whether a switch of the public access block is on.
blocked(plan, bucket, switch) if {
	some part in parts(plan, bucket, "aws_s3_bucket_public_access_block")
	object.get(part.values, switch, false) == true
}

# Whether it will be known only after apply how far the bucket is blocked.
block_undecided(plan, bucket) if {
	some part in parts(plan, bucket, "aws_s3_bucket_public_access_block")
	some switch in ["ignore_public_acls", "restrict_public_buckets"]
	object.get(part.unknown, switch, false) == true
}

block_undecided(_, bucket) if count(object.get(bucket.maybe_linked, "aws_s3_bucket_public_access_block", [])) > 0

public_acls := {"public-read", "public-read-write", "website"}

# What opens the bucket to everybody unless a public access block keeps it shut: the switch, and the words for it.
openings(plan, bucket) := array.concat(by_list, by_policy) if {
	lists := [bucket.values] # the argument of the bucket itself, which older code uses
	linked := [part.values | some part in parts(plan, bucket, "aws_s3_bucket_acl")]
	by_list := [["ignore_public_acls", "is public by its access list"] |
		some values in array.concat(lists, linked)
		object.get(values, "acl", null) in public_acls
	]
	by_policy := [["restrict_public_buckets", "is public by its policy"] |
		some part in parts(plan, bucket, "aws_s3_bucket_policy")
		grants_everybody(object.get(part.values, "policy", null))
	]
}

# Whether everybody can reach the bucket, and how.
exposures(plan, bucket) := {words |
	some [switch, words] in openings(plan, bucket)
	not blocked(plan, bucket, switch)
	not block_undecided(plan, bucket)
}

# Whether that hangs on something that is known only after apply.
exposure_undecided(plan, bucket) if {
	some [switch, _] in openings(plan, bucket)
	not blocked(plan, bucket, switch)
	block_undecided(plan, bucket)
}

# A policy document that allows something to everybody without a condition.
grants_everybody(text) if {
	is_string(text)
	json.is_valid(text)
	document := json.unmarshal(text)
	is_object(document)
	some statement in as_list(object.get(document, "Statement", []))
	is_object(statement)
	object.get(statement, "Effect", "") == "Allow"
	is_everybody(object.get(statement, "Principal", null))
	object.get(statement, "Condition", {}) == {}
}

is_everybody(principal) if principal == "*"

is_everybody(principal) if {
	is_object(principal)
	"*" in as_list(object.get(principal, "AWS", []))
}

as_list(value) := value if is_array(value)

as_list(value) := [value] if not is_array(value)

# Whether nobody can change or delete objects before their time: a lock with a default retention.
write_once(plan, bucket) if {
	locked(bucket)
	some part in parts(plan, bucket, "aws_s3_bucket_object_lock_configuration")
	some rule in object.get(part.values, "rule", [])
	some retention in object.get(rule, "default_retention", [])
	object.get(retention, "mode", null) in {"COMPLIANCE", "GOVERNANCE"}
}

locked(bucket) if object.get(bucket.values, "object_lock_enabled", false) == true

locked(bucket) if count(object.get(bucket.values, "object_lock_configuration", [])) > 0

# Whether that is known only after apply.
write_once_undecided(plan, bucket) if {
	some part in parts(plan, bucket, "aws_s3_bucket_object_lock_configuration")
	some path, _ in part.unknown
	startswith(path, "rule")
}

write_once_undecided(_, bucket) if {
	count(object.get(bucket.maybe_linked, "aws_s3_bucket_object_lock_configuration", [])) > 0
}
