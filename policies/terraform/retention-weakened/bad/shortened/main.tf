provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "ledger" {
  bucket              = "acme-payments-ledger"
  object_lock_enabled = true
}

# Was 10 years, in compliance mode.
resource "aws_s3_bucket_object_lock_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  rule {
    default_retention {
      mode  = "GOVERNANCE"
      years = 3
    }
  }
}

# Was enabled.
resource "aws_s3_bucket_versioning" "exports" {
  bucket = "acme-payments-exports"

  versioning_configuration {
    status = "Suspended"
  }
}

# Was never deleted.
resource "aws_cloudwatch_log_group" "api" {
  name              = "/payments/api"
  retention_in_days = 90
}

# Was ten years.
resource "aws_cloudwatch_log_group" "worker" {
  name              = "/payments/worker"
  retention_in_days = 365
}
