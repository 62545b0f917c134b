provider "aws" {
  region = "eu-central-1"
}

resource "aws_ssm_parameter" "acquirer" {
  name  = "/payments/acquirer/password"
  type  = "SecureString"
  value = "mQ9-copper-Lantern-2256"
}

resource "aws_secretsmanager_secret" "warehouse" {
  name = "warehouse"
}

resource "aws_secretsmanager_secret_version" "warehouse" {
  secret_id     = aws_secretsmanager_secret.warehouse.id
  secret_string = "bX4-granite-Meadow-6631"
}
