provider "aws" {
  region = "eu-central-1"
}

variable "plan_days" {
  type    = number
  default = 14
}

resource "terraform_data" "hours" {
  input = 168
}

resource "aws_kinesis_stream" "payments" {
  name             = "payments"
  shard_count      = 1
  retention_period = 48
}

resource "aws_kinesis_stream" "claims" {
  name        = "claims"
  shard_count = 1
}

resource "aws_kinesis_stream" "patients" {
  name             = "patients"
  shard_count      = 1
  retention_period = terraform_data.hours.output
}

resource "aws_backup_plan" "claims" {
  name = "claims"

  rule {
    rule_name         = "daily"
    target_vault_name = "claims"
    schedule          = "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = var.plan_days
    }
  }
}
