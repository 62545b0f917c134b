provider "aws" {
  region = "eu-central-1"
}

# Recorded every region, with digests.
resource "aws_cloudtrail" "main" {
  name                          = "main"
  s3_bucket_name                = "acme-audit"
  is_multi_region_trail         = false
  include_global_service_events = true
  event_selector {
    read_write_type = "WriteOnly"
  }
}

# Was seven years, and protected.
resource "aws_cloudtrail_event_data_store" "lake" {
  name                           = "lake"
  retention_period               = 90
  termination_protection_enabled = false
}

resource "aws_config_configuration_recorder_status" "main" {
  name       = "default"
  is_enabled = false
}

resource "aws_s3_bucket" "statements" {
  bucket = "acme-statements"
}

resource "aws_s3_bucket_public_access_block" "statements" {
  bucket                  = aws_s3_bucket.statements.id
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_kinesis_stream" "events" {
  name             = "events"
  shard_count      = 1
  retention_period = 24
}

resource "aws_kms_key" "ledger" {
  description             = "ledger"
  deletion_window_in_days = 7
}

# Its audit logs are not sent any more, and its backups are kept for a day.
resource "aws_db_instance" "core" {
  identifier                      = "core"
  instance_class                  = "db.t3.medium"
  engine                          = "postgres"
  allocated_storage               = 20
  username                        = "core"
  manage_master_user_password     = true
  storage_encrypted               = true
  skip_final_snapshot             = true
  deletion_protection             = false
  backup_retention_period         = 1
  enabled_cloudwatch_logs_exports = ["upgrade"]
}
