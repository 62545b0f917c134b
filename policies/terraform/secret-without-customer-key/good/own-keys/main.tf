provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "alias/lab"
}

resource "aws_kms_key" "claims" {
  description         = "Secrets of the claims service"
  enable_key_rotation = true
}

resource "aws_secretsmanager_secret" "claims" {
  name       = "claims"
  kms_key_id = aws_kms_key.claims.arn

  replica {
    region     = "eu-west-1"
    kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
  }
}

resource "aws_ssm_parameter" "lab_password" {
  name             = "/lab/password"
  type             = "SecureString"
  value_wo         = "from-the-vault"
  value_wo_version = 1
  key_id           = var.key
}

# Plain settings are not encrypted with a key.
resource "aws_ssm_parameter" "lab_host" {
  name  = "/lab/host"
  type  = "String"
  value = "lab.hospital.example"
}
