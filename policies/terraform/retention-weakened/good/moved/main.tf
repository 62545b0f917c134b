provider "aws" {
  region = "eu-central-1"
}

# Was called api in the code.
resource "aws_cloudwatch_log_group" "payments" {
  name              = "/payments/api"
  retention_in_days = 3653
}

moved {
  from = aws_cloudwatch_log_group.api
  to   = aws_cloudwatch_log_group.payments
}

# Another team looks after this key from now on.
removed {
  from = aws_kms_key.shared
  lifecycle {
    destroy = false
  }
}

resource "aws_vpc" "core" {
  cidr_block = "10.0.0.0/16"
}

# Was called core, and sent what it records to a log group.
resource "aws_flow_log" "to_bucket" {
  vpc_id               = aws_vpc.core.id
  traffic_type         = "ALL"
  log_destination      = "arn:aws:s3:::acme-flows"
  log_destination_type = "s3"
}

resource "aws_s3_bucket" "ledger" {
  bucket = "acme-payments-ledger"
}

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  versioning_configuration {
    status = "Enabled"
  }
}

# The rules have other names and another order; what is old is kept for longer and moves to a cheaper class.
resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  rule {
    id     = "scratch-area"
    status = "Enabled"
    filter {
      prefix = "scratch/tmp/"
    }
    expiration {
      days = 7
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  rule {
    id     = "versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 3650
    }
    noncurrent_version_transition {
      noncurrent_days = 90
      storage_class   = "GLACIER"
    }
  }
}

# Keeps versions only from now on.
resource "aws_s3_bucket" "exports" {
  bucket = "acme-payments-exports"
}

resource "aws_s3_bucket_versioning" "exports" {
  bucket = aws_s3_bucket.exports.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id

  rule {
    id     = "versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }
}

resource "aws_backup_plan" "databases" {
  name = "databases"

  rule {
    rule_name         = "every-night"
    target_vault_name = "databases"
    schedule          = "cron(0 3 * * ? *)"
    lifecycle {
      delete_after = 2555
    }
  }
}
