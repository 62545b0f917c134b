provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "settings" {
  input = { tls = true }
}

resource "aws_memorydb_cluster" "sessions" {
  acl_name    = "sessions"
  name        = "sessions"
  node_type   = "db.t4g.small"
  tls_enabled = terraform_data.settings.output.tls
}

# Old versions of TLS count as none.
resource "aws_elasticsearch_domain" "letters" {
  domain_name           = "letters"
  elasticsearch_version = "7.10"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }

  node_to_node_encryption {
    enabled = true
  }
}
