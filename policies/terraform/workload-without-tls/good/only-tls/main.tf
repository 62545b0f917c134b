provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecs_task_definition" "letters" {
  family                = "letters"
  container_definitions = jsonencode([{ name = "letters", image = "letters:1", memory = 512, essential = true }])

  volume {
    name = "archive"

    efs_volume_configuration {
      file_system_id     = "fs-0a1b2c3d4e5f60718"
      transit_encryption = "ENABLED"
    }
  }

  # Scratch space of the machine itself, that no network leads to.
  volume {
    name = "scratch"
  }
}

# It leads to a network and not to a database.
resource "aws_glue_connection" "network" {
  name            = "network"
  connection_type = "NETWORK"

  physical_connection_requirements {
    availability_zone      = "eu-central-1a"
    security_group_id_list = ["sg-0a1b2c3d4e5f60718"]
    subnet_id              = "subnet-0a1b2c3d4e5f60718"
  }
}

# Certificates are checked unless it says otherwise.
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
    type     = "GITHUB_ENTERPRISE"
    location = "https://git.bank.example/payments/payments.git"
  }
}
