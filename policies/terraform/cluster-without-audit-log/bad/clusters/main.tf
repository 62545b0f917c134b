provider "aws" {
  region = "eu-central-1"
}

variable "command_logs" {
  type    = string
  default = "NONE"
}

resource "terraform_data" "logs" {
  input = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
}

resource "aws_eks_cluster" "payments" {
  name                      = "payments"
  role_arn                  = "arn:aws:iam::123456789012:role/clusters"
  enabled_cluster_log_types = ["api", "scheduler"]

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "claims" {
  name     = "claims"
  role_arn = "arn:aws:iam::123456789012:role/clusters"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

resource "aws_eks_cluster" "patients" {
  name                      = "patients"
  role_arn                  = "arn:aws:iam::123456789012:role/clusters"
  enabled_cluster_log_types = terraform_data.logs.output

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

resource "aws_ecs_cluster" "letters" {
  name = "letters"

  configuration {
    execute_command_configuration {
      logging = var.command_logs
    }
  }

  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}
