provider "aws" {
  region = "eu-central-1"
}

resource "aws_sqs_queue" "refunds" {
  name                    = "refunds"
  sqs_managed_sse_enabled = false
}

resource "aws_sns_topic" "fraud_alerts" {
  name = "fraud-alerts"
}

resource "aws_kinesis_stream" "clicks" {
  name            = "clicks"
  shard_count     = 1
  encryption_type = "NONE"
}

resource "aws_opensearch_domain" "transactions" {
  domain_name    = "transactions"
  engine_version = "OpenSearch_2.11"

  encrypt_at_rest {
    enabled = false
  }
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "sessions"
  description          = "Sessions of the app"
  node_type            = "cache.t4g.small"
}

resource "terraform_data" "settings" {
  input = { encrypted = true }
}

resource "aws_efs_file_system" "notebooks" {
  encrypted = terraform_data.settings.output.encrypted
}
