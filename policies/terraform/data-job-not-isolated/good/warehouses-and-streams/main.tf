provider "aws" {
  region = "eu-central-1"
}

locals {
  inside = true
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier     = "claims"
  node_type              = "ra3.large"
  master_username        = "claims"
  manage_master_password = true
  publicly_accessible    = false
  enhanced_vpc_routing   = local.inside
}

resource "aws_redshiftserverless_workgroup" "fraud" {
  namespace_name       = "fraud"
  workgroup_name       = "fraud"
  enhanced_vpc_routing = true
}

resource "aws_kinesisanalyticsv2_application" "payments" {
  name                   = "payments"
  runtime_environment    = "FLINK-1_20"
  service_execution_role = "arn:aws:iam::111122223333:role/streams"

  application_configuration {
    application_code_configuration {
      code_content_type = "PLAINTEXT"

      code_content {
        text_content = "none"
      }
    }

    vpc_configuration {
      subnet_ids         = ["subnet-0a1b2c3d"]
      security_group_ids = ["sg-0a1b2c3d"]
    }
  }
}

resource "aws_kinesisanalyticsv2_application" "counts" {
  name                   = "counts"
  runtime_environment    = "SQL-1_0"
  service_execution_role = "arn:aws:iam::111122223333:role/streams"
}
