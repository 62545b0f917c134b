provider "aws" {
  region = "eu-central-1"
}

locals {
  steps = jsonencode({
    schemaVersion = "2.2"
    description   = "Starts the nightly run"
    mainSteps     = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["true"] } }]
  })
}

resource "aws_ssm_document" "payments" {
  name          = "payments"
  document_type = "Command"
  content       = local.steps

  permissions = {
    type        = "Share"
    account_ids = "111122223333,444455556666"
  }
}

resource "aws_ssm_document" "claims" {
  name          = "claims"
  document_type = "Command"
  content       = local.steps
}
