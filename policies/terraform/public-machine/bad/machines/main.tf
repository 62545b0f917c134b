provider "aws" {
  region = "eu-central-1"
}

variable "public_address" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { address = false }
}

resource "aws_instance" "payments" {
  ami                         = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m7g.large"
  associate_public_ip_address = true
}

resource "aws_instance" "fraud" {
  ami                         = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m7g.large"
  associate_public_ip_address = terraform_data.settings.output.address
}

resource "aws_launch_template" "claims" {
  name          = "claims"
  image_id      = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  network_interfaces {
    associate_public_ip_address = var.public_address
  }
}

resource "aws_ami_launch_permission" "everybody" {
  image_id = "ami-0a1b2c3d4e5f60718"
  group    = "all"
}

resource "aws_workspaces_ip_group" "adjusters" {
  name = "adjusters"

  rules {
    source      = "0.0.0.0/0"
    description = "From anywhere"
  }
}
