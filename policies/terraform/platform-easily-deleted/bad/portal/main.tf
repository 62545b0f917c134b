provider "aws" {
  region = "eu-central-1"
}

variable "protection" {
  type    = string
  default = "INACTIVE"
}

resource "terraform_data" "force" {
  input = false
}

resource "aws_lb" "payments" {
  name                       = "payments"
  subnets                    = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  enable_deletion_protection = false
}

resource "aws_lb" "claims" {
  name    = "claims"
  subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
}

resource "aws_cognito_user_pool" "patients" {
  name                = "patients"
  deletion_protection = var.protection
}

resource "aws_ecr_repository" "portal" {
  name         = "portal"
  force_delete = terraform_data.force.output
}
