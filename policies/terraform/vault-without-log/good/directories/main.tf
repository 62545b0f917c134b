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

resource "aws_directory_service_log_subscription" "staff" {
  directory_id   = aws_directory_service_directory.staff.id
  log_group_name = "/aws/directoryservice/staff"
}

# A directory of this type forwards no log.
resource "aws_directory_service_directory" "archive" {
  name     = "archive.example.com"
  size     = "Small"
  type     = "SimpleAD"
  password = data.aws_secretsmanager_random_password.administrator.random_password

  vpc_settings {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}
