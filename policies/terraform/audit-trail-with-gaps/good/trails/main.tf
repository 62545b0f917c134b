provider "aws" {
  region = "eu-central-1"
}

variable "all_types" {
  type    = bool
  default = true
}

resource "aws_cloudtrail" "payments" {
  name                          = "payments"
  s3_bucket_name                = "payments-trail"
  cloud_watch_logs_group_arn    = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
  cloud_watch_logs_role_arn     = "arn:aws:iam::123456789012:role/trail"
  enable_log_file_validation    = true
  include_global_service_events = true
  is_multi_region_trail         = true
}

resource "aws_config_configuration_recorder" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/recorder"

  recording_group {
    all_supported = var.all_types
  }
}

resource "aws_config_configuration_recorder_status" "main" {
  name       = aws_config_configuration_recorder.main.name
  is_enabled = true
}

# All regions, because nothing else is said.
resource "aws_cloudtrail_event_data_store" "payments" {
  name = "payments"
}
