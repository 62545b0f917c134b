provider "aws" {
  region = "eu-central-1"
}

resource "aws_cloudtrail" "bank" {
  name           = "bank"
  s3_bucket_name = "bank-trail"
}

locals {
  log_key = "arn:aws:kms:eu-central-1:123456789012:alias/aws/logs"
}

resource "aws_cloudwatch_log_group" "payments" {
  name       = "/bank/payments"
  kms_key_id = local.log_key
}

resource "aws_xray_encryption_config" "this" {
  type = "NONE"
}

resource "aws_prometheus_workspace" "clinic" {
  alias = "clinic"
}

# It may take the key of the bucket.
resource "aws_config_delivery_channel" "bank" {
  name           = "bank"
  s3_bucket_name = "bank-config"
}
