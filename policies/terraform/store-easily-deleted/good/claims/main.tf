provider "aws" {
  region = "eu-central-1"
}

variable "protected" {
  type    = bool
  default = true
}

# It is not deleted while it holds something, because nothing else is said.
resource "aws_s3_bucket" "claims" {
  bucket = "claims-photos"
}

resource "aws_backup_vault" "claims" {
  name = "claims"
}

resource "aws_backup_vault_lock_configuration" "claims" {
  backup_vault_name  = aws_backup_vault.claims.name
  min_retention_days = 7
}

resource "aws_cloudtrail_event_data_store" "payments" {
  name                           = "payments"
  termination_protection_enabled = var.protected
}
