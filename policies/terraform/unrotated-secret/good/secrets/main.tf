provider "aws" {
  region = "eu-central-1"
}

variable "password_age" {
  type    = number
  default = 90
}

resource "aws_secretsmanager_secret" "ledger" {
  name = "ledger"
}

resource "aws_secretsmanager_secret_rotation" "ledger" {
  secret_id           = aws_secretsmanager_secret.ledger.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:123456789012:function:rotate"

  rotation_rules {
    automatically_after_days = 30
  }
}

# One of the two ways to say when is enough.
resource "aws_secretsmanager_secret" "mail" {
  name = "mail"
}

resource "aws_secretsmanager_secret_rotation" "mail" {
  secret_id           = aws_secretsmanager_secret.mail.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:123456789012:function:rotate"

  rotation_rules {
    schedule_expression = "rate(30 days)"
  }
}

resource "aws_iam_account_password_policy" "staff" {
  minimum_password_length = 16
  max_password_age        = var.password_age
}
