provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "identities" {
  statement {
    actions   = ["iam:*"]
    resources = ["*"]
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "identities" {
  name   = "identities"
  policy = data.aws_iam_policy_document.identities.json
}

resource "aws_iam_policy" "all" {
  name = "all"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*", "s3:*"], Resource = "*" }]
  })
}
