provider "aws" {
  region = "eu-central-1"
}

variable "build_logs" {
  type    = string
  default = "DISABLED"
}

resource "terraform_data" "definition" {
  input = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
}

resource "aws_sfn_state_machine" "payouts" {
  name       = "payouts"
  role_arn   = "arn:aws:iam::123456789012:role/payouts"
  definition = terraform_data.definition.output

  logging_configuration {
    level           = "ERROR"
    log_destination = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vendedlogs/states/payouts:*"
  }
}

# Its logs go to a bucket instead.
resource "aws_codebuild_project" "release" {
  name         = "release"
  service_role = "arn:aws:iam::123456789012:role/release"

  artifacts {
    type = "NO_ARTIFACTS"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }

  logs_config {
    cloudwatch_logs {
      status = var.build_logs
    }

    s3_logs {
      status   = "ENABLED"
      location = "logs-of-all-builds/release"
    }
  }

  source {
    type     = "GITHUB"
    location = "https://github.com/example/payouts.git"
  }
}
