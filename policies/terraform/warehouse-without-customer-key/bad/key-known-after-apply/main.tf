provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "results" {
  input = { option = "SSE_KMS" }
}

resource "aws_athena_workgroup" "fraud" {
  name = "fraud"

  configuration {
    result_configuration {
      output_location = "s3://fraud-results/"

      encryption_configuration {
        encryption_option = terraform_data.results.output.option
        kms_key_arn       = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
      }
    }
  }
}

resource "aws_dms_replication_instance" "claims" {
  replication_instance_id    = "claims"
  replication_instance_class = "dms.t3.medium"
}
