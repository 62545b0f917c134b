package gate.policies.terraform.unencrypted_storage_test

import data.gate.policies.terraform.unencrypted_storage as policy

# The provider of Azure is not at hand for real plans; what its plans hold is written out here.
resource(type, values, more) := object.union(
	{
		"_loc": type,
		"address": sprintf("%s.x", [type]),
		"mode": "managed",
		"type": type,
		"provider": "aws",
		"action": "create",
		"values": values,
		"unknown": {},
		"constants": {argument: true | some argument, value in values; value != null},
		"refs": [],
		"linked": {},
	},
	more,
)

plan(resources) := {
	"providers": [{"name": "aws"}],
	"resources": resources,
	"by_type": {type: [found | some found in resources; found.type == type] | some type in {entry.type | some entry in resources}},
	"by_address": {entry.address: index | some index, entry in resources},
}

# Set to what another resource will say.
later(argument) := {
	"unknown": {argument: true},
	"refs": [{"path": argument, "to": "terraform_data.y", "attr": "output", "exact": true}],
}

paths(findings) := [finding.path | some finding in findings]

nothing(resources) if {
	count(policy.deny) == 0 with input as plan(resources)
	count(policy.unknown) == 0 with input as plan(resources)
}

denied(resources) := found if {
	found := paths(policy.deny) with input as plan(resources)
}

undecided(resources) := found if {
	count(policy.deny) == 0 with input as plan(resources)
	found := paths(policy.unknown) with input as plan(resources)
}

test_a_switch_that_is_off_is_pointed_at if {
	denied([resource("aws_rds_cluster", {"storage_encrypted": false}, {})]) == [["storage_encrypted"]]
	denied([resource("aws_dax_cluster", {"server_side_encryption": [{"enabled": false}]}, {
		"constants": {"server_side_encryption.0.enabled": true},
	})]) == [["server_side_encryption", 0, "enabled"]]
}

test_a_switch_that_is_left_out_is_off if {
	every type in [
		"aws_dax_cluster", "aws_db_instance", "aws_docdb_cluster", "aws_efs_file_system", "aws_elasticsearch_domain",
		"aws_kinesis_stream", "aws_neptune_cluster", "aws_opensearch_domain", "aws_redshift_cluster", "aws_sns_topic",
		"azurerm_kusto_cluster",
	] {
		denied([resource(type, {}, {})]) == [[]]
	}
}

test_a_switch_that_is_left_to_the_provider_is_off_and_not_unknown if {
	denied([resource("aws_efs_file_system", {}, {"unknown": {"encrypted": true}})]) == [[]]
}

test_a_switch_that_is_on_is_enough if {
	nothing([resource("aws_ebs_volume", {"encrypted": true}, {})])
	nothing([resource("aws_elasticache_replication_group", {"at_rest_encryption_enabled": "true"}, {})])
	nothing([resource("aws_kinesis_stream", {"encryption_type": "KMS"}, {})])
}

test_a_switch_that_is_known_after_apply_is_unknown if {
	undecided([resource("aws_ebs_volume", {}, later("encrypted"))]) == [["encrypted"]]
	undecided([resource("aws_opensearch_domain", {}, later("encrypt_at_rest"))]) == [["encrypt_at_rest", 0, "enabled"]]
	undecided([resource("aws_sqs_queue", {}, later("sqs_managed_sse_enabled"))]) == [["sqs_managed_sse_enabled"]]
}

test_a_key_is_enough_for_a_topic_and_a_queue if {
	nothing([resource("aws_sns_topic", {"kms_master_key_id": "alias/aws/sns"}, {})])
	nothing([resource("aws_sns_topic", {}, later("kms_master_key_id"))])
	nothing([resource("aws_sqs_queue", {"sqs_managed_sse_enabled": false, "kms_master_key_id": "alias/aws/sqs"}, {})])
	denied([resource("aws_sns_topic", {"kms_master_key_id": ""}, {})]) == [["kms_master_key_id"]]
}

