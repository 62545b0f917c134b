provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "ledger" {
  bucket = "acme-payments-ledger"
}

# Object Lock is switched on, but nothing is kept unless each upload asks for it.
resource "aws_s3_bucket" "trail" {
  bucket              = "acme-cloudtrail-eu"
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "trail" {
  bucket = aws_s3_bucket.trail.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "by_tag" {
  bucket = "acme-7f3c"
  tags   = { Purpose = "audit log" }
}
