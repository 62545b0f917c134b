provider "aws" {
  region = "eu-central-1"
}

locals {
  central = true
}

resource "aws_db_instance" "payments" {
  identifier                          = "payments"
  engine                              = "postgres"
  instance_class                      = "db.m6g.large"
  allocated_storage                   = 100
  username                            = "payments"
  manage_master_user_password         = true
  iam_database_authentication_enabled = local.central
}

resource "aws_db_instance" "ledger" {
  identifier                  = "ledger"
  engine                      = "oracle-ee"
  instance_class              = "db.m6i.large"
  allocated_storage           = 100
  username                    = "ledger"
  manage_master_user_password = true
  domain                      = "d-0a1b2c3d4e"
  domain_iam_role_name        = "directory"
}

resource "aws_neptune_cluster" "fraud" {
  cluster_identifier                  = "fraud"
  iam_database_authentication_enabled = true
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "Sessions of the app"
  engine                     = "valkey"
  node_type                  = "cache.t4g.small"
  transit_encryption_enabled = true
  user_group_ids             = ["sessions"]
}
