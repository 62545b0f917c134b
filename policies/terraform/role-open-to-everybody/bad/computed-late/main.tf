provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "organization" {
  input = "o-1a2b3c4d5e"
}

resource "terraform_data" "trusted" {
  input = "arn:aws:iam::111122223333:role/patients"
}

data "aws_iam_policy_document" "organization" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [terraform_data.organization.output]
    }
  }
}

resource "aws_iam_role" "organization" {
  name               = "organization"
  assume_role_policy = data.aws_iam_policy_document.organization.json
}

data "aws_iam_policy_document" "trusted" {
  statement {
    actions = ["sts:*"]

    principals {
      type        = "AWS"
      identifiers = [terraform_data.trusted.output]
    }
  }
}

resource "aws_iam_role" "trusted" {
  name               = "trusted"
  assume_role_policy = data.aws_iam_policy_document.trusted.json
}

# Everybody but one.
resource "aws_iam_role" "others" {
  name = "others"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:user/former" }
      Action       = "sts:AssumeRole"
    }]
  })
}
