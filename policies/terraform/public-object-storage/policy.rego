# METADATA
# title: Object storage is open to everybody
# description: >-
#   A bucket or container that anybody on the internet can read is the most common way in which customer data leaks.
#   An access list or a policy that names everybody counts unless a public access block takes its effect away.
#   A bucket without a public access block does not count: the cloud itself blocks public access of new buckets.
# custom:
#   id: TF001
#   severity: critical
#   confidence: high
#   input: terraform
#   types:
#     - aws_s3_bucket
#     - aws_s3_bucket_acl
#     - aws_s3_bucket_policy
#     - aws_s3_bucket_public_access_block
#     - aws_s3_account_public_access_block
#     - aws_s3_access_point
#     - azurerm_storage_account
#     - azurerm_storage_container
#     - google_storage_bucket_acl
#     - google_storage_bucket_access_control
#     - google_storage_default_object_access_control
#     - google_storage_bucket_iam_member
#     - google_storage_bucket_iam_binding
#     - google_storage_bucket_iam_policy
#   controls:
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
#     - nist-800-53:SC-7
#     - csf-2:PR.AA-05
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - soc2:C1.1
#     - iso-27001:A.8.3
#     - iso-27001:A.5.15
#     - pci-dss:1.4.4
#     - pci-dss:7.2.1
#     - sox-itgc:LA
#   remediation: >-
#     Remove the public access list, grant or policy and switch on every argument of the public access block.
#     Serve what really is public through a content delivery network that has its own access to the bucket.
package gate.policies.terraform.public_object_storage

import data.gate
import data.gate.object_storage as storage
import data.gate.terraform as tf

# Where a public access block is written: a resource of its own, or a block of another.
blocks := [
	{"type": "aws_s3_bucket_public_access_block", "path": []},
	{"type": "aws_s3_account_public_access_block", "path": []},
	{"type": "aws_s3_access_point", "path": ["public_access_block_configuration", 0]},
]

guards := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

deny contains finding if {
	some door in storage.open
	storage.held_back(door) == "nobody"
	message := sprintf("%s lets everybody in through %s", [door.of.address, tf.dotted(door.path)])
	finding := gate.finding(door.of, door.path, message)
}

deny contains finding if {
	some block in blocks
	some resource in tf.existing(block.type)
	is_object(object.get(resource.values, block.path, null))
	off := [array.concat(block.path, [guard]) |
		some guard in guards
		tf.value(resource, array.concat(block.path, [guard])) != true
		not tf.unknown(resource, array.concat(block.path, [guard]))
	]
	count(off) > 0
	message := sprintf("%s leaves %s off", [resource.address, concat(", ", [tf.dotted(path) | some path in off])])
	finding := gate.finding(resource, off[0], message)
}

unknown contains finding if {
	some door in storage.open
	storage.held_back(door) == "perhaps"
	finding := undecided(door.of, door.path)
}

unknown contains finding if {
	some door in storage.undecided
	storage.held_back(door) != "all"
	finding := undecided(door.of, door.path)
}

unknown contains finding if {
	some block in blocks
	some resource in tf.existing(block.type)
	some guard in guards
	path := array.concat(block.path, [guard])
	tf.undecided(resource, path)
	finding := undecided(resource, path)
}

undecided(resource, path) := gate.finding(resource, path, message) if {
	message := sprintf("whether %s of %s keeps the public out is known only after apply", [tf.dotted(path), resource.address])
}
