# METADATA
# title: Object storage is open to everybody
# description: >-
#   A bucket that anybody on the internet may read or write is the most common way in which a company loses customer
#   data. Access lists, policies and switched-off public access blocks open it; a block that is on keeps it shut
#   whatever the others say.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - https://learn.microsoft.com/en-us/azure/storage/blobs/anonymous-read-access-prevent
#   - https://cloud.google.com/storage/docs/public-access-prevention
# custom:
#   id: TF001
#   severity: critical
#   confidence: high
#   input: terraform
#   types:
#     - aws_s3_account_public_access_block
#     - aws_s3_bucket
#     - aws_s3_bucket_acl
#     - aws_s3_bucket_policy
#     - aws_s3_bucket_public_access_block
#     - azurerm_storage_account
#     - azurerm_storage_container
#     - google_storage_bucket_access_control
#     - google_storage_bucket_acl
#     - google_storage_bucket_iam_binding
#     - google_storage_bucket_iam_member
#     - google_storage_bucket_iam_policy
#     - google_storage_default_object_access_control
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
#     Take the public grant away, or limit it to your organisation or network, and switch all four settings of the
#     public access block on. Serve what is meant for everybody through a content delivery network.
#   answers: >-
#     Write the access list, the policy and the four settings of the public access block into the code, or plan again
#     once what they depend on has been applied, so that the plan says who is let in.
package gate.policies.terraform.public_object_storage

import data.gate
import data.gate.exposure
import data.gate.terraform as tf

deny contains finding if {
	some [resource, path, shelter, words] in exposure.openings
	not exposure.sheltered(resource, shelter)
	not exposure.perhaps_sheltered(resource, shelter)
	finding := gate.finding(resource, path, sprintf("%s %s", [resource.address, words]))
}

# The grant is there; whether a block keeps it without effect cannot be known.
unknown contains finding if {
	some [resource, path, shelter, words] in exposure.openings
	not exposure.sheltered(resource, shelter)
	exposure.perhaps_sheltered(resource, shelter)
	message := sprintf("%s %s; whether that is blocked is known only after apply", [resource.address, words])
	finding := gate.finding(resource, path, message)
}

# The grant itself cannot be known.
unknown contains finding if {
	some [resource, path, shelter] in exposure.doubts
	not exposure.sheltered(resource, shelter)
	message := sprintf("whether %s lets everybody in is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

# A public access block is one thing with four switches: one finding says which of them are off.
deny contains finding if {
	some block in blocks
	off := [switch | some switch in switches; tf.value(block, [switch]) != true; not tf.undecided(block, [switch])]
	count(off) > 0
	message := sprintf("%s leaves %s off", [block.address, concat(", ", off)])
	finding := gate.finding(block, first_written(block, off), message)
}

unknown contains finding if {
	some block in blocks
	some switch in switches
	tf.undecided(block, [switch])
	message := sprintf("whether %s of %s is on is known only after apply", [switch, block.address])
	finding := gate.finding(block, [switch], message)
}

blocks contains block if {
	some type in ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
	some block in tf.existing(type)
}

switches := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

first_written(block, off) := [written[0]] if {
	written := [switch | some switch in off; tf.written(block, [switch])]
	count(written) > 0
} else := []
