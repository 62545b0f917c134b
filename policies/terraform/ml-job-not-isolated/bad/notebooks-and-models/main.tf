provider "aws" {
  region = "eu-central-1"
}

variable "access" {
  type    = string
  default = "PublicInternetOnly"
}

resource "terraform_data" "settings" {
  input = { isolated = true }
}

resource "aws_sagemaker_notebook_instance" "claims" {
  name                   = "claims"
  role_arn               = "arn:aws:iam::111122223333:role/notebooks"
  instance_type          = "ml.t3.xlarge"
  subnet_id              = "subnet-0a1b2c3d"
  security_groups        = ["sg-0a1b2c3d"]
  direct_internet_access = "Enabled"
}

resource "aws_sagemaker_model" "fraud" {
  name               = "fraud"
  execution_role_arn = "arn:aws:iam::111122223333:role/models"

  primary_container {
    image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4"
  }
}

resource "aws_sagemaker_model" "letters" {
  name                     = "letters"
  execution_role_arn       = "arn:aws:iam::111122223333:role/models"
  enable_network_isolation = terraform_data.settings.output.isolated

  primary_container {
    image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/letters:1.4"
  }
}

resource "aws_sagemaker_domain" "research" {
  domain_name             = "research"
  auth_mode               = "IAM"
  vpc_id                  = "vpc-0a1b2c3d"
  subnet_ids              = ["subnet-0a1b2c3d"]
  app_network_access_type = var.access

  default_user_settings {
    execution_role = "arn:aws:iam::111122223333:role/research"
  }
}
