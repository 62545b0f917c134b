provider "aws" {
  region = "eu-central-1"
}

variable "name" {
  type    = string
  default = "claims"
}

resource "terraform_data" "names" {
  input = "fraud"
}

resource "aws_ecrpublic_repository" "payments" {
  repository_name = "payments"
}

resource "aws_ecrpublic_repository" "claims" {
  repository_name = var.name
}

resource "aws_ecrpublic_repository" "fraud" {
  repository_name = terraform_data.names.output
}
