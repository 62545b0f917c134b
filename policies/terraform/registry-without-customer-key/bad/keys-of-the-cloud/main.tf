provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository" "claims" {
  name                 = "claims"
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_codeartifact_domain" "bank" {
  domain         = "bank"
  encryption_key = "arn:aws:kms:eu-central-1:123456789012:alias/aws/codeartifact"
}

variable "artifacts" {
  default = "S3"
}

resource "aws_codebuild_project" "payments" {
  name         = "payments"
  service_role = "arn:aws:iam::123456789012:role/payments-build"

  artifacts {
    type     = var.artifacts
    location = "payments-builds"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type     = "CODECOMMIT"
    location = "https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/payments"
  }
}
