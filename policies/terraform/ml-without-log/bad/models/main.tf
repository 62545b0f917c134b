provider "aws" {
  region = "eu-central-1"
}

locals {
  capture = false
}

resource "terraform_data" "identity" {
  input = "USER_PROFILE_NAME"
}

resource "aws_sagemaker_endpoint_configuration" "fraud" {
  name = "fraud"

  production_variants {
    model_name             = "fraud"
    initial_instance_count = 2
    instance_type          = "ml.m5.large"
  }

  data_capture_config {
    enable_capture              = local.capture
    destination_s3_uri          = "s3://fraud-capture"
    initial_sampling_percentage = 100

    capture_options {
      capture_mode = "Input"
    }
  }
}

resource "aws_sagemaker_endpoint_configuration" "triage" {
  name = "triage"

  production_variants {
    model_name             = "triage"
    initial_instance_count = 2
    instance_type          = "ml.m5.large"
  }
}

resource "aws_bedrock_model_invocation_logging_configuration" "assistant" {
  logging_config {
    embedding_data_delivery_enabled = true
    image_data_delivery_enabled     = true
    text_data_delivery_enabled      = false
    video_data_delivery_enabled     = true

    s3_config {
      bucket_name = "assistant-invocations"
    }
  }
}

resource "aws_sagemaker_domain" "research" {
  domain_name = "research"
  auth_mode   = "IAM"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  subnet_ids  = ["subnet-0a1b2c3d4e5f60718"]

  default_user_settings {
    execution_role = "arn:aws:iam::123456789012:role/research"
  }

  domain_settings {
    execution_role_identity_config = terraform_data.identity.output
  }
}
