provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "packages" {
  description         = "Packages of the bank"
  enable_key_rotation = true
}

resource "aws_ecr_repository" "payments" {
  name                 = "payments"
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.packages.arn
  }
}

resource "aws_codeartifact_domain" "bank" {
  domain         = "bank"
  encryption_key = var.key
}

# It keeps no builds that would need a key.
resource "aws_codebuild_project" "tests" {
  name         = "tests"
  service_role = "arn:aws:iam::123456789012:role/tests"

  artifacts {
    type = "NO_ARTIFACTS"
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
