provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 0
}

resource "terraform_data" "days" {
  input = 30
}

resource "aws_secretsmanager_secret" "payments" {
  name                    = "payments"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret" "claims" {
  name                    = "claims"
  recovery_window_in_days = var.days
}

resource "aws_secretsmanager_secret" "patients" {
  name                    = "patients"
  recovery_window_in_days = terraform_data.days.output
}
