provider "aws" {
  region = "eu-central-1"
}

variable "tokens" {
  type    = string
  default = "optional"
}

resource "terraform_data" "settings" {
  input = { tokens = "required" }
}

resource "aws_instance" "payments" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_instance" "fraud" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_tokens = terraform_data.settings.output.tokens
  }
}

resource "aws_launch_template" "claims" {
  name          = "claims"
  image_id      = "ami-0a1b2c3d4e5f60718"
  instance_type = "m7g.large"

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = var.tokens
  }
}

resource "aws_sagemaker_notebook_instance" "research" {
  name          = "research"
  role_arn      = "arn:aws:iam::111122223333:role/notebooks"
  instance_type = "ml.t3.xlarge"
}

resource "aws_ec2_instance_metadata_defaults" "region" {
  http_put_response_hop_limit = 2
}
