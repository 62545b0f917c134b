provider "aws" {
  region = "eu-central-1"
}

locals {
  audit_level = "SUCCESS_AND_FAILURE"
}

resource "aws_s3_bucket" "claims" {
  bucket = "claims-photos"
}

resource "aws_s3_bucket_logging" "claims" {
  bucket        = aws_s3_bucket.claims.id
  target_bucket = "access-logs-of-all-buckets"
  target_prefix = "claims/"
}

resource "aws_fsx_windows_file_system" "letters" {
  active_directory_id = "d-1234567890"
  storage_capacity    = 300
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
  throughput_capacity = 32

  audit_log_configuration {
    audit_log_destination       = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/fsx/letters"
    file_access_audit_log_level = local.audit_level
  }
}

# One of the two destinations is enough.
resource "aws_transfer_server" "brokers" {
  identity_provider_type      = "SERVICE_MANAGED"
  structured_log_destinations = ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/transfer/brokers:*"]
}

resource "aws_transfer_server" "hospitals" {
  identity_provider_type = "SERVICE_MANAGED"
  logging_role           = "arn:aws:iam::123456789012:role/transfer-logs"
}
