provider "aws" {
  region = "eu-central-1"
}

locals {
  kind = "MicrosoftAD"
}

resource "terraform_data" "kind" {
  input = "MicrosoftAD"
}

data "aws_secretsmanager_random_password" "administrator" {
  password_length = 40
  depends_on      = [terraform_data.kind]
}

resource "aws_directory_service_directory" "staff" {
  name     = "staff.example.com"
  type     = local.kind
  password = data.aws_secretsmanager_random_password.administrator.random_password

  vpc_settings {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

resource "aws_directory_service_directory" "partners" {
  name     = "partners.example.com"
  type     = terraform_data.kind.output
  password = data.aws_secretsmanager_random_password.administrator.random_password

  vpc_settings {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}
