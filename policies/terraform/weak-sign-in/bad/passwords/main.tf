provider "aws" {
  region = "eu-central-1"
}

locals {
  shortest = 8
}

resource "aws_iam_account_password_policy" "all" {
  minimum_password_length        = local.shortest
  password_reuse_prevention      = 24
  require_symbols                = true
  require_numbers                = true
  require_uppercase_characters   = true
  require_lowercase_characters   = true
  max_password_age               = 90
  allow_users_to_change_password = true
}

resource "aws_cognito_user_pool" "patients" {
  name = "patients"

  password_policy {
    minimum_length = 6
  }
}
