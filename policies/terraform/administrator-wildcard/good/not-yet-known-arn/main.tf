provider "aws" {
  region = "eu-central-1"
}

variable "export_prefix" {
  type    = string
  default = "daily"
}

resource "aws_s3_bucket" "exports" {
  bucket_prefix = "acme-exports-"
}

resource "aws_kms_key" "exports" {
  description = "Exports at rest"
}

# The text is known only after apply, what it allows is known now.
resource "aws_iam_policy" "exporter" {
  name = "exporter"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${aws_s3_bucket.exports.arn}/${var.export_prefix}/*"
      },
      {
        Effect   = "Allow"
        Action   = "s3:ListAllMyBuckets"
        Resource = "*"
      },
    ]
  })
}

locals {
  key_statement = {
    Effect   = "Allow"
    Action   = "*"
    Resource = aws_kms_key.exports.arn
  }
  key_policy = jsonencode({ Version = "2012-10-17", Statement = [local.key_statement] })
}

# Every action, but on one key.
resource "aws_iam_policy" "key" {
  name   = "exports-key"
  policy = local.key_policy
}
