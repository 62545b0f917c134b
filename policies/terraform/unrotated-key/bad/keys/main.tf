provider "aws" {
  region = "eu-central-1"
}

variable "rotate" {
  type    = bool
  default = false
}

resource "terraform_data" "rotation" {
  input = true
}

resource "aws_kms_key" "payments" {
  description         = "Payments"
  enable_key_rotation = false
}

resource "aws_kms_key" "claims" {
  description = "Claims"
}

resource "aws_kms_key" "letters" {
  description         = "Letters"
  enable_key_rotation = var.rotate
}

resource "aws_kms_key" "patients" {
  description         = "Patients"
  enable_key_rotation = terraform_data.rotation.output
}
