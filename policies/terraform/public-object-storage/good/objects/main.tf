provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "press" {
  bucket = "acme-press"
}

resource "aws_s3_bucket_public_access_block" "press" {
  bucket                  = aws_s3_bucket.press.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# The block leaves it without effect.
resource "aws_s3_object" "release" {
  bucket  = aws_s3_bucket.press.id
  key     = "release.txt"
  content = "for everybody"
  acl     = "public-read"
}

resource "aws_s3_object" "report" {
  bucket  = "acme-reports"
  key     = "report.txt"
  content = "for those who own it"
  acl     = "bucket-owner-full-control"
}
