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

resource "aws_s3_bucket" "press" {
  bucket = "acme-press-kit"
}

resource "aws_s3_bucket_policy" "press" {
  bucket = aws_s3_bucket.press.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-press-kit/*"
    }]
  })
}
