provider "aws" {
  region = "eu-central-1"
}

resource "aws_db_proxy" "claims" {
  name           = "claims"
  engine_family  = "POSTGRESQL"
  role_arn       = "arn:aws:iam::123456789012:role/claims-proxy"
  vpc_subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  require_tls    = false

  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:claims-a1b2c3"
  }
}

resource "aws_dax_cluster" "payments" {
  cluster_name       = "payments"
  iam_role_arn       = "arn:aws:iam::123456789012:role/payments-dax"
  node_type          = "dax.r5.large"
  replication_factor = 3
}

variable "tls" {
  default = false
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "Sessions of the app"
  node_type                  = "cache.t4g.small"
  transit_encryption_enabled = var.tls
}

# Customers come in over HTTPS, and the nodes talk in the clear.
resource "aws_opensearch_domain" "patients" {
  domain_name    = "patients"
  engine_version = "OpenSearch_2.11"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }
}
