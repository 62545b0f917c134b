provider "aws" {
  region = "eu-central-1"
}

variable "tags" {
  type    = string
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository" "letters" {
  name                 = "letters"
  image_tag_mutability = var.tags
}

resource "aws_ecr_repository_creation_template" "mirrors" {
  prefix               = "mirrors"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "IMMUTABLE"
}
