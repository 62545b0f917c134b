provider "aws" {
  region = "eu-central-1"
}

variable "accept" {
  type    = string
  default = "enable"
}

resource "aws_ec2_transit_gateway" "core" {
  auto_accept_shared_attachments = var.accept
}

resource "aws_lb" "claims" {
  name               = "claims"
  internal           = true
  load_balancer_type = "application"
  subnets            = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"]
}
