provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "settings" {
  input = { type = "SecureString" }
}

# It needs a key if it is a secret, which nobody knows yet.
resource "aws_ssm_parameter" "claims" {
  name  = "/claims/host"
  type  = terraform_data.settings.output.type
  value = "claims.insurance.example"
}

resource "aws_secretsmanager_secret" "letters" {
  name = "letters"
}
