provider "aws" {
  region = "eu-central-1"
}

variable "anonymous" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { internal = true }
}

resource "aws_lb" "payments" {
  name               = "payments"
  load_balancer_type = "application"
  internal           = false
  subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
}

resource "aws_lb" "fraud" {
  name               = "fraud"
  load_balancer_type = "network"
  internal           = terraform_data.settings.output.internal
  subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
}

resource "aws_api_gateway_rest_api" "claims" {
  name = "claims"
}

resource "aws_cognito_identity_pool" "letters" {
  identity_pool_name               = "letters"
  allow_unauthenticated_identities = var.anonymous
}

resource "aws_subnet" "scores" {
  vpc_id                  = "vpc-0a1b2c3d"
  cidr_block              = "10.1.4.0/24"
  map_public_ip_on_launch = true
}
