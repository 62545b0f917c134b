provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "builds" {
  input = { artifacts = "CODEPIPELINE" }
}

# Builds that it keeps need a key, and nobody knows yet whether it keeps any.
resource "aws_codebuild_project" "lab" {
  name         = "lab"
  service_role = "arn:aws:iam::123456789012:role/lab-build"

  artifacts {
    type = terraform_data.builds.output.artifacts
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type = "CODEPIPELINE"
  }
}

resource "aws_codeartifact_domain" "clinic" {
  domain = "clinic"
}