test_some_services_encrypt_unless_told_otherwise if {
	nothing([resource("aws_sqs_queue", {}, {})])
	nothing([resource("azurerm_mssql_database", {"transparent_data_encryption_enabled": true}, {"constants": {}})])
	nothing([resource("aws_elasticache_replication_group", {"engine": "valkey"}, {})])
	nothing([resource("aws_rds_cluster", {"engine_mode": "serverless"}, {})])
	denied([resource("azurerm_mssql_database", {"transparent_data_encryption_enabled": false}, {})]) == [["transparent_data_encryption_enabled"]]
	denied([resource("aws_elasticache_replication_group", {"engine": "redis"}, {})]) == [[]]
}

test_every_disk_of_a_machine_is_judged if {
	disks := [{"encrypted": true}, {"encrypted": null}]
	denied([resource("aws_instance", {"ebs_block_device": disks}, {})]) == [["ebs_block_device", 1, "encrypted"]]
	mappings := [{"ebs": [{"encrypted": "false"}]}, {"ebs": null}, null, {"ebs": [{"encrypted": "true"}]}]
	denied([resource("aws_launch_template", {"block_device_mappings": mappings}, {})]) == [["block_device_mappings", 0, "ebs", 0, "encrypted"]]
	undecided([resource("aws_instance", {}, later("ebs_block_device"))]) == [["ebs_block_device"]]
}

by_default(enabled, more) := resource("aws_ebs_encryption_by_default", {"enabled": enabled}, more)

test_the_default_of_the_account_holds_for_volumes if {
	nothing([resource("aws_ebs_volume", {}, {}), by_default(true, {})])
	denied([resource("aws_ebs_volume", {}, {}), by_default(false, {})]) == [[]]
	denied([resource("aws_ebs_volume", {"encrypted": false}, {}), by_default(true, {})]) == [["encrypted"]]
	denied([resource("aws_db_instance", {}, {}), by_default(true, {})]) == [[]]
}

test_a_volume_that_exists_without_encryption_stays_without if {
	existing := resource("aws_ebs_volume", {"encrypted": false}, {"action": "no-op"})
	denied([existing, by_default(true, {})]) == [["encrypted"]]
}

test_the_default_of_a_region_that_is_not_known_is_unknown if {
	document := plan([resource("aws_ebs_volume", {}, {}), by_default(true, {})])
	regions := object.union(document, {"providers": [{"name": "aws"}, {"name": "aws"}]})
	count(policy.unknown) == 1 with input as regions
	count(policy.deny) == 0 with input as regions
	undecided([resource("aws_ebs_volume", {}, {}), by_default(null, later("enabled"))]) == [[]]
}

test_a_copy_is_what_its_original_is if {
	undecided([resource("aws_db_instance", {"snapshot_identifier": "payments-2024"}, {})]) == [[]]
	undecided([resource("aws_db_instance", {"restore_to_point_in_time": [{"use_latest_restorable_time": true}]}, {})]) == [[]]
	denied([resource("aws_db_instance", {"restore_to_point_in_time": []}, {})]) == [[]]
	denied([resource("aws_db_instance", {"snapshot_identifier": "payments", "storage_encrypted": false}, {})]) == [["storage_encrypted"]]
	nothing([resource("aws_db_instance", {"replicate_source_db": "arn:aws:rds:x", "kms_key_id": "arn:aws:kms:y"}, {})])
}

test_a_replica_of_something_encrypted_in_this_plan_is_encrypted if {
	reference := {"path": "replicate_source_db", "to": "aws_db_instance.main", "attr": "identifier", "exact": true}
	replica := resource("aws_db_instance", {"replicate_source_db": "main"}, {"refs": [reference]})
	nothing([replica, resource("aws_db_instance", {"storage_encrypted": true}, {"address": "aws_db_instance.main"})])
}

test_what_is_deleted_is_not_judged if {
	nothing([resource("aws_ebs_volume", {"encrypted": false}, {"action": "delete"})])
}
