provider "aws" {
  region = "eu-central-1"
}

variable "secret_key" {
  default = "alias/aws/secretsmanager"
}

resource "aws_secretsmanager_secret" "core_banking" {
  name = "core-banking"
}

resource "aws_secretsmanager_secret" "card_network" {
  name       = "card-network"
  kms_key_id = var.secret_key
}

resource "aws_ssm_parameter" "lab_password" {
  name             = "/lab/password"
  type             = "SecureString"
  value_wo         = "from-the-vault"
  value_wo_version = 1
  key_id           = "alias/aws/ssm"
}

# The secret has a key of its own, and its copy has none.
resource "aws_secretsmanager_secret" "payments" {
  name       = "payments"
  kms_key_id = "alias/payments"

  replica {
    region = "eu-west-1"
  }
}
