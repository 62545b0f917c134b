provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "settings" {
  input = { online = true }
}

# Features that are kept at hand need a key, and nobody knows yet whether these are.
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
    enable_online_store = terraform_data.settings.output.online
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
}
