provider "aws" {
  region = "eu-central-1"
}

variable "inside" {
  type    = bool
  default = false
}

resource "terraform_data" "settings" {
  input = { inside = true }
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier     = "claims"
  node_type              = "ra3.large"
  master_username        = "claims"
  manage_master_password = true
  publicly_accessible    = false
  enhanced_vpc_routing   = var.inside
}

resource "aws_redshift_cluster" "reports" {
  cluster_identifier     = "reports"
  node_type              = "ra3.large"
  master_username        = "reports"
  manage_master_password = true
  publicly_accessible    = false
  enhanced_vpc_routing   = terraform_data.settings.output.inside
}

resource "aws_redshiftserverless_workgroup" "fraud" {
  namespace_name       = "fraud"
  workgroup_name       = "fraud"
  enhanced_vpc_routing = false
}

resource "aws_kinesisanalyticsv2_application" "payments" {
  name                   = "payments"
  runtime_environment    = "FLINK-1_20"
  service_execution_role = "arn:aws:iam::111122223333:role/streams"
}
