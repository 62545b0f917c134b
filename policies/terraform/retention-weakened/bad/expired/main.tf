provider "aws" {
  region = "eu-central-1"
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

resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  # Was ten years.
  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  # Is the same, and reached statements/ only.
  rule {
    id     = "statements"
    status = "Enabled"
    filter {
      prefix = "stat"
    }
    expiration {
      days = 3650
    }
  }

  # Was disabled.
  rule {
    id     = "drafts"
    status = "Enabled"
    filter {
      prefix = "drafts/"
    }
    expiration {
      days = 30
    }
  }
}

resource "aws_s3_bucket" "exports" {
  bucket = "acme-payments-exports"
}

resource "aws_s3_bucket_versioning" "exports" {
  bucket = aws_s3_bucket.exports.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Nothing was deleted here before.
resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id

  rule {
    id     = "tidy"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days           = 30
      newer_noncurrent_versions = 3
    }
  }
}

resource "aws_backup_plan" "databases" {
  name = "databases"

  # Was seven years. The monthly rule is gone.
  rule {
    rule_name         = "daily"
    target_vault_name = "databases"
    schedule          = "cron(0 3 * * ? *)"
    lifecycle {
      delete_after = 35
    }
  }
}
