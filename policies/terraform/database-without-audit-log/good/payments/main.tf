provider "aws" {
  region = "eu-central-1"
}

variable "document_logs" {
  type    = list(string)
  default = ["audit", "profiler"]
}

resource "aws_db_instance" "payments" {
  identifier                      = "payments"
  engine                          = "mysql"
  instance_class                  = "db.m6g.large"
  allocated_storage               = 100
  username                        = "payments"
  manage_master_user_password     = true
  enabled_cloudwatch_logs_exports = ["error", "audit"]
}

resource "aws_rds_cluster" "claims" {
  cluster_identifier              = "claims"
  engine                          = "aurora-postgresql"
  master_username                 = "claims"
  manage_master_user_password     = true
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

resource "aws_docdb_cluster" "policies" {
  cluster_identifier              = "policies"
  master_username                 = "policies"
  manage_master_user_password     = true
  enabled_cloudwatch_logs_exports = var.document_logs
}

# This engine sends no logs away by itself.
resource "aws_rds_cluster" "quotes" {
  cluster_identifier          = "quotes"
  engine                      = "aurora-postgresql"
  engine_mode                 = "serverless"
  master_username             = "quotes"
  manage_master_user_password = true
}
