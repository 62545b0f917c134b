provider "aws" {
  region = "eu-central-1"
}

variable "tags" {
  type    = string
  default = "MUTABLE"
}

resource "terraform_data" "tags" {
  input = "IMMUTABLE"
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "MUTABLE"
}

resource "aws_ecr_repository" "claims" {
  name = "claims"
}

resource "aws_ecr_repository" "letters" {
  name                 = "letters"
  image_tag_mutability = var.tags
}

resource "aws_ecr_repository" "patients" {
  name                 = "patients"
  image_tag_mutability = terraform_data.tags.output
}
