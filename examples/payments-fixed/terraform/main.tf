variable "database_password" {
  type      = string
  sensitive = true
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "payments" {
  description         = "payments"
  enable_key_rotation = true
}

# Every booking, kept for the auditors.
resource "aws_s3_bucket" "ledger" {
  bucket              = "acme-payments-ledger"
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "ledger" {
  bucket = aws_s3_bucket.ledger.id

  rule {
    default_retention {
      mode  = "COMPLIANCE"
      years = 10
    }
  }
}

resource "aws_s3_bucket_public_access_block" "ledger" {
  bucket                  = aws_s3_bucket.ledger.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Files for partner banks.
resource "aws_s3_bucket" "exports" {
  bucket = "acme-payments-exports"
}

resource "aws_s3_bucket_public_access_block" "exports" {
  bucket                  = aws_s3_bucket.exports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "exports" {
  bucket = aws_s3_bucket.exports.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Both buckets: a key of our own, and a record of who read what.
resource "aws_s3_bucket_server_side_encryption_configuration" "all" {
  for_each = { ledger = aws_s3_bucket.ledger.id, exports = aws_s3_bucket.exports.id }
  bucket   = each.value

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.payments.arn
    }
  }
}

resource "aws_s3_bucket_logging" "all" {
  for_each      = { ledger = aws_s3_bucket.ledger.id, exports = aws_s3_bucket.exports.id }
  bucket        = each.value
  target_bucket = "acme-access-logs"
  target_prefix = "payments/${each.key}/"
}

module "service" {
  source   = "./service"
  name     = "payments"
  key      = aws_kms_key.payments.arn
  password = var.database_password
}

# The scoring service reads features and models.
resource "aws_iam_policy" "scoring" {
  name = "payments-scoring"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "arn:aws:s3:::acme-payments-features/*"
    }]
  })
}
