provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "payments" {
  description         = "Data of the payment service"
  enable_key_rotation = true
}

# The key's ARN is known only after apply: that there will be a key is known now.
resource "aws_db_instance" "claims" {
  identifier                    = "claims"
  engine                        = "postgres"
  instance_class                = "db.m6g.large"
  allocated_storage             = 100
  username                      = "claims"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.key
  storage_encrypted             = true
  kms_key_id                    = aws_kms_key.payments.arn
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
    enabled     = true
    kms_key_arn = aws_kms_key.payments.arn
  }
}

resource "aws_opensearch_domain" "patients" {
  domain_name    = "patients"
  engine_version = "OpenSearch_2.11"

  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.payments.arn
  }
}

# Where performance is not watched, there is nothing of it to encrypt.
resource "aws_rds_cluster" "policies" {
  cluster_identifier           = "policies"
  engine                       = "aurora-postgresql"
  master_username              = "policies"
  storage_encrypted            = true
  kms_key_id                   = var.key
  performance_insights_enabled = false
}
