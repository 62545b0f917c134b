provider "aws" {
  region = "eu-central-1"
}

locals {
  tokens = "required"
}

resource "aws_instance" "payments" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "fraud" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_launch_template" "claims" {
  name          = "claims"
  image_id      = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_tokens = local.tokens
  }
}

resource "aws_sagemaker_notebook_instance" "research" {
  name          = "research"
  role_arn      = "arn:aws:iam::111122223333:role/notebooks"
  instance_type = "ml.t3.xlarge"

  instance_metadata_service_configuration {
    minimum_instance_metadata_service_version = "2"
  }
}
