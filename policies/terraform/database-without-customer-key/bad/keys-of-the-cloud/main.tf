provider "aws" {
  region = "eu-central-1"
}

locals {
  insights_key = "arn:aws:kms:eu-central-1:123456789012:alias/aws/rds"
}

resource "aws_db_instance" "claims" {
  identifier                      = "claims"
  engine                          = "postgres"
  instance_class                  = "db.m6g.large"
  allocated_storage               = 100
  username                        = "claims"
  password_wo                     = "from-the-vault"
  password_wo_version             = 1
  storage_encrypted               = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = local.insights_key
}

resource "aws_dynamodb_table" "payments" {
  name         = "payments"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_opensearch_domain" "patients" {
  domain_name    = "patients"
  engine_version = "OpenSearch_2.11"

  encrypt_at_rest {
    enabled    = true
    kms_key_id = "alias/aws/es"
  }
}

resource "terraform_data" "settings" {
  input = { managed = true }
}

# Whether the service keeps the password, and with which key, hangs on what is known only after apply.
resource "aws_rds_cluster" "policies" {
  cluster_identifier          = "policies"
  engine                      = "aurora-postgresql"
  master_username             = "policies"
  storage_encrypted           = true
  kms_key_id                  = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
  manage_master_user_password = terraform_data.settings.output.managed
}
