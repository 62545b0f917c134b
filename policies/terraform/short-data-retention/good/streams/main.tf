provider "aws" {
  region = "eu-central-1"
}

variable "plan_days" {
  type    = number
  default = 35
}

resource "aws_kinesis_stream" "payments" {
  name             = "payments"
  shard_count      = 1
  retention_period = 168
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

# Without end.
resource "aws_backup_plan" "patients" {
  name = "patients"

  rule {
    rule_name         = "monthly"
    target_vault_name = "patients"
    schedule          = "cron(0 3 1 * ? *)"
  }
}
