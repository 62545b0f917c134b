provider "aws" {
  region = "eu-central-1"
}

variable "protection" {
  type    = string
  default = "ACTIVE"
}

resource "aws_lb" "payments" {
  name                       = "payments"
  subnets                    = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  enable_deletion_protection = true
}

resource "aws_cognito_user_pool" "patients" {
  name                = "patients"
  deletion_protection = var.protection
}

# They are not deleted while they hold something, because nothing else is said.
resource "aws_ecr_repository" "portal" {
  name = "portal"
}

resource "aws_route53_zone" "portal" {
  name = "portal.example.com"
}
