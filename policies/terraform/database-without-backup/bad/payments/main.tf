provider "aws" {
  region = "eu-central-1"
}

variable "session_days" {
  type    = number
  default = 3
}

resource "terraform_data" "days" {
  input = 14
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "payments"
  manage_master_user_password = true
  backup_retention_period     = 0
}

resource "aws_db_instance" "claims" {
  identifier                  = "claims"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "claims"
  manage_master_user_password = true
}

resource "aws_rds_cluster" "policies" {
  cluster_identifier          = "policies"
  engine                      = "aurora-postgresql"
  master_username             = "policies"
  manage_master_user_password = true
  backup_retention_period     = terraform_data.days.output
}

resource "aws_dynamodb_table" "patients" {
  name         = "patients"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  description              = "Sessions of the portal"
  node_type                = "cache.t4g.small"
  snapshot_retention_limit = var.session_days
}
