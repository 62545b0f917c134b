provider "aws" {
  region = "eu-central-1"
}

locals {
  use = ["kms:Decrypt", "kms:GenerateDataKey"]
}

resource "aws_kms_key" "payments" {
  description = "payments"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = local.use
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = "s3.eu-central-1.amazonaws.com" } }
      },
    ]
  })
}

data "aws_iam_policy_document" "core" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_secretsmanager_secret" "core" {
  name   = "core-banking"
  policy = data.aws_iam_policy_document.core.json
}

resource "aws_secretsmanager_secret" "cards" {
  name = "cards"
}

resource "aws_secretsmanager_secret_policy" "cards" {
  secret_arn = aws_secretsmanager_secret.cards.arn
  policy     = data.aws_iam_policy_document.core.json
}
