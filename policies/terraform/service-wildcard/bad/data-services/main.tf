provider "aws" {
  region = "eu-central-1"
}

locals {
  actions = ["s3:*", "cloudwatch:GetMetricData"]
}

resource "aws_iam_policy" "reports" {
  name = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = local.actions, Resource = "*" },
      { Effect = "Allow", Action = "logs:CreateLogStream", Resource = "*" },
    ]
  })
}

# Everything in a service by its own ARN is everything too.
data "aws_iam_policy_document" "ledger" {
  statement {
    actions   = ["dynamodb:**"]
    resources = ["arn:aws:dynamodb:eu-central-1:111122223333:table/*"]
  }

  statement {
    actions   = ["KMS:*", "secretsmanager:GetSecretValue"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "ledger" {
  name   = "ledger"
  policy = data.aws_iam_policy_document.ledger.json
}
