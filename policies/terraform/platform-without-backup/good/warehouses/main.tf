provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 35
}

resource "aws_redshift_cluster" "risk" {
  cluster_identifier                  = "risk"
  node_type                           = "ra3.large"
  master_username                     = "risk"
  manage_master_password              = true
  automated_snapshot_retention_period = 7
}

resource "aws_redshift_cluster" "reports" {
  cluster_identifier                  = "reports"
  node_type                           = "ra3.large"
  master_username                     = "reports"
  manage_master_password              = true
  automated_snapshot_retention_period = var.days
}
