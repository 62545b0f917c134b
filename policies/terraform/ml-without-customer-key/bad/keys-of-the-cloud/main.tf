provider "aws" {
  region = "eu-central-1"
}

resource "aws_sagemaker_notebook_instance" "fraud" {
  name          = "fraud"
  role_arn      = "arn:aws:iam::123456789012:role/fraud-notebooks"
  instance_type = "ml.m6i.large"
}

resource "aws_sagemaker_endpoint_configuration" "scoring" {
  name        = "scoring"
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/aws/sagemaker"

  production_variants {
    variant_name           = "main"
    model_name             = "scoring"
    initial_instance_count = 1
    instance_type          = "ml.m6i.large"
  }
}

locals {
  features = "transfers"
}

resource "aws_sagemaker_feature_group" "transfers" {
  feature_group_name             = local.features
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
  }
}

resource "aws_bedrockagent_agent" "letters" {
  agent_name              = "letters"
  agent_resource_role_arn = "arn:aws:iam::123456789012:role/letters"
  foundation_model        = "anthropic.claude-3-haiku-20240307-v1:0"
}
