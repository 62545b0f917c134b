provider "aws" {
  region = "eu-central-1"
}

locals {
  public_address = false
}

resource "aws_instance" "payments" {
  ami                         = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m7g.large"
  associate_public_ip_address = false
}

resource "aws_launch_template" "claims" {
  name          = "claims"
  image_id      = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  network_interfaces {
    associate_public_ip_address = local.public_address
  }
}

resource "aws_ami_launch_permission" "audit" {
  image_id   = "ami-0a1b2c3d4e5f60718"
  account_id = "111122223333"
}

resource "aws_workspaces_ip_group" "adjusters" {
  name = "adjusters"

  rules {
    source      = "20.50.4.0/24"
    description = "The office"
  }
}
