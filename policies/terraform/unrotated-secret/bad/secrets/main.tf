provider "aws" {
  region = "eu-central-1"
}

variable "password_age" {
  type    = number
  default = 0
}

resource "terraform_data" "days" {
  input = 30
}

resource "aws_secretsmanager_secret" "mail" {
  name = "mail"
}

resource "aws_secretsmanager_secret" "ledger" {
  name = "ledger"
}

resource "aws_secretsmanager_secret_rotation" "ledger" {
  secret_id           = aws_secretsmanager_secret.ledger.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:123456789012:function:rotate"

  rotation_rules {
    automatically_after_days = terraform_data.days.output
  }
}

resource "aws_iam_account_password_policy" "staff" {
  minimum_password_length = 16
  max_password_age        = var.password_age
}
