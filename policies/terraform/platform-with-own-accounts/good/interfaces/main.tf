provider "aws" {
  region = "eu-central-1"
}

locals {
  sign_in = "AMAZON_COGNITO_USER_POOLS"
}

resource "aws_api_gateway_method" "payments" {
  rest_api_id   = "a1b2c3d4e5"
  resource_id   = "f6g7h8"
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = "a1b2c3d4e5"
  resource_id   = "f6g7h8"
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_appsync_graphql_api" "claims" {
  name                = "claims"
  authentication_type = local.sign_in

  user_pool_config {
    default_action = "DENY"
    user_pool_id   = "eu-central-1_claims"
  }

  additional_authentication_provider {
    authentication_type = "AWS_IAM"
  }
}

resource "aws_quicksight_user" "auditor" {
  aws_account_id = "111122223333"
  iam_arn        = "arn:aws:iam::111122223333:role/auditor"
  email          = "auditor@bank.example"
  identity_type  = "IAM"
  user_role      = "READER"
}
