provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 30
}

resource "aws_secretsmanager_secret" "payments" {
  name                    = "payments"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret" "claims" {
  name                    = "claims"
  recovery_window_in_days = var.days
}

# Thirty days, because nothing else is said.
resource "aws_kms_key" "claims" {
  description         = "Claims"
  enable_key_rotation = true
}
