provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "runs" {
  input = { type = "CUSTOMER_MANAGED_KMS_KEY" }
}

resource "aws_sfn_activity" "patients" {
  name = "patients"

  encryption_configuration {
    type       = terraform_data.runs.output.type
    kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
  }
}

resource "aws_scheduler_schedule" "reminders" {
  name                = "reminders"
  schedule_expression = "rate(1 day)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:aws:lambda:eu-central-1:123456789012:function:reminders"
    role_arn = "arn:aws:iam::123456789012:role/reminders"
  }
}
