provider "aws" {
  region = "eu-central-1"
}

variable "bucket" {
  type    = string
  default = "arn:aws:s3:::claims"
}

resource "aws_iam_policy" "claims" {
  name = "claims"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", NotAction = ["s3:DeleteObject", "s3:DeleteBucket"], Resource = [var.bucket, "${var.bucket}/*"] },
    ]
  })
}

data "aws_iam_policy_document" "payments" {
  statement {
    not_actions = ["iam:*"]
    resources   = ["arn:aws:*:*:111122223333:*"]

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_policy" "payments" {
  name   = "payments"
  policy = data.aws_iam_policy_document.payments.json
}
