provider "aws" {
  region = "eu-central-1"
}

variable "visibility" {
  type    = string
  default = "PUBLIC_READ"
}

resource "terraform_data" "settings" {
  input = { access = "PRIVATE_ONLY" }
}

resource "aws_mwaa_environment" "payments" {
  name                  = "payments"
  dag_s3_path           = "dags"
  execution_role_arn    = "arn:aws:iam::111122223333:role/airflow"
  source_bucket_arn     = "arn:aws:s3:::payments-dags"
  webserver_access_mode = "PUBLIC_ONLY"

  network_configuration {
    security_group_ids = ["sg-0a1b2c3d"]
    subnet_ids         = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
  }
}

resource "aws_mwaa_environment" "claims" {
  name                  = "claims"
  dag_s3_path           = "dags"
  execution_role_arn    = "arn:aws:iam::111122223333:role/airflow"
  source_bucket_arn     = "arn:aws:s3:::claims-dags"
  webserver_access_mode = terraform_data.settings.output.access

  network_configuration {
    security_group_ids = ["sg-0a1b2c3d"]
    subnet_ids         = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
  }
}

resource "aws_codebuild_project" "fraud" {
  name               = "fraud"
  service_role       = "arn:aws:iam::111122223333:role/builds"
  project_visibility = var.visibility

  artifacts {
    type = "NO_ARTIFACTS"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type     = "CODECOMMIT"
    location = "https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/fraud"
  }
}
