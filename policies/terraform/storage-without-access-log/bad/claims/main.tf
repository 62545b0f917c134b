provider "aws" {
  region = "eu-central-1"
}

locals {
  audit_level = "DISABLED"
}

resource "terraform_data" "audit" {
  input = "SUCCESS_AND_FAILURE"
}

resource "aws_s3_bucket" "claims" {
  bucket = "claims-photos"
}

resource "aws_fsx_windows_file_system" "letters" {
  active_directory_id = "d-1234567890"
  storage_capacity    = 300
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
  throughput_capacity = 32

  audit_log_configuration {
    file_access_audit_log_level = local.audit_level
  }
}

resource "aws_fsx_windows_file_system" "contracts" {
  active_directory_id = "d-1234567890"
  storage_capacity    = 300
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
  throughput_capacity = 32

  audit_log_configuration {
    audit_log_destination       = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/fsx/contracts"
    file_access_audit_log_level = terraform_data.audit.output
  }
}

resource "aws_transfer_server" "brokers" {
  identity_provider_type = "SERVICE_MANAGED"
}

resource "aws_datasync_task" "archive" {
  source_location_arn      = "arn:aws:datasync:eu-central-1:123456789012:location/loc-0a1b2c3d4e5f60718"
  destination_location_arn = "arn:aws:datasync:eu-central-1:123456789012:location/loc-1a1b2c3d4e5f60718"
  cloudwatch_log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/datasync"

  options {
    log_level = "OFF"
  }
}
