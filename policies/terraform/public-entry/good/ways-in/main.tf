provider "aws" {
  region = "eu-central-1"
}

locals {
  internal = true
}

resource "aws_lb" "payments" {
  name               = "payments"
  load_balancer_type = "application"
  internal           = local.internal
  subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
}

resource "aws_lb" "inspection" {
  name               = "inspection"
  load_balancer_type = "gateway"
  subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
}

resource "aws_api_gateway_rest_api" "claims" {
  name = "claims"

  endpoint_configuration {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["vpce-0a1b2c3d"]
  }
}

resource "aws_cognito_identity_pool" "letters" {
  identity_pool_name               = "letters"
  allow_unauthenticated_identities = false
}

resource "aws_subnet" "scores" {
  vpc_id     = "vpc-0a1b2c3d"
  cidr_block = "10.1.4.0/24"
}
