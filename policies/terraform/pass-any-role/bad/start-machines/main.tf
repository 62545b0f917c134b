provider "aws" {
  region = "eu-central-1"
}

locals {
  passing = ["iam:PassRole"]
}

resource "aws_iam_policy" "machines" {
  name = "machines"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ec2:RunInstances", "ec2:CreateTags"], Resource = "*" },
      { Effect = "Allow", Action = local.passing, Resource = "*" },
    ]
  })
}

data "aws_iam_policy_document" "batch" {
  statement {
    actions   = ["iam:Pass*", "batch:SubmitJob"]
    resources = ["arn:aws:iam::*:role/*"]
  }
}

resource "aws_iam_policy" "batch" {
  name   = "batch"
  policy = data.aws_iam_policy_document.batch.json
}

# The condition also holds where the service is not named.
data "aws_iam_policy_document" "training" {
  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]

    condition {
      test     = "StringEqualsIfExists"
      variable = "iam:PassedToService"
      values   = ["sagemaker.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "training" {
  name   = "training"
  policy = data.aws_iam_policy_document.training.json
}
