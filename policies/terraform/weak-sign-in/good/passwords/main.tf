provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_account_password_policy" "all" {
  minimum_password_length        = 16
  password_reuse_prevention      = 24
  require_symbols                = true
  require_numbers                = true
  require_uppercase_characters   = true
  require_lowercase_characters   = true
  max_password_age               = 90
  allow_users_to_change_password = true
}

resource "aws_cognito_user_pool" "patients" {
  name              = "patients"
  mfa_configuration = "ON"

  password_policy {
    minimum_length = 12
  }

  software_token_mfa_configuration {
    enabled = true
  }
}
