provider "aws" {
  region = "eu-central-1"
}

variable "scan" {
  type    = bool
  default = true
}

resource "aws_ecr_repository" "payments" {
  name = "payments"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_repository" "claims" {
  name = "claims"

  image_scanning_configuration {
    scan_on_push = var.scan
  }
}

resource "aws_imagebuilder_image_pipeline" "machines" {
  name                             = "machines"
  image_recipe_arn                 = "arn:aws:imagebuilder:eu-central-1:123456789012:image-recipe/machines/1.0.0"
  infrastructure_configuration_arn = "arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/machines"

  image_scanning_configuration {
    image_scanning_enabled = true
  }
}
