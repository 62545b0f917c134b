provider "aws" {
  region = "eu-central-1"
}

resource "aws_ec2_transit_gateway" "core" {
  description = "Core"
}

resource "aws_lb" "claims" {
  name                       = "claims"
  internal                   = true
  load_balancer_type         = "application"
  subnets                    = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"]
  drop_invalid_header_fields = true
}

resource "aws_lb" "files" {
  name               = "files"
  internal           = true
  load_balancer_type = "network"
  subnets            = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"]
}
