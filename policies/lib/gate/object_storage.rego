# METADATA
# title: What policies about buckets and containers use
# description: Finds the access lists and policies of a plan that let everybody into a bucket, and what holds them back.
package gate.object_storage

import data.gate.iam
import data.gate.terraform as tf

everybody := {
	"allUsers",
	"allAuthenticatedUsers",
	"http://acs.amazonaws.com/groups/global/AllUsers",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
}

canned := {"public-read", "public-read-write", "authenticated-read", "publicRead", "publicReadWrite", "authenticatedRead"}

# Arguments that open a bucket, and what they say then.
switches := [
	{"type": "aws_s3_bucket", "path": ["acl"], "open": canned},
	{"type": "aws_s3_bucket_acl", "path": ["acl"], "open": canned},
	{"type": "azurerm_storage_account", "path": ["allow_nested_items_to_be_public"], "open": {true}},
	{"type": "azurerm_storage_account", "path": ["allow_blob_public_access"], "open": {true}},
	{"type": "azurerm_storage_container", "path": ["container_access_type"], "open": {"blob", "container"}},
	{"type": "google_storage_bucket_acl", "path": ["predefined_acl"], "open": canned},
	{"type": "google_storage_bucket_access_control", "path": ["entity"], "open": everybody},
	{"type": "google_storage_default_object_access_control", "path": ["entity"], "open": everybody},
	{"type": "google_storage_bucket_iam_member", "path": ["member"], "open": everybody},
]

# Lists of grants, and the way from an element to whom it is for.
grants := [
	{"type": "aws_s3_bucket", "path": ["grant"], "to": ["uri"]},
	{"type": "aws_s3_bucket_acl", "path": ["access_control_policy", 0, "grant"], "to": ["grantee", 0, "uri"]},
	{"type": "google_storage_bucket_iam_binding", "path": ["members"], "to": []},
	{"type": "google_storage_bucket_acl", "path": ["role_entity"], "to": []},
]

# Arguments that hold a policy document.
documents := [
	{"type": "aws_s3_bucket_policy", "path": ["policy"]},
	{"type": "aws_s3_bucket", "path": ["policy"]},
	{"type": "google_storage_bucket_iam_policy", "path": ["policy_data"]},
]

aws_block := "aws_s3_bucket_public_access_block"

# What keeps a bucket private whatever its access lists or policies say: an argument of the bucket or account itself
# (`part` is empty), or of a resource that belongs to it.
keepers := [
	{"owner": "aws_s3_bucket", "part": aws_block, "argument": "block_public_acls", "private": true, "stops": {"list"}},
	{"owner": "aws_s3_bucket", "part": aws_block, "argument": "ignore_public_acls", "private": true, "stops": {"list"}},
	{"owner": "aws_s3_bucket", "part": aws_block, "argument": "block_public_policy", "private": true, "stops": {"policy"}},
	{"owner": "aws_s3_bucket", "part": aws_block, "argument": "restrict_public_buckets", "private": true, "stops": {"policy"}},
	{"owner": "azurerm_storage_account", "part": "", "argument": "allow_nested_items_to_be_public", "private": false, "stops": {"list"}},
	{"owner": "azurerm_storage_account", "part": "", "argument": "public_network_access_enabled", "private": false, "stops": {"list"}},
	{"owner": "google_storage_bucket", "part": "", "argument": "public_access_prevention", "private": "enforced", "stops": {"list", "policy"}},
]

# Conditions that let in only callers of one network, account or organisation.
# Source: AWS, "The meaning of public" in the guide to blocking public access to S3.
narrowing := {
	"aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcearn", "aws:sourceaccount",
	"aws:sourceorgid", "aws:principalorgid", "aws:principalorgpaths", "aws:principalarn", "aws:principalaccount",
	"aws:userid", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
}

# The arguments through which everybody comes in: `{of, path, kind}`, the kind being `list` or `policy`.
open contains door if {
	some switch in switches
	some resource in tf.existing(switch.type)
	value := tf.value(resource, switch.path)
	value in switch.open
	door := {"of": resource, "path": switch.path, "kind": "list"}
}

open contains door if {
	some grant in grants
	some resource in tf.existing(grant.type)
	some index, entry in tf.items(resource, grant.path)
	whom := object.get({"entry": entry}, array.concat(["entry"], grant.to), null)
	is_string(whom)
	regex.replace(whom, "^[A-Z]+:", "") in everybody
	door := {"of": resource, "path": array.concat(grant.path, array.concat([index], grant.to)), "kind": "list"}
}

open contains door if {
	some document in documents
	some resource in tf.existing(document.type)
	names_everybody(resource, document.path)
	door := {"of": resource, "path": document.path, "kind": "policy"}
}

# The arguments of which nobody can say before apply whether everybody comes in.
undecided contains door if {
	some list in array.concat(switches, grants)
	some resource in tf.existing(list.type)
	tf.undecided(resource, list.path)
	door := {"of": resource, "path": list.path, "kind": "list"}
}

undecided contains door if {
	some document in documents
	some resource in tf.existing(document.type)
	iam.unreadable(resource, document.path)
	door := {"of": resource, "path": document.path, "kind": "policy"}
}

# What else holds everybody back from a door: `all`, `nobody`, or `perhaps` when that is known only after apply.
held_back(door) := "all" if {
	some keeper in keepers_of(door)
	tf.value(keeper.of, keeper.path) == keeper.private
} else := "perhaps" if {
	some keeper in keepers_of(door)
	tf.undecided(keeper.of, keeper.path)
} else := "perhaps" if {
	some owner in owners(door.of)
	tf.maybe_linked(owner, aws_block)
} else := "nobody"

keepers_of(door) := [{"of": part, "path": [keeper.argument], "private": keeper.private} |
	some keeper in keepers
	door.kind in keeper.stops
	some owner in owners(door.of)
	owner.type == keeper.owner
	some part in parts(owner, keeper.part)
]

parts(owner, part) := [owner] if part == ""

parts(owner, part) := tf.linked(owner, part) if part != ""

# The bucket or account that something belongs to; it may be one itself.
owners(resource) := [resource] if resource.type in {"aws_s3_bucket", "azurerm_storage_account", "google_storage_bucket"}

owners(resource) := [owner |
	some argument in ["bucket", "storage_account_name", "storage_account_id"]
	some owner in tf.targets(resource, [argument])
] if {
	not resource.type in {"aws_s3_bucket", "azurerm_storage_account", "google_storage_bucket"}
}

names_everybody(resource, path) if {
	some statement in iam.statements(resource, path)
	statement.allows
	statement.anybody
	not narrowed(statement)
}

names_everybody(resource, path) if {
	some binding in iam.bindings(resource, path)
	some member in binding.members
	member in everybody
}

# Whether a condition of a statement narrows it. Operators that also hold when the key is missing or differs do not.
narrowed(statement) if {
	some condition in statement.conditions
	condition.key in narrowing
	not regex.match("(?i)not|ifexists$|^forallvalues|^null$", condition.operator)
	every value in condition.values {
		not value in {"*", "0.0.0.0/0", "::/0"}
	}
}
