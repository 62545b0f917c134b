# METADATA
# title: Stored data is not encrypted
# description: >-
#   Without encryption at rest a copied disk, snapshot or backup is readable by whoever holds it. Most services encrypt
#   only when asked to, and cannot be asked later without moving the data. What a service always encrypts (S3,
#   DynamoDB, everything of Google Cloud, Azure disks and blobs) is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/welcome.html
# custom:
#   id: TF002
#   severity: high
#   confidence: high
#   input: terraform
#   types:
#     - aws_dax_cluster
#     - aws_db_instance
#     - aws_docdb_cluster
#     - aws_ebs_volume
#     - aws_efs_file_system
#     - aws_elasticache_replication_group
#     - aws_elasticsearch_domain
#     - aws_instance
#     - aws_kinesis_stream
#     - aws_launch_configuration
#     - aws_launch_template
#     - aws_neptune_cluster
#     - aws_opensearch_domain
#     - aws_rds_cluster
#     - aws_redshift_cluster
#     - aws_sns_topic
#     - aws_sqs_queue
#     - azurerm_kusto_cluster
#     - azurerm_mssql_database
#   controls:
#     - nist-800-53:SC-28
#     - nist-800-53:SC-28(1)
#     - csf-2:PR.DS-01
#     - soc2:CC6.1
#     - soc2:C1.1
#     - iso-27001:A.8.24
#     - pci-dss:3.5.1
#     - sox-itgc:LA
#   remediation: >-
#     Switch encryption at rest on, best with a key of your own. Where the service cannot change it in place, restore
#     an encrypted copy of the data and put that in its place.
#   answers: >-
#     Write the setting into the code of the resource itself, or plan again once what it depends on has been applied,
#     so that the plan says whether it is encrypted.
package gate.policies.terraform.unencrypted_storage

import data.gate
import data.gate.terraform as tf

deny contains finding if {
	some [resource, path] in switches
	not encrypted(resource, path)
	not tf.undecided(resource, path)
	count(conditions(resource, path)) == 0
	message := sprintf("%s does not encrypt what it stores", [resource.address])
	finding := gate.finding(resource, tf.place(resource, path), message)
}

unknown contains finding if {
	some [resource, path] in switches
	not encrypted(resource, path)
	tf.undecided(resource, path)
	message := sprintf("whether %s encrypts what it stores is known only after apply", [resource.address])
	finding := gate.finding(resource, path, message)
}

unknown contains finding if {
	some [resource, path] in switches
	not encrypted(resource, path)
	not tf.undecided(resource, path)
	some condition in conditions(resource, path)
	message := sprintf("%s is encrypted only if %s, which the plan does not say", [resource.address, condition])
	finding := gate.finding(resource, [], message)
}

# What must be asked for, with the argument that does.
switches contains found if {
	some type, path in {
		"aws_dax_cluster": ["server_side_encryption", 0, "enabled"],
		"aws_db_instance": ["storage_encrypted"],
		"aws_docdb_cluster": ["storage_encrypted"],
		"aws_ebs_volume": ["encrypted"],
		"aws_efs_file_system": ["encrypted"],
		"aws_elasticache_replication_group": ["at_rest_encryption_enabled"],
		"aws_elasticsearch_domain": ["encrypt_at_rest", 0, "enabled"],
		"aws_kinesis_stream": ["encryption_type"],
		"aws_neptune_cluster": ["storage_encrypted"],
		"aws_opensearch_domain": ["encrypt_at_rest", 0, "enabled"],
		"aws_rds_cluster": ["storage_encrypted"],
		"aws_redshift_cluster": ["encrypted"],
		"aws_sns_topic": ["kms_master_key_id"],
		"aws_sqs_queue": ["sqs_managed_sse_enabled"],
		"azurerm_kusto_cluster": ["disk_encryption_enabled"],
		"azurerm_mssql_database": ["transparent_data_encryption_enabled"],
	}
	some resource in tf.existing(type)
	found := [resource, path]
}

