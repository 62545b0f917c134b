provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "payments" {
  description         = "Data of the payment service"
  enable_key_rotation = true
}

resource "aws_ebs_volume" "training" {
  availability_zone = "eu-central-1a"
  size              = 500
  encrypted         = true
  kms_key_id        = aws_kms_key.payments.arn
}

resource "aws_rds_cluster" "payments" {
  cluster_identifier          = "payments"
  engine                      = "aurora-postgresql"
  master_username             = "payments"
  manage_master_user_password = true
  storage_encrypted           = true
  kms_key_id                  = aws_kms_key.payments.arn
  backup_retention_period     = 14
  final_snapshot_identifier   = "payments-final"
}

# The key's id is known only after apply: that there will be a key is known now.
resource "aws_sns_topic" "fraud_alerts" {
  name              = "fraud-alerts"
  kms_master_key_id = aws_kms_key.payments.id
}

resource "aws_sqs_queue" "refunds" {
  name              = "refunds"
  kms_master_key_id = aws_kms_key.payments.id
}

resource "aws_kinesis_stream" "clicks" {
  name            = "clicks"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = aws_kms_key.payments.arn
}
