provider "aws" {
  region = "eu-central-1"
}

locals {
  traffic = "ACCEPT"
}

resource "terraform_data" "logs" {
  input = { enabled = true }
}

resource "aws_lb" "payments" {
  name    = "payments"
  subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
}

resource "aws_vpc" "patients" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_vpc" "claims" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_flow_log" "claims" {
  vpc_id          = aws_vpc.claims.id
  traffic_type    = local.traffic
  log_destination = "arn:aws:logs:eu-central-1:123456789012:log-group:flows"
  iam_role_arn    = "arn:aws:iam::123456789012:role/flows"
}

resource "aws_lb" "claims" {
  name    = "claims"
  subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]

  access_logs {
    bucket  = "access-logs-of-all-balancers"
    enabled = terraform_data.logs.output.enabled
  }
}