# The disks that a machine is given.
switches contains found if {
	some type in ["aws_instance", "aws_launch_configuration"]
	some resource in tf.existing(type)
	some disks in ["root_block_device", "ebs_block_device"]
	some index, _ in tf.items(resource, [disks])
	found := [resource, [disks, index, "encrypted"]]
}

# Disks of which nobody can tell yet how many there will be.
switches contains found if {
	some type in ["aws_instance", "aws_launch_configuration", "aws_launch_template"]
	some resource in tf.existing(type)
	some disks in ["root_block_device", "ebs_block_device", "block_device_mappings"]
	object.get(resource.unknown, disks, false) == true
	tf.undecided(resource, [disks])
	found := [resource, [disks]]
}

switches contains found if {
	some resource in tf.existing("aws_launch_template")
	some index, _ in tf.items(resource, ["block_device_mappings"])
	some disk, _ in tf.items(resource, ["block_device_mappings", index, "ebs"])
	found := [resource, ["block_device_mappings", index, "ebs", disk, "encrypted"]]
}

encrypted(resource, path) if tf.value(resource, path) in {true, "true", "KMS"}

# A key is encryption enough for a topic and a queue.
encrypted(resource, _) if {
	resource.type in {"aws_sns_topic", "aws_sqs_queue"}
	tf.given(resource, ["kms_master_key_id"])
}

# What the code leaves out is encrypted where the service, or the whole account, says so.
encrypted(resource, path) if {
	left_out(resource, path)
	on_by_default(resource)
}

# A copy with a key of its own, or of something in this plan that is encrypted.
encrypted(resource, path) if {
	count(sources(resource, path)) > 0
	tf.given(resource, array.concat(array.slice(path, 0, count(path) - 1), ["kms_key_id"]))
}

encrypted(resource, path) if {
	some source in sources(resource, path)
	some original in tf.targets(resource, source)
	tf.value(original, path) == true
}

left_out(resource, path) if {
	value := tf.value(resource, path)
	not value in {false, "false"}
	not tf.written(resource, path)
}

on_by_default(resource) if resource.type in {"aws_sqs_queue", "azurerm_mssql_database"}

on_by_default(resource) if {
	resource.type == "aws_elasticache_replication_group"
	tf.value(resource, ["engine"]) == "valkey"
}

on_by_default(resource) if {
	resource.type == "aws_rds_cluster"
	tf.value(resource, ["engine_mode"]) == "serverless"
}

on_by_default(resource) if {
	resource.type in disk_types
	some setting in tf.existing("aws_ebs_encryption_by_default")
	tf.value(setting, ["enabled"]) == true
	one_region(resource)
}

# The setting of an account holds in one region; which one another provider configuration is about is not known.
one_region(resource) if {
	count([provider | some provider in input.providers; provider.name == resource.provider]) < 2
}

disk_types := {"aws_ebs_volume", "aws_instance", "aws_launch_configuration", "aws_launch_template"}

# What the encryption of something hangs on that asks for none.
conditions(resource, path) := array.concat(by_origin, by_region) if {
	by_origin := ["what it is copied from is" | count(sources(resource, path)) > 0]
	by_region := ["volumes of its region are by default" |
		left_out(resource, path)
		resource.type in disk_types
		some setting in tf.existing("aws_ebs_encryption_by_default")
		tf.value(setting, ["enabled"]) != false
	]
}

# The arguments that name what a copy is made from; it is encrypted when that is, unless the code says something else.
sources(resource, path) := [source |
	left_out(resource, path)
	some argument in [
		"global_replication_group_id",
		"replicate_source_db",
		"replication_source_identifier",
		"restore_to_point_in_time",
		"snapshot_id",
		"snapshot_identifier",
	]
	source := array.concat(array.slice(path, 0, count(path) - 1), [argument])
	tf.given(resource, source)
	tf.value(resource, source) != []
]
