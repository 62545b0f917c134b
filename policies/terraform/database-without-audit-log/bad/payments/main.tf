provider "aws" {
  region = "eu-central-1"
}

variable "document_logs" {
  type    = list(string)
  default = ["profiler"]
}

resource "terraform_data" "settings" {
  input = ["audit"]
}

resource "aws_db_instance" "payments" {
  identifier                      = "payments"
  engine                          = "mysql"
  instance_class                  = "db.m6g.large"
  allocated_storage               = 100
  username                        = "payments"
  manage_master_user_password     = true
  enabled_cloudwatch_logs_exports = ["error"]
}

resource "aws_rds_cluster" "claims" {
  cluster_identifier          = "claims"
  engine                      = "aurora-postgresql"
  master_username             = "claims"
  manage_master_user_password = true
}

resource "aws_docdb_cluster" "policies" {
  cluster_identifier              = "policies"
  master_username                 = "policies"
  manage_master_user_password     = true
  enabled_cloudwatch_logs_exports = var.document_logs
}

resource "aws_neptune_cluster" "fraud" {
  cluster_identifier             = "fraud"
  enable_cloudwatch_logs_exports = terraform_data.settings.output
}
