provider "aws" {
  region = "eu-central-1"
}

variable "protected" {
  type    = bool
  default = false
}

resource "terraform_data" "force" {
  input = false
}

resource "aws_s3_bucket" "claims" {
  bucket        = "claims-photos"
  force_destroy = true
}

resource "aws_s3_bucket" "patients" {
  bucket        = "patient-images"
  force_destroy = terraform_data.force.output
}

resource "aws_backup_vault" "claims" {
  name = "claims"
}

resource "aws_cloudtrail_event_data_store" "payments" {
  name                           = "payments"
  termination_protection_enabled = var.protected
}
