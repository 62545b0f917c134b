provider "aws" {
  region = "eu-central-1"
}

variable "all_types" {
  type    = bool
  default = false
}

resource "terraform_data" "validation" {
  input = true
}

resource "aws_cloudtrail" "payments" {
  name                          = "payments"
  s3_bucket_name                = "payments-trail"
  cloud_watch_logs_group_arn    = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
  cloud_watch_logs_role_arn     = "arn:aws:iam::123456789012:role/trail"
  include_global_service_events = false
  is_multi_region_trail         = false
}

resource "aws_cloudtrail" "claims" {
  name                       = "claims"
  s3_bucket_name             = "claims-trail"
  cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/trail"
  enable_log_file_validation = terraform_data.validation.output
  is_multi_region_trail      = true
}

resource "aws_config_configuration_recorder" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/recorder"

  recording_group {
    all_supported  = var.all_types
    resource_types = ["AWS::S3::Bucket"]
  }
}

resource "aws_config_configuration_recorder_status" "main" {
  name       = aws_config_configuration_recorder.main.name
  is_enabled = false
}
