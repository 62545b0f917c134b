provider "aws" {
  region = "eu-central-1"
}

variable "reachable" {
  type    = bool
  default = true
}

resource "terraform_data" "settings" {
  input = { public = false }
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier     = "claims"
  node_type              = "ra3.large"
  master_username        = "claims"
  manage_master_password = true
  publicly_accessible    = true
}

resource "aws_redshift_cluster" "reports" {
  cluster_identifier     = "reports"
  node_type              = "ra3.large"
  master_username        = "reports"
  manage_master_password = true
  publicly_accessible    = terraform_data.settings.output.public
}

resource "aws_redshiftserverless_workgroup" "fraud" {
  namespace_name      = "fraud"
  workgroup_name      = "fraud"
  publicly_accessible = var.reachable
}

resource "aws_emr_block_public_access_configuration" "region" {
  block_public_security_group_rules = false
}
