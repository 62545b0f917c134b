provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "audit" {
  for_each            = { eu = 7, us = 1 }
  bucket              = "acme-audit-${each.key}"
  object_lock_enabled = true
}

# Governance mode can be lifted by whoever holds s3:BypassGovernanceRetention.
resource "aws_s3_bucket_object_lock_configuration" "eu" {
  bucket = aws_s3_bucket.audit["eu"].id

  rule {
    default_retention {
      mode  = "GOVERNANCE"
      years = 7
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "us" {
  bucket = aws_s3_bucket.audit["us"].id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 365
    }
  }
}

resource "terraform_data" "retention" {
  input = { years = 7 }
}

resource "aws_s3_bucket" "records" {
  bucket              = "acme-trade-records"
  object_lock_enabled = true
}

resource "aws_s3_bucket_object_lock_configuration" "records" {
  bucket = aws_s3_bucket.records.id

  rule {
    default_retention {
      mode  = "COMPLIANCE"
      years = terraform_data.retention.output.years
    }
  }
}
