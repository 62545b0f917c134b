provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "core" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/core"]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["secretsmanager:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-1a2b3c4d5e"]
    }
  }
}

resource "aws_secretsmanager_secret" "core" {
  name = "core-banking"
}

resource "aws_secretsmanager_secret_policy" "core" {
  secret_arn = aws_secretsmanager_secret.core.arn
  policy     = data.aws_iam_policy_document.core.json
}

# Judged elsewhere.
resource "aws_sqs_queue" "core" {
  name = "core"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}
