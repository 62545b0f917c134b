provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "models" {
  description         = "Models of the hospital"
  enable_key_rotation = true
}

resource "aws_sagemaker_notebook_instance" "triage" {
  name          = "triage"
  role_arn      = "arn:aws:iam::123456789012:role/triage-notebooks"
  instance_type = "ml.m6i.large"
  kms_key_id    = aws_kms_key.models.arn
}

# It captures no requests, so these need no key.
resource "aws_sagemaker_endpoint_configuration" "triage" {
  name        = "triage"
  kms_key_arn = aws_kms_key.models.arn

  production_variants {
    variant_name           = "main"
    model_name             = "triage"
    initial_instance_count = 1
    instance_type          = "ml.m6i.large"
  }

  data_capture_config {
    enable_capture              = false
    initial_sampling_percentage = 10
    destination_s3_uri          = "s3://triage-requests/"

    capture_options {
      capture_mode = "Input"
    }
  }
}

resource "aws_sagemaker_feature_group" "diagnoses" {
  feature_group_name             = "diagnoses"
  record_identifier_feature_name = "id"
  event_time_feature_name        = "at"
  role_arn                       = "arn:aws:iam::123456789012:role/features"

  feature_definition {
    feature_name = "id"
    feature_type = "String"
  }

  feature_definition {
    feature_name = "at"
    feature_type = "String"
  }

  online_store_config {
    enable_online_store = true

    security_config {
      kms_key_id = var.key
    }
  }
}

resource "aws_bedrockagent_agent" "letters" {
  agent_name                  = "letters"
  agent_resource_role_arn     = "arn:aws:iam::123456789012:role/letters"
  foundation_model            = "anthropic.claude-3-haiku-20240307-v1:0"
  customer_encryption_key_arn = var.key
}
