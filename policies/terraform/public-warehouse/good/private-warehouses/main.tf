provider "aws" {
  region = "eu-central-1"
}

locals {
  reachable = false
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier     = "claims"
  node_type              = "ra3.large"
  master_username        = "claims"
  manage_master_password = true
  publicly_accessible    = local.reachable
}

resource "aws_redshiftserverless_workgroup" "fraud" {
  namespace_name = "fraud"
  workgroup_name = "fraud"
}

resource "aws_emr_block_public_access_configuration" "region" {
  block_public_security_group_rules = true

  permitted_public_security_group_rule_range {
    min_range = 22
    max_range = 22
  }
}
