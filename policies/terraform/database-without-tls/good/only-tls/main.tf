provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_proxy" "claims" {
  name           = "claims"
  engine_family  = "POSTGRESQL"
  role_arn       = "arn:aws:iam::123456789012:role/claims-proxy"
  vpc_subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  require_tls    = true

  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:claims-a1b2c3"
  }
}

# It talks TLS unless told otherwise.
resource "aws_memorydb_cluster" "sessions" {
  acl_name  = "sessions"
  name      = "sessions"
  node_type = "db.t4g.small"
}

resource "aws_opensearch_domain" "patients" {
  domain_name    = "patients"
  engine_version = "OpenSearch_2.11"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  node_to_node_encryption {
    enabled = true
  }
}

# What it does is a matter of its group.
resource "aws_elasticache_cluster" "replica" {
  cluster_id           = "sessions-2"
  replication_group_id = "sessions"
}

# Files are not a database that could be asked for TLS.
resource "aws_dms_endpoint" "archive" {
  endpoint_id   = "archive"
  endpoint_type = "target"
  engine_name   = "s3"

  s3_settings {
    bucket_name             = "claims-archive"
    service_access_role_arn = "arn:aws:iam::123456789012:role/claims-archive"
  }
}
