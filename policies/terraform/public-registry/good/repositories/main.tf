provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository" "public_site" {
  name = "public-site"
}
