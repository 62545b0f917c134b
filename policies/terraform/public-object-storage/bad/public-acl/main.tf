provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "statements" {
  bucket = "acme-card-statements"
}

resource "aws_s3_bucket_ownership_controls" "statements" {
  bucket = aws_s3_bucket.statements.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "statements" {
  depends_on = [aws_s3_bucket_ownership_controls.statements]

  bucket = aws_s3_bucket.statements.id
  acl    = "public-read"
}

resource "aws_s3_bucket_public_access_block" "statements" {
  bucket = aws_s3_bucket.statements.id

  block_public_policy     = true
  restrict_public_buckets = true
  block_public_acls       = false
}

resource "aws_s3_bucket" "marketing" {
  bucket = "acme-marketing-drops"
  acl    = "public-read-write"
}
