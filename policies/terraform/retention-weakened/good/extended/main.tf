provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "ledger" {
  bucket              = "acme-payments-ledger"
  object_lock_enabled = true
}

# Was 2555 days.
resource "aws_s3_bucket_object_lock_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  rule {
    default_retention {
      mode  = "COMPLIANCE"
      years = 10
    }
  }
}

# Was 365 days; zero keeps them for ever.
resource "aws_cloudwatch_log_group" "api" {
  name              = "/payments/api"
  retention_in_days = 0
}
