provider "aws" {
  region = "eu-central-1"
}

variable "who" {
  type    = string
  default = "*"
}

resource "aws_iam_role" "claims" {
  name = "claims"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" },
      { Effect = "Allow", Principal = { AWS = var.who }, Action = "sts:AssumeRole" },
    ]
  })
}

# An external id is no secret.
data "aws_iam_policy_document" "partner" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/partner", "*"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["claims-2291"]
    }
  }
}

resource "aws_iam_role" "partner" {
  name               = "partner"
  assume_role_policy = data.aws_iam_policy_document.partner.json
}

resource "aws_iam_role" "visitors" {
  name = "visitors"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "cognito-identity.amazonaws.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { "ForAllValues:StringEquals" = { "cognito-identity.amazonaws.com:aud" = "eu-central-1:0f1e2d3c" } }
    }]
  })
}
