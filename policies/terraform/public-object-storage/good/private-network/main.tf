provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "packages" {
  bucket = "acme-internal-packages"
}

data "aws_iam_policy_document" "packages" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.packages.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-0d1b2c3d4e5f60718"]
    }
  }
}

resource "aws_s3_bucket_policy" "packages" {
  bucket = aws_s3_bucket.packages.id
  policy = data.aws_iam_policy_document.packages.json
}

resource "aws_s3_bucket_acl" "packages" {
  bucket = aws_s3_bucket.packages.id
  acl    = "private"
}
