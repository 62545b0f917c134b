provider "aws" {
  region = "eu-central-1"
}

# What the payment API did, for the regulator.
resource "aws_cloudwatch_log_group" "api" {
  name              = "/payments/api"
  retention_in_days = 3653
  kms_key_id        = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
}
