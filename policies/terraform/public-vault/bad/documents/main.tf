provider "aws" {
  region = "eu-central-1"
}

variable "readers" {
  type    = string
  default = "All"
}

locals {
  steps = jsonencode({
    schemaVersion = "2.2"
    description   = "Starts the nightly run"
    mainSteps     = [{ action = "aws:runShellScript", name = "run", inputs = { runCommand = ["true"] } }]
  })
}

resource "terraform_data" "readers" {
  input = "111122223333"
}

resource "aws_ssm_document" "payments" {
  name          = "payments"
  document_type = "Command"
  content       = local.steps

  permissions = {
    type        = "Share"
    account_ids = "All"
  }
}

resource "aws_ssm_document" "claims" {
  name          = "claims"
  document_type = "Command"
  content       = local.steps

  permissions = {
    type        = "Share"
    account_ids = var.readers
  }
}

resource "aws_ssm_document" "fraud" {
  name          = "fraud"
  document_type = "Command"
  content       = local.steps

  permissions = {
    type        = "Share"
    account_ids = terraform_data.readers.output
  }
}
