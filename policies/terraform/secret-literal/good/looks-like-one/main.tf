provider "aws" {
  region = "eu-central-1"
}

variable "database_password" {
  type      = string
  sensitive = true
}

variable "build_env" {
  type = map(object({ type = string, value = string }))
  default = {
    PIP_TOKEN = { type = "SECRETS_MANAGER", value = "core/registry:token" }
    STAGE     = { type = "PLAINTEXT", value = "prod" }
  }
}

resource "aws_efs_file_system" "shares" {
  creation_token = "core-shares-2024"
  encrypted      = true
}

resource "aws_secretsmanager_secret_version" "vendor" {
  secret_id     = "vendor"
  secret_string = "set-by-hand"

  lifecycle {
    ignore_changes = [secret_string]
  }
}

resource "aws_ssm_parameter" "rotated" {
  name  = "/core/rotated"
  type  = "SecureString"
  value = "unset"

  lifecycle {
    ignore_changes = all
  }
}

resource "aws_secretsmanager_secret_version" "tracking" {
  secret_id     = "tracking"
  secret_string = jsonencode({ username = "tracking", password = var.database_password })
}

resource "aws_codebuild_project" "images" {
  name           = "images"
  service_role   = "arn:aws:iam::111122223333:role/images"
  encryption_key = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"

  artifacts {
    type = "NO_ARTIFACTS"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"

    dynamic "environment_variable" {
      for_each = var.build_env
      content {
        name  = environment_variable.key
        type  = environment_variable.value.type
        value = environment_variable.value.value
      }
    }
  }

  source {
    type     = "GITHUB"
    location = "https://github.example.com/core/images.git"
  }
}

resource "aws_instance" "agent" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  user_data     = <<-EOT
    #!/bin/sh
    export DB_PASSWORD=$(aws ssm get-parameter --name /core/password --with-decryption)
    export PASSWORD_FILE=/run/secrets/db TOKEN_TTL_MINUTES=30
  EOT

  root_block_device {
    encrypted = true
  }
}

resource "aws_ecs_task_definition" "web" {
  family = "web"
  container_definitions = jsonencode([{
    name    = "web"
    image   = "web:1"
    secrets = [{ name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:web/db-AbCdEf" }]
  }])
}
