provider "aws" {
  region = "eu-central-1"
}

variable "skip_snapshot" {
  type    = bool
  default = true
}

resource "terraform_data" "protection" {
  input = true
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "payments"
  manage_master_user_password = true
  deletion_protection         = false
}

resource "aws_rds_cluster" "claims" {
  cluster_identifier          = "claims"
  engine                      = "aurora-postgresql"
  master_username             = "claims"
  manage_master_user_password = true
}

resource "aws_docdb_cluster" "policies" {
  cluster_identifier          = "policies"
  master_username             = "policies"
  manage_master_user_password = true
  deletion_protection         = terraform_data.protection.output
}

resource "aws_redshift_cluster" "risk" {
  cluster_identifier     = "risk"
  node_type              = "ra3.large"
  master_username        = "risk"
  manage_master_password = true
  skip_final_snapshot    = var.skip_snapshot
}
