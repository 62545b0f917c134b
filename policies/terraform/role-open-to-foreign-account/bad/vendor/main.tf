provider "aws" {
  region = "eu-central-1"
}

variable "vendor" {
  type    = string
  default = "444455556666"
}

resource "aws_iam_role" "scanner" {
  name = "scanner"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${var.vendor}:root" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "billing" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "AWS"
      identifiers = ["777788889999"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "sts:ExternalId"
      values   = ["claims-2291"]
    }
  }
}

resource "aws_iam_role" "billing" {
  name               = "billing"
  assume_role_policy = data.aws_iam_policy_document.billing.json
}
