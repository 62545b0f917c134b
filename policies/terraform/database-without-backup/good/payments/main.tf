provider "aws" {
  region = "eu-central-1"
}

variable "session_days" {
  type    = number
  default = 7
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "payments"
  manage_master_user_password = true
  backup_retention_period     = 14
}

# What it copies is backed up.
resource "aws_db_instance" "reports" {
  identifier          = "reports"
  instance_class      = "db.m6g.large"
  replicate_source_db = aws_db_instance.payments.identifier
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
    enabled = true
  }
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  description              = "Sessions of the portal"
  node_type                = "cache.t4g.small"
  snapshot_retention_limit = var.session_days
}

# This engine has no snapshots.
resource "aws_elasticache_cluster" "quotes" {
  cluster_id      = "quotes"
  engine          = "memcached"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 2
}
