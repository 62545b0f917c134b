provider "aws" {
  region = "eu-central-1"
}

variable "cache_token" {
  type      = string
  sensitive = true
  default   = "tR7-pelican-Quartz-4419"
}

resource "aws_db_instance" "payments" {
  identifier          = "payments"
  engine              = "postgres"
  instance_class      = "db.m6g.large"
  allocated_storage   = 100
  storage_encrypted   = true
  username            = "payments"
  password            = "vK2-walnut-Harbour-8073"
  skip_final_snapshot = true
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "Sessions of the app"
  node_type                  = "cache.t4g.small"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = var.cache_token
}
