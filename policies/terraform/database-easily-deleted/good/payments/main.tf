provider "aws" {
  region = "eu-central-1"
}

variable "skip_snapshot" {
  type    = bool
  default = false
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "payments"
  manage_master_user_password = true
  deletion_protection         = true
}

resource "aws_rds_cluster" "claims" {
  cluster_identifier          = "claims"
  engine                      = "aurora-postgresql"
  master_username             = "claims"
  manage_master_user_password = true
  deletion_protection         = true
}

# The last snapshot is made unless it is told not to be.
resource "aws_redshift_cluster" "risk" {
  cluster_identifier        = "risk"
  node_type                 = "ra3.large"
  master_username           = "risk"
  manage_master_password    = true
  skip_final_snapshot       = var.skip_snapshot
  final_snapshot_identifier = "risk-last"
}
