provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "exports" {
  for_each = toset(["daily", "monthly"])
  bucket   = "acme-exports-${each.key}"
}

# Anybody on the internet may read, as long as the connection is encrypted.
resource "aws_s3_bucket_policy" "exports" {
  for_each = aws_s3_bucket.exports
  bucket   = each.value.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["*"] }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-exports-${each.key}/*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

# The same grant on the monthly bucket would be without effect here.
resource "aws_s3_bucket_public_access_block" "monthly" {
  bucket                  = aws_s3_bucket.exports["monthly"].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
