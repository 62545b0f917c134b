provider "aws" {
  region = "eu-central-1"
}

variable "central" {
  type    = bool
  default = false
}

resource "terraform_data" "settings" {
  input = { central = true }
}

resource "aws_db_instance" "payments" {
  identifier                          = "payments"
  engine                              = "postgres"
  instance_class                      = "db.m6g.large"
  allocated_storage                   = 100
  username                            = "payments"
  manage_master_user_password         = true
  iam_database_authentication_enabled = false
}

resource "aws_rds_cluster" "claims" {
  cluster_identifier                  = "claims"
  engine                              = "aurora-postgresql"
  master_username                     = "claims"
  manage_master_user_password         = true
  iam_database_authentication_enabled = terraform_data.settings.output.central
}

resource "aws_neptune_cluster" "fraud" {
  cluster_identifier                  = "fraud"
  iam_database_authentication_enabled = var.central
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "sessions"
  description          = "Sessions of the app"
  node_type            = "cache.t4g.small"
}
