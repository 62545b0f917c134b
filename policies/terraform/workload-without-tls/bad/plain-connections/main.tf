provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecs_task_definition" "letters" {
  family                = "letters"
  container_definitions = jsonencode([{ name = "letters", image = "letters:1", memory = 512, essential = true }])

  volume {
    name = "archive"

    efs_volume_configuration {
      file_system_id = "fs-0a1b2c3d4e5f60718"
    }
  }
}

resource "aws_quicksight_data_source" "claims" {
  data_source_id = "claims"
  name           = "claims"
  type           = "POSTGRESQL"
  aws_account_id = "123456789012"

  parameters {
    postgresql {
      database = "claims"
      host     = "claims.insurance.example"
      port     = 5432
    }
  }

  ssl_properties {
    disable_ssl = true
  }
}

variable "insecure" {
  default = true
}

resource "aws_codebuild_project" "payments" {
  name         = "payments"
  service_role = "arn:aws:iam::123456789012:role/payments-build"

  artifacts {
    type = "NO_ARTIFACTS"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type         = "GITHUB_ENTERPRISE"
    location     = "https://git.bank.example/payments/payments.git"
    insecure_ssl = var.insecure
  }
}
