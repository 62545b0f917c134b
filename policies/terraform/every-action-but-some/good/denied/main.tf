provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_policy" "claims" {
  name = "claims"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::claims/*" },
      { Effect = "Deny", NotAction = ["s3:GetObject", "s3:PutObject"], Resource = "*" },
    ]
  })
}

data "aws_iam_policy_document" "outside" {
  statement {
    effect      = "Deny"
    not_actions = ["sts:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_policy" "outside" {
  name   = "outside"
  policy = data.aws_iam_policy_document.outside.json
}
