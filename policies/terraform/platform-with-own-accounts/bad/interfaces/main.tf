provider "aws" {
  region = "eu-central-1"
}

variable "sign_in" {
  type    = string
  default = "API_KEY"
}

resource "terraform_data" "settings" {
  input = { sign_in = "AWS_IAM" }
}

resource "aws_api_gateway_method" "payments" {
  rest_api_id   = "a1b2c3d4e5"
  resource_id   = "f6g7h8"
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_method" "fraud" {
  rest_api_id   = "a1b2c3d4e5"
  resource_id   = "f6g7h9"
  http_method   = "POST"
  authorization = terraform_data.settings.output.sign_in
}

resource "aws_appsync_graphql_api" "claims" {
  name                = "claims"
  authentication_type = var.sign_in
}

resource "aws_quicksight_user" "auditor" {
  aws_account_id = "111122223333"
  user_name      = "auditor"
  email          = "auditor@bank.example"
  identity_type  = "QUICKSIGHT"
  user_role      = "READER"
}
