provider "aws" {
  region = "eu-central-1"
}

# The Object Lock configuration of this bucket was taken out of the code, so that the plan deletes it; the locked
# bucket acme-audit-2019 is gone altogether.
resource "aws_s3_bucket" "ledger" {
  bucket              = "acme-payments-ledger"
  object_lock_enabled = true
}

resource "terraform_data" "retention" {
  input = { days = 3653 }
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/payments/api"
  retention_in_days = terraform_data.retention.output.days
}
