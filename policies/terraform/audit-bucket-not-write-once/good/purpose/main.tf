provider "aws" {
  region = "eu-central-1"
}

# The purpose that a bucket says itself counts for more than its name.
resource "aws_s3_bucket" "artifacts" {
  bucket = "acme-audit-artifacts"
  tags   = { Name = "acme-audit-artifacts", Purpose = "build artifacts" }
}

# Access logs of S3 are no proof of anything: no bucket with Object Lock takes them.
resource "aws_s3_bucket" "requests" {
  bucket = "acme-requests"
}

resource "aws_s3_bucket_logging" "artifacts" {
  bucket        = aws_s3_bucket.artifacts.id
  target_bucket = aws_s3_bucket.requests.id
  target_prefix = "s3/"
}

# Nothing is written while the logs are off.
resource "aws_lb" "edge" {
  name    = "edge"
  subnets = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]

  access_logs {
    bucket = aws_s3_bucket.requests.id
  }
}

# A stream of clicks is no record of who did what.
resource "aws_kinesis_firehose_delivery_stream" "clicks" {
  name        = "clicks"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::111122223333:role/clicks"
    bucket_arn = aws_s3_bucket.clicks.arn
  }
}

resource "aws_s3_bucket" "clicks" {
  bucket = "acme-clicks"
}

# The trail goes to a bucket of another account.
resource "aws_cloudtrail" "organization" {
  name           = "organization"
  s3_bucket_name = "central-7f3c"
}
