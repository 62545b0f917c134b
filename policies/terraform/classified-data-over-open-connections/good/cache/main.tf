provider "aws" {
  region = "eu-central-1"
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "sessions of patients"
  engine                     = "redis"
  node_type                  = "cache.m6g.large"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true

  tags = {
    sensitivity = "personal"
  }
}
