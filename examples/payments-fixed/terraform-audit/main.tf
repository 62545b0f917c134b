provider "aws" {
  region = "eu-central-1"
}

# What the payment API did, for the regulator.
resource "aws_cloudwatch_log_group" "api" {
  name              = "/payments/api"
  retention_in_days = 3653
}
